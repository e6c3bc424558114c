// Undo and redo, without a browser.

import assert from "node:assert/strict";
import { test } from "node:test";

import {
  MOST_STEPS, advance, changedBetween, opened, redo, undo, without,
} from "../../src/unknot_app/pages/drawing/static/history.js";

const [a, b, c] = ["a", "b", "c"].map((name) => ({ name }));
const painted = (...strokes) => strokes.reduce((history, stroke) => advance(history, [...history.now, stroke]), opened([]));

test("undo goes back stroke by stroke, redo forth again", () => {
  const history = painted(a, b);

  assert.deepEqual(undo(history).now, [a]);
  assert.deepEqual(undo(undo(history)).now, []);
  assert.deepEqual(redo(undo(history)), history);
  assert.deepEqual(redo(redo(undo(undo(history)))), history);
});

test("at either end nothing changes", () => {
  const nothing = opened([]);

  assert.equal(undo(nothing), nothing);
  assert.equal(redo(nothing), nothing);
});

test("painting on after an undo forgets what was undone", () => {
  const history = advance(undo(painted(a, b)), [a, c]);

  assert.deepEqual(history.undone, []);
  assert.deepEqual(undo(history).now, [a]);
});

test("what was cleared comes back whole", () => {
  assert.deepEqual(undo(advance(painted(a, b), [])).now, [a, b]);
});

test("a stored drawing is undone as if it had been painted stroke by stroke", () => {
  const history = opened([a, b]);

  assert.deepEqual(undo(history).now, [a]);
  assert.deepEqual(undo(undo(history)).now, []);
});

test("a stroke that missed the body leaves no step behind", () => {
  const history = without(painted(a, b), [b]);

  assert.deepEqual(history.now, [a]);
  assert.deepEqual(undo(history).now, []);
  assert.equal(undo(undo(history)).now.length, 0);
});

test("a stroke that missed the body is gone from what was undone too", () => {
  assert.deepEqual(without(undo(painted(a, b)), [b]).undone, []);
});

test("only so many steps are remembered, the latest", () => {
  const history = painted(...Array.from({ length: MOST_STEPS + 5 }, (_, name) => ({ name })));

  assert.equal(history.before.length, MOST_STEPS);
  assert.equal(undo(history).now.length, MOST_STEPS + 4);
});

test("the stroke that changed last is named, whether it came or went", () => {
  assert.equal(changedBetween([a], [a, b]), b);
  assert.equal(changedBetween([a, b], [a]), b);
  assert.equal(changedBetween([a], [a]), undefined);
});
