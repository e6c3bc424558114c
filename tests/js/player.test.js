// Leading through a session by a clock that the test sets, without a browser.

import assert from "node:assert/strict";
import { test } from "node:test";

import {
  ALONE_MS, ASK_MS, NAP_MS, act, beepBetween, breathOf, ceiling, isAskedHowStrong, isAsking, isTouching, opened,
  recordOf, settle,
} from "../../src/unknot_app/pages/treat/static/player.js";

const cue = (kind, step, seconds, rep = 1) => ({ kind, step, seconds, rep });
const SCRIPT = {
  steps: [
    { key: "opening_breath", kind: "breathe", level: null },
    { key: "piriformis.medial:right", kind: "press", level: [2, 3] },
    { key: "gluteus_medius.back:right", kind: "press", level: [1, 3] },
    { key: "figure_four:both", kind: "stretch", level: null },
  ],
  cues: [
    cue("breathe", 0, 60), cue("move_on", 0, 0),
    cue("get_ready", 1, 15), cue("hold", 1, 30), cue("rest", 1, 10, 2), cue("hold", 1, 30, 2), cue("move_on", 1, 0),
    cue("get_ready", 2, 15), cue("hold", 2, 30), cue("move_on", 2, 0),
    cue("get_ready", 3, 5), cue("hold", 3, 30), cue("switch", 3, 5), cue("hold", 3, 30), cue("move_on", 3, 0),
  ],
};
const FIRST_HOLD = 75_000; // breathing and getting ready

const S = (seconds) => seconds * 1000;
const begun = () => act(SCRIPT, opened(SCRIPT), "go_on", 0);
const acted = (state, name, now, value) => act(SCRIPT, state, name, now, value);
/** Let the clock run in quarters of a second, as a page does. */
const run = (state, from, until) => {
  let now = from;
  while (now < until) { now = Math.min(now + 250, until); state = settle(SCRIPT, state, now); }
  return state;
};
const at = (ms) => run(begun(), 0, ms);
const kindOf = (state) => SCRIPT.cues[state.cue].kind;

test("nothing runs before somebody begins", () => {
  const state = settle(SCRIPT, opened(SCRIPT), S(50));

  assert.equal(state.phase, "ready");
  assert.equal(state.leftMs, S(60));
  assert.equal(acted(state, "skip", S(60)).cue, 0);
});

test("cue follows cue by the clock, whether it ticks often or seldom", () => {
  const often = at(FIRST_HOLD + S(4));
  const seldom = settle(SCRIPT, settle(SCRIPT, begun(), S(50)), FIRST_HOLD + S(4));

  assert.equal(kindOf(often), "hold");
  assert.equal(often.leftMs, S(26));
  assert.deepEqual(seldom, often);
});

test("a pause keeps the seconds that are left, however long it takes", () => {
  const paused = acted(at(S(20)), "pause", S(20));

  const later = acted(settle(SCRIPT, paused, S(5000)), "go_on", S(5000));

  assert.equal(run(later, S(5000), S(5001)).leftMs, S(39));
});

test("a device that slept led nobody: it waits where it was", () => {
  const asleep = settle(SCRIPT, at(S(20)), S(20) + NAP_MS + 1);

  assert.equal(asleep.phase, "paused");
  assert.equal(asleep.message, "asleep");
  assert.equal(asleep.leftMs, S(40));
});

test("a clock that was put back takes nothing away", () => {
  assert.equal(settle(SCRIPT, at(S(20)), S(3)).leftMs, S(40));
});

test("easing off makes this hold and all later ones lighter, and more never passes that", () => {
  let state = acted(at(FIRST_HOLD + S(5)), "more", FIRST_HOLD + S(5));
  assert.equal(state.level, 3);

  state = acted(state, "ease_off", FIRST_HOLD + S(6));
  assert.equal(state.message, "ease_off");
  assert.equal(state.level, 2);
  assert.equal(ceiling(SCRIPT, state), 2);

  state = acted(state, "more", FIRST_HOLD + S(7));
  assert.equal(state.message, "limit");
  assert.equal(state.level, 2);
  state = acted(state, "skip", FIRST_HOLD + S(8));
  assert.equal(state.step, 2);
  assert.equal(ceiling(SCRIPT, state), 2); // the plan allowed 3 there
});

