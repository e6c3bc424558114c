// The phone as inclinometer, fed with streams as its motion sensor sends them: 20 samples a second with the noise of a
// hand. They are computed from angles by the definition of the sensor; no phone was recorded.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import {
  LEAST_BEND_DEG, begun, bent, fed, isStill, opened, resultOf, upOf,
} from "../../src/unknot_app/pages/measure/static/inclinometer.js";

const stream = (name) => JSON.parse(readFileSync(new URL(`streams/${name}.json`, import.meta.url)));
const feed = (state, samples) => samples.reduce((one, [at, beta, gamma]) => fed(one, { at, beta, gamma }), state);
const near = (value, expected) => assert.ok(Math.abs(value - expected) <= 1.5, `${value} is not near ${expected}`);

/** Stand still, call that the start, and bend as often as the stream does. */
const measured = ({ plane, still, bends }) =>
  bends.reduce((state, bend) => bent(feed(state, bend)), begun(feed(opened(plane), still)));

test("three bends forward give their median, with start, smallest and largest", () => {
  const state = measured(stream("forward"));

  near(resultOf(state), -60);
  assert.equal(state.trials.length, 3);
  near(state.start, -2);
  near(state.min, -64);
  near(state.max, 0);
});

test("bending to the side is seen although the phone stands upright, where its sensor turns over", () => {
  near(Math.abs(resultOf(measured(stream("side")))), 22);
});

test("one wild sample is not the largest angle", () => {
  const { plane, still, bends } = stream("forward");
  const wild = bends.map((bend) => bend.map((sample, at) => (at === 10 ? [sample[0], -80, 0] : sample)));

  near(resultOf(measured({ plane, still, bends: wild })), -60);
});

test("a phone that moves is no start", () => {
  const { plane, bends } = stream("forward");
  const state = feed(opened(plane), bends[0].slice(0, 25));

  assert.equal(isStill(state), false);
  assert.equal(begun(state).start, null);
});

test("a shaking hand is no bend", () => {
  const { plane, still } = stream("forward");
  const state = bent(feed(begun(feed(opened(plane), still)), still.map(([at, b, g]) => [at + 2000, b + 1, g])));

  assert.equal(state.trials.length, 0);
  assert.ok(Math.abs(state.largest) < LEAST_BEND_DEG);
});

test("before three bends there is no result, and a fourth changes nothing", () => {
  const { plane, still, bends } = stream("forward");
  const two = measured({ plane, still, bends: bends.slice(0, 2) });

  assert.equal(resultOf(two), null);
  const three = bent(feed(two, bends[2]));
  assert.deepEqual(bent(feed(three, bends[1])).trials, three.trials);
});

test("a sensor without numbers says nothing, and that is not 0 degrees", () => {
  assert.equal(upOf({ beta: null, gamma: null }), null);
  const state = fed(opened("forward"), { at: 1, beta: null, gamma: null });
  assert.equal(state.now, null);
  assert.deepEqual(state.samples, []);
});
