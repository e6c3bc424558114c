// How a pain feels, on a mark, without a browser.

import assert from "node:assert/strict";
import { test } from "node:test";

import { patternsOf, writtenBeside } from "../../src/unknot_app/pages/drawing/static/quality.js";

const LETTERS = { ache: "A", burning: "B", tingling: "T" };

test("every quality but an ache has a pattern, in ink that stands out from the step of colour", () => {
  const inks = [1, 4, 6, 8, 10].map((intensity) => patternsOf({ intensity, quality: ["ache", "burning"] }));

  assert.deepEqual(inks, [["burning-pale"], ["burning-pale"], ["burning-middle"], ["burning-deep"], ["burning-deep"]]);
  assert.deepEqual(patternsOf({ intensity: 5, quality: ["burning", "tingling"] }), ["burning-middle", "tingling-middle"]);
  assert.deepEqual(patternsOf({ intensity: 5 }), []);
});

test("strength and letters are written beside a mark", () => {
  assert.equal(writtenBeside({ intensity: 6, quality: ["ache", "burning"] }, LETTERS), "6 AB");
  assert.equal(writtenBeside({ intensity: 6 }, LETTERS), "6");
  assert.equal(writtenBeside({ quality: ["tingling"] }, LETTERS), "T");
  assert.equal(writtenBeside({ intensity: 0 }, LETTERS), "");
});
