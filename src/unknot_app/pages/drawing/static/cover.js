// A worker: what strokes cover is worked out beside the page, so that nobody waits for it while painting.
//
// Asked `{ number, strokes, views, maps }`: strokes in JSON, the views to have at hand, and the address of every view's
// map. Answers `{ number, covered, beside }`: cells, and the places in the list of the strokes that lie beside the body;
// or, when a map cannot be had, `{ number, isMissing, isGone }`: whether it is not there, or nobody answers.

import { coveredCells, touch, unfold } from "./geometry.js";

const views = {};
// What a stroke does to its view is worked out once, and forgotten when the stroke is gone.
let known = new Map();

// A program that is gone answers nothing, and is asked again; of a file that it lacks it says so.
const load = async (name, address) => {
  if (views[name]) return;
  const response = await fetch(address);
  if (!response.ok) throw Object.assign(new Error(`no map at ${address}`), { isMissing: true });
  views[name] = unfold(await response.json());
};

const cover = async ({ strokes, views: wanted, maps }) => {
  const read = strokes.map((text) => known.get(text)?.stroke ?? JSON.parse(text));
  const names = new Set([...wanted, ...read.map(({ view }) => view)]);
  await Promise.all([...names].map((name) => load(name, maps[name])));
  const touches = new Map(read.map((stroke, index) => [
    stroke, known.get(strokes[index]) ?? touch(views[stroke.view], stroke),
  ]));
  known = new Map(strokes.map((text, index) => [text, touches.get(read[index])]));
  return {
    covered: coveredCells(views, read, (_, stroke) => touches.get(stroke)),
    beside: read.flatMap((stroke, index) => (touches.get(stroke).most ? [] : [index])),
  };
};

onmessage = async ({ data }) => {
  try {
    postMessage({ number: data.number, ...await cover(data) });
  } catch (error) {
    postMessage({ number: data.number, isMissing: Boolean(error.isMissing), isGone: !error.isMissing });
  }
};
