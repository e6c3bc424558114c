// Geometry of painting, without a browser. Recorded drawings are read by the tests in Python too: both must agree.

import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";

import {
  coveredCells, near, rub, simplify, strengthStep, touch, unfold,
} from "../../src/unknot_app/pages/drawing/static/geometry.js";

const ROOT = new URL("../../", import.meta.url);
const read = (path) => JSON.parse(readFileSync(new URL(path, ROOT), "utf8"));
const viewsOf = (figure) => Object.fromEntries(
  ["front", "back", "left", "right"].map((name) => [name, unfold(read(`src/unknot/data/body/chart/${figure}_${name}.json`))]),
);
const views = viewsOf("neutral");
const recorded = readdirSync(new URL("tests/golden/drawings/", ROOT)).filter((name) => name.endsWith(".json"));

const MIRRORED = { front: "front", back: "back", left: "right", right: "left" };

/** The same stroke on the other side of the body. */
const mirror = (stroke) =>
  (MIRRORED[stroke.view] === stroke.view
    ? { ...stroke, points: stroke.points.map(([x, y]) => [-x, y]) }
    : { ...stroke, view: MIRRORED[stroke.view] });

test("there are recorded drawings", () => assert.ok(recorded.length >= 5));

for (const name of recorded) {
  const { strokes, covered } = read(`tests/golden/drawings/${name}`);
  const figure = strokes[0].figure ?? "neutral";
  const on = figure === "neutral" ? views : viewsOf(figure);

  test(`${name}: the cells, areas and strengths are those that Python finds`, () => {
    assert.deepEqual(coveredCells(on, strokes), covered);
  });

  test(`${name}: mirrored, the cells are mirrored`, () => {
    const other = { left: "right", right: "left", midline: "midline" };
    const sides = new Set(covered.map(({ cell }) => cell.replace(/left$|right$/, (side) => other[side])));

    assert.deepEqual(new Set(coveredCells(on, strokes.map(mirror)).map(({ cell }) => cell)), sides);
  });

  test(`${name}: every stroke lies on the body`, () => {
    assert.ok(strokes.every((stroke) => touch(on[stroke.view], stroke).most > 0));
  });
}

test("an unfolded view has a label for every square", () => {
  const { labels, rows, columns, seen, cells } = views.back;

  assert.equal(labels.length, rows * columns);
  assert.equal(seen.reduce((sum, squares) => sum + squares, 0), rows * columns);
  assert.equal(seen.length, cells.length + 1);
});

test("the squares near a point are those of a disc", () => {
  const radius = 20;
  const squares = near(views.back, [[0, 1000]], radius);
  const area = squares.length * views.back.mm_per_px ** 2;

  // Squares are counted by their middles: the error of a disc of ten squares across is below three in a hundred.
  assert.ok(Math.abs(area - Math.PI * radius ** 2) < 0.03 * Math.PI * radius ** 2);
});

test("a stroke far beside the body touches nothing", () => {
  assert.equal(touch(views.back, { points: [[2000, 1000]], width_mm: 16 }).most, 0);
});

test("simplifying keeps both ends and stays within the tolerance", () => {
  const points = Array.from({ length: 200 }, (_, i) => [i / 2, 20 * Math.sin(i / 20)]);
  const fewer = simplify(points, 0.7);

  assert.ok(fewer.length < 40);
  assert.deepEqual(fewer[0], [0, 0]);
  assert.deepEqual(fewer.at(-1), points.at(-1).map((value) => Math.round(value * 10) / 10));
});

test("a dot stays a dot", () => assert.deepEqual(simplify([[1.04, 2.06]]), [[1, 2.1]]));

test("rubbing through the middle of a stroke leaves its two ends", () => {
  const stroke = { view: "back", width_mm: 8, intensity: 4, points: [[0, 0], [100, 0]] };

  const left = rub([stroke], "back", [[50, -20], [50, 20]], 16);

  assert.equal(left.length, 2);
  assert.ok(left[0].points.at(-1)[0] < 45 && left[1].points[0][0] > 55);
  assert.ok(left.every((piece) => piece.intensity === 4 && piece.width_mm === 8));
});

test("rubbing touches no other view, and no stroke that is out of reach", () => {
  const strokes = [
    { view: "front", width_mm: 8, points: [[0, 0], [100, 0]] },
    { view: "back", width_mm: 8, points: [[0, 60], [100, 60]] },
  ];

  assert.deepEqual(rub(strokes, "back", [[50, 0]], 16), strokes);
});

test("rubbing over all of a stroke takes it away", () => {
  assert.deepEqual(rub([{ view: "back", width_mm: 8, points: [[0, 0]] }], "back", [[1, 1]], 16), []);
});

test("strengths go in five steps", () => {
  assert.deepEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map(strengthStep), [1, 1, 2, 2, 3, 3, 4, 4, 5, 5]);
  assert.equal(strengthStep(null), 3);
});