test("today's limit is never passed and is said", () => {
  let state = at(FIRST_HOLD + S(1));
  for (let presses = 0; presses < 6; presses += 1) state = acted(state, "more", FIRST_HOLD + S(2));

  assert.equal(state.level, 3);
  assert.equal(state.message, "limit");
});

test("still too much after ten seconds: it asks, and pressing again ends the hold", () => {
  const eased = acted(at(FIRST_HOLD + S(5)), "ease_off", FIRST_HOLD + S(5));
  const early = acted(eased, "ease_off", FIRST_HOLD + S(8));
  assert.equal(kindOf(early), "hold");

  const asked = run(early, FIRST_HOLD + S(8), FIRST_HOLD + S(15.5));
  assert.equal(asked.message, "still_too_much");
  const ended = acted(asked, "ease_off", FIRST_HOLD + S(16));

  assert.equal(kindOf(ended), "rest");
  assert.equal(ended.message, "hold_ended");
  assert.deepEqual(recordOf(SCRIPT, ended).done[1], {
    step: "piriformis.medial:right", state: "partly", held_s: 16, why: "too_much", soreness: null,
    soreness_before: null, pain: null,
  });
});

test("stop stands still; next goes on with the next step", () => {
  const stopped = acted(at(FIRST_HOLD + S(10)), "stop", FIRST_HOLD + S(10));
  assert.equal(settle(SCRIPT, stopped, FIRST_HOLD + S(500)).leftMs, S(20));
  assert.equal(acted(stopped, "more", FIRST_HOLD + S(11)).phase, "stopped");

  const next = acted(stopped, "fine", FIRST_HOLD + S(60));

  assert.equal(next.phase, "running");
  assert.equal(next.step, 2);
  assert.equal(next.done["piriformis.medial:right"].why, "stopped");
});

for (const sign of ["nerve_sign", "unwell"]) {
  test(`${sign} ends the session and says why`, () => {
    const stopped = acted(at(FIRST_HOLD + S(10)), "stop", FIRST_HOLD + S(10));

    const record = recordOf(SCRIPT, acted(stopped, sign, FIRST_HOLD + S(12)));

    assert.equal(record.ended, sign);
    assert.equal(record.place, null);
    assert.equal(record.done.at(-1).why, sign);
  });
}

test("after a spot it asks how strong it was, then how sore it is, waits a while and goes on by itself", () => {
  const asking = at(FIRST_HOLD + S(70));
  assert.ok(isAskedHowStrong(SCRIPT, asking));

  const half = acted(asking, "sore", FIRST_HOLD + S(71), 5);
  assert.ok(isAsking(SCRIPT, half) && !isAskedHowStrong(SCRIPT, half));
  const told = acted(half, "sore", FIRST_HOLD + S(72), 3);
  assert.equal(told.done["piriformis.medial:right"].pain, 5);
  assert.equal(told.done["piriformis.medial:right"].soreness, 3);
  assert.equal(told.done["piriformis.medial:right"].state, "done");
  assert.equal(told.step, 2);
});

test("two questions that nobody answers pause it, and a long silence ends it", () => {
  const silent = FIRST_HOLD + S(70) + ASK_MS;
  const alone = at(silent);
  assert.equal(alone.phase, "paused");
  assert.equal(alone.message, "alone");
  assert.equal(alone.step, 2);

  assert.equal(acted(alone, "go_on", silent + S(9)).phase, "running");
  assert.equal(settle(SCRIPT, alone, silent + ALONE_MS + 1).ended, "unanswered");
});

test("one answer is enough to go on", () => {
  const touched = acted(at(FIRST_HOLD + S(15)), "good", FIRST_HOLD + S(15));

  assert.equal(run(touched, FIRST_HOLD + S(15), FIRST_HOLD + S(71) + ASK_MS).phase, "running");
});

test("skip and back go step by step; what was not begun is skipped", () => {
  const skipped = acted(at(S(62)), "skip", S(62));
  assert.equal(skipped.done["piriformis.medial:right"].state, "skipped");
  assert.equal(skipped.step, 2);

  assert.equal(acted(skipped, "back", S(63)).step, 1);
  const inside = run(skipped, S(62), S(70));
  assert.equal(acted(inside, "back", S(70)).step, 2);
});

test("ten seconds more to get ready, but never on a hold", () => {
  assert.equal(acted(at(S(62)), "add", S(62)).leftMs, S(23));
  const holding = acted(at(FIRST_HOLD + S(1)), "add", FIRST_HOLD + S(1));
  assert.equal(holding.leftMs, S(29));
  assert.equal(holding.message, "no_longer");
});

