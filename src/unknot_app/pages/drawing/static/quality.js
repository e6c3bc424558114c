// How a pain feels, on a mark: its patterns and letters. Values in, values out; `actions/pictures/painted.py` does the same.

import { strengthStep } from "./geometry.js";

// The ink of patterns on each step of colour; and the quality that leaves a mark as it is.
const INKS = [null, "pale", "pale", "middle", "deep", "deep"];
const PLAIN = "ache";

/** The patterns over a mark, in the ink that stands out from its step of colour. */
export const patternsOf = ({ intensity, quality = [] }) =>
  quality.filter((one) => one !== PLAIN).map((one) => `${one}-${INKS[strengthStep(intensity)]}`);

/** What is written beside a mark: its strength, and the letters of how it feels. */
export const writtenBeside = ({ intensity, quality = [] }, letters) =>
  `${intensity || ""} ${quality.map((one) => letters[one]).join("")}`.trim();