test("each side gets its full time", () => {
  let state = acted(at(S(1)), "skip", S(1));
  for (const name of ["skip", "skip"]) state = acted(state, name, S(1));
  state = run(state, S(1), S(1) + S(70) - 250);
  assert.equal(state.phase, "running");
  state = run(state, S(71) - 250, S(71));

  assert.equal(state.ended, "done");
  assert.equal(recordOf(SCRIPT, state).done.at(-1).held_s, 60);
});

test("what was kept opens where it was, and waits", () => {
  const before = acted(at(FIRST_HOLD + S(6)), "ease_off", FIRST_HOLD + S(6));
  const again = opened(SCRIPT, recordOf(SCRIPT, before));

  assert.equal(again.phase, "paused");
  assert.equal(again.why, "reopened");
  assert.equal(again.cue, before.cue);
  assert.equal(again.leftMs, before.leftMs);
  assert.equal(ceiling(SCRIPT, again), 2);
  assert.deepEqual(recordOf(SCRIPT, again), recordOf(SCRIPT, before));
});

test("beeps at the start, at half of a long hold, and at the last three seconds", () => {
  let state = begun();
  const heard = [];
  for (let now = 250; now <= FIRST_HOLD + S(30); now += 250) {
    const next = settle(SCRIPT, state, now);
    const beep = beepBetween(SCRIPT, state, next);
    if (beep) heard.push([beep, now / 1000]);
    state = next;
  }

  assert.deepEqual(heard, [
    ["last", 57], ["last", 58], ["last", 59], ["begin", 60],
    ["last", 72], ["last", 73], ["last", 74], ["begin", 75],
    ["half", 90], ["last", 102], ["last", 103], ["last", 104], ["begin", 105],
  ]);
});

test("a state is never changed in place", () => {
  const state = at(FIRST_HOLD + S(5));
  const copy = structuredClone(state);

  for (const name of ["ease_off", "more", "good", "stop", "pause", "skip", "back", "add"]) acted(state, name, FIRST_HOLD + S(6));

  assert.deepEqual(state, copy);
});

test("a spot is touched before it is pressed, and how sore it was is kept without waiting for it", () => {
  const ready = at(S(62));
  assert.equal(isTouching(SCRIPT, ready), true);

  const told = acted(ready, "sore", S(62), 6);

  assert.equal(told.cue, ready.cue);
  assert.equal(isTouching(SCRIPT, told), false);
  const record = recordOf(SCRIPT, told);
  assert.deepEqual(record.done.find(({ step }) => step.startsWith("piriformis")), {
    step: "piriformis.medial:right", state: "skipped", held_s: 0, why: "", soreness: null, soreness_before: 6,
    pain: null,
  });
  assert.equal(opened(SCRIPT, record).done["piriformis.medial:right"].sorenessBefore, 6);
});

test("whoever leaves out a step may say why, and need not", () => {
  const left = acted(at(FIRST_HOLD + S(2)), "skip", FIRST_HOLD + S(2));
  assert.equal(left.leftOut, "piriformis.medial:right");

  const told = acted(left, "because", FIRST_HOLD + S(3), "hurts");
  const silent = run(left, FIRST_HOLD + S(2), FIRST_HOLD + S(30));

  assert.equal(told.leftOut, null);
  assert.equal(told.done["piriformis.medial:right"].why, "hurts");
  assert.equal(silent.leftOut, null);
  assert.equal(silent.done["piriformis.medial:right"].why, "chosen");
});

test("a breath fills for its seconds in, and empties for its seconds out", () => {
  const breathing = { ...SCRIPT, steps: [{ ...SCRIPT.steps[0], breath: [4, 6] }, ...SCRIPT.steps.slice(1)] };
  const breath = (seconds) => breathOf(breathing, at(S(seconds)));

  assert.deepEqual(breath(2), { way: "in", full: 0.5 });
  assert.deepEqual(breath(7), { way: "out", full: 0.5 });
  assert.deepEqual(breath(12), { way: "in", full: 0.5 });
  assert.equal(breathOf(breathing, at(FIRST_HOLD)), null);
  assert.equal(breathOf(breathing, acted(at(S(2)), "pause", S(2))), null);
});
