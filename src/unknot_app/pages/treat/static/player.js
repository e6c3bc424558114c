// Leading through a session: a state, what may happen to it, and what is to be heard. Pure: time comes in as a number
// of milliseconds, nothing here knows a page. Time is told by the clock, never by counting ticks.
//
// script: { cues: [{ kind, step, seconds, rep }], steps: [{ key, kind, level: [low, high] | null, breath: [in, out] | null }] }
// phase: ready (nothing begun), running, paused, stopped (the stop button), over.

export const AGAIN_MS = 10_000;     // still too much after this long: pressing once more ends the hold
export const ASK_MS = 20_000;       // how long the soreness of a spot is waited for
export const ADD_MS = 10_000;
export const NAP_MS = 90_000;       // the device slept: nobody was led, so nothing of it counts
export const ALONE_MS = 600_000;    // nobody answers for so long after the pause: it ends
export const MOST_UNANSWERED = 2;

const BACK_MS = 3000;
const HALF_FROM_MS = 20_000;
const WORK = ["hold", "move", "breathe"];
const ADAPTED = ["press", "stretch"];

const cueOf = (script, state) => script.cues[state.cue];
export const stepOf = (script, state) => script.steps[cueOf(script, state).step];
export const isAsking = (script, state) => cueOf(script, state).kind === "move_on";
/** Of a spot that was pressed two numbers are asked: first how strong it was at most, then how sore the spot is. */
export const isAskedHowStrong = (script, state) => isAsking(script, state)
  && (state.done[stepOf(script, state).key]?.pain ?? null) === null;
/** The four answers have a meaning only while something is pressed or stretched. */
export const isAdapted = (script, state) => ADAPTED.includes(stepOf(script, state).kind);
/** Before a spot is pressed it is touched: how sore is it then? */
export const isTouching = (script, state) => cueOf(script, state).kind === "get_ready"
  && stepOf(script, state).kind === "press" && (state.done[stepOf(script, state).key]?.sorenessBefore ?? null) === null;
const isHolding = (script, state) => isAdapted(script, state) && ["hold", "move"].includes(cueOf(script, state).kind);
const elapsed = (state) => state.fullMs - state.leftMs;
const firstCue = (script, step) => script.cues.findIndex((cue) => cue.step === step);

/** The most pressure now: today's limit, less for every time that it was too much. */
export const ceiling = (script, state) => {
  const { level } = stepOf(script, state);
  return level && Math.max(1, level[1] - state.lighter);
};

const say = (state, message) => ({ ...state, message, said: state.said + 1 });

const noted = (script, state, change) => {
  const { key } = stepOf(script, state);
  const nothing = { heldMs: 0, state: "skipped", why: "", soreness: null, sorenessBefore: null, pain: null };
  const before = state.done[key] ?? nothing;
  return { ...state, done: { ...state.done, [key]: { ...before, ...change(before) } } };
};

const over = (state, ended) => ({ ...state, phase: "over", ended });

const place = (script, state, cue) => {
  const { seconds, step } = script.cues[cue];
  const fullMs = script.cues[cue].kind === "move_on" ? ASK_MS : seconds * 1000;
  const moved = { ...state, cue, fullMs, leftMs: fullMs, easedMs: null, message: "", leftOut: null };
  if (step === state.step) return moved;
  const low = script.steps[step].level?.[0];
  return { ...moved, step, level: low === undefined ? null : Math.min(low, ceiling(script, moved)) };
};

/** Come to a cue; those that take no time, and questions that make no sense, are passed. */
const enter = (script, state, cue) => {
  if (cue >= script.cues.length) return over({ ...state, leftMs: 0 }, "done");
  const next = place(script, state, cue);
  const { kind, rep } = script.cues[cue];
  if (kind === "move_on") {
    const held = state.done[stepOf(script, next).key]?.heldMs ?? 0;
    const isAsked = stepOf(script, next).kind === "press" && held > 0;
    return isAsked ? { ...next, isAnswered: false } : enter(script, next, cue + 1);
  }
  if (next.fullMs === 0) return enter(script, next, cue + 1);
  return kind === "hold" && rep === 1 ? { ...next, isAnswered: false } : next;
};

const pause = (state, why) => ({ ...state, phase: "paused", why });

const unanswered = (state) => {
  const counted = { ...state, unanswered: state.unanswered + 1 };
  return counted.unanswered >= MOST_UNANSWERED ? say(pause(counted, "unanswered"), "alone") : counted;
};

/** What is true at the end of a cue that ran out by itself. */
const finish = (script, state) => {
  const { kind, step, rep } = cueOf(script, state);
  const isLast = script.cues[state.cue + 1]?.kind === "move_on";
  let next = state;
  if (WORK.includes(kind) && isLast) {
    next = noted(script, next, (before) => ({ state: before.why ? "partly" : "done" }));
  }
  const asked = kind === "move_on" || (kind === "hold" && rep === 1 && script.steps[step].kind === "press");
  const entered = enter(script, next, state.cue + 1);
  return asked && !state.isAnswered && entered.phase === "running" ? unanswered(entered) : entered;
};

const count = (script, state, ms) => {
  const spent = { ...state, leftMs: state.leftMs - ms };
  if (!WORK.includes(cueOf(script, state).kind)) return spent;
  return noted(script, spent, (before) => ({
    heldMs: before.heldMs + ms,
    // Not all of it yet; what was done once stays done.
    ...(before.state === "skipped" && { state: "partly" }),
  }));
};

const remindAfterEasing = (before, state) => {
  const due = state.easedMs !== null && state.cue === before.cue && elapsed(state) - state.easedMs >= AGAIN_MS;
  return due && elapsed(before) - state.easedMs < AGAIN_MS ? say(state, "still_too_much") : state;
};

/** A session that has not begun, or one that was kept. */
export const opened = (script, kept = null) => {
  const nothing = {
    phase: "ready", why: "", ended: null, cue: 0, step: -1, leftMs: 0, fullMs: 0, at: 0, level: null, lighter: 0,
    easedMs: null, isAnswered: false, unanswered: 0, done: {}, felt: [], message: "", said: 0, leftOut: null,
  };
  const begun = enter(script, nothing, 0);
  if (!kept) return begun;
  const done = Object.fromEntries(kept.done.map(({ step, state, held_s, why, soreness, soreness_before, pain }) => [
    step, { heldMs: (held_s ?? 0) * 1000, state, why, soreness, sorenessBefore: soreness_before, pain },
  ]));
  // Pressed twice in one hold it counts twice here: rather too light than too strong.
  const lighter = kept.felt.filter(({ felt }) => felt === "ease_off").length;
  const told = { ...begun, done, lighter, felt: kept.felt };
  if (kept.ended) return over(told, kept.ended);
  if (!kept.place || kept.place.cue >= script.cues.length) return told;
  const there = place(script, { ...told, step: -1 }, kept.place.cue);
  return pause({ ...there, leftMs: Math.min(kept.place.left_s * 1000, there.fullMs) }, "reopened");
};

/** What is kept of a session: what `unknot.treat.SessionRecord` reads. */
export const recordOf = (script, state) => ({
  done: Object.entries(state.done).map(([step, { heldMs, state: how, why, soreness, sorenessBefore, pain }]) => ({
    step, state: how, held_s: Math.round(heldMs / 1000), why, soreness, soreness_before: sorenessBefore, pain,
  })),
  felt: state.felt,
  place: state.ended || state.phase === "ready" ? null : { cue: state.cue, left_s: Math.ceil(state.leftMs / 1000) },
  ended: state.ended,
});

/** The state as the clock has it now. */
export const settle = (script, state, now) => {
  const isAlone = state.phase === "paused" && state.why === "unanswered" && now - state.at > ALONE_MS;
  if (isAlone) return over(state, "unanswered");
  if (state.phase !== "running") return state;
  let passed = Math.max(0, now - state.at);
  let next = { ...state, at: now };
  if (passed > NAP_MS) return say(pause(next, "asleep"), "asleep");
  while (next.phase === "running" && passed >= next.leftMs) {
    passed -= next.leftMs;
    next = finish(script, count(script, next, next.leftMs));
  }
  if (next.phase !== "running") return next;
  return remindAfterEasing(state, count(script, next, passed));
};

const leaveStep = (script, state, why) => {
  const told = isAsking(script, state) ? state : noted(script, state, (before) => ({
    why, state: before.heldMs ? "partly" : "skipped",
  }));
  const step = cueOf(script, state).step + 1;
  return step < script.steps.length ? enter(script, told, firstCue(script, step)) : over(told, "done");
};

const felt = (script, state, what, now) => ({
  ...state,
  felt: [...state.felt, { at: new Date(now).toISOString(), step: stepOf(script, state).key, felt: what }],
});

const lighten = (script, state) => {
  const lighter = { ...state, lighter: state.lighter + 1 };
  return { ...lighter, level: state.level && Math.min(Math.max(1, state.level - 1), ceiling(script, lighter)) };
};

const ACTS = {
  go_on: (script, state, now) => ({ ...state, phase: "running", why: "", at: now }),
  pause: (script, state) => (state.phase === "running" ? pause(state, "") : state),
  good: (script, state, now) => say(felt(script, state, "good", now), "good"),
  ease_off: (script, state, now) => {
    const told = felt(script, state, "ease_off", now);
    if (!isHolding(script, state)) return say(lighten(script, told), "lighter_next");
    if (state.easedMs === null) return say({ ...lighten(script, told), easedMs: elapsed(state) }, "ease_off");
    if (elapsed(state) - state.easedMs < AGAIN_MS) return say(told, "ease_off");
    const left = noted(script, told, () => ({ why: "too_much", state: "partly" }));
    return say(enter(script, left, state.cue + 1), "hold_ended");
  },
  more: (script, state, now) => {
    const told = felt(script, state, "more", now);
    const most = ceiling(script, state);
    if (most === null || state.level >= most) return say(told, most === null ? "stretch_limit" : "limit");
    return say({ ...told, level: state.level + 1 }, "more");
  },
  stop: (script, state, now) => say({ ...felt(script, state, "stop", now), phase: "stopped" }, "stop"),
  fine: (script, state, now) => ({ ...leaveStep(script, { ...state, phase: "running", at: now }, "stopped") }),
  end: (script, state) => over(noted(script, state, (b) => (b.state === "done" ? {} : { why: "stopped" })), "stopped"),
  nerve_sign: (script, state) => over(noted(script, state, () => ({ why: "nerve_sign" })), "nerve_sign"),
  unwell: (script, state) => over(noted(script, state, () => ({ why: "unwell" })), "unwell"),
  sore: (script, state, now, value) => {
    if (isTouching(script, state)) return noted(script, state, () => ({ sorenessBefore: value }));
    if (!isAsking(script, state)) return state;
    if (isAskedHowStrong(script, state)) {
      return { ...noted(script, state, () => ({ pain: value })), leftMs: ASK_MS, fullMs: ASK_MS };
    }
    return enter(script, noted(script, state, () => ({ soreness: value })), state.cue + 1);
  },
  skip: (script, state) => {
    const next = leaveStep(script, state, "chosen");
    const isWhyAsked = isAdapted(script, state) && !isAsking(script, state) && next.phase === "running";
    return isWhyAsked ? { ...next, leftOut: stepOf(script, state).key } : next;
  },
  /** Why the last step was left out; nobody has to say. */
  because: (script, state, now, value) => (state.leftOut === null ? state : {
    ...state, leftOut: null, done: { ...state.done, [state.leftOut]: { ...state.done[state.leftOut], why: value } },
  }),
  back: (script, state) => {
    const { step } = cueOf(script, state);
    const isAtStart = state.cue === firstCue(script, step) && elapsed(state) < BACK_MS;
    const there = enter(script, state, firstCue(script, isAtStart ? Math.max(0, step - 1) : step));
    return stepOf(script, there).key in there.done ? noted(script, there, () => ({ why: "" })) : there;
  },
  // A hold is as long as today's limits planned it; anything else may take longer.
  add: (script, state) => (isHolding(script, state)
    ? say(state, "no_longer")
    : { ...state, leftMs: state.leftMs + ADD_MS, fullMs: state.fullMs + ADD_MS }),
};

const ONLY_STOPPED = ["fine", "end", "nerve_sign", "unwell"];

/** What comes of something that the person does, at a time. */
export const act = (script, state, name, now, value) => {
  const settled = settle(script, state, now);
  const isHeard = settled.phase === "stopped" ? ONLY_STOPPED.includes(name) : !ONLY_STOPPED.includes(name) || name === "end";
  if (settled.phase === "over" || !isHeard) return settled;
  // Nothing but going on begins a session; only stopping needs none.
  if (settled.phase === "ready" && !["go_on", "end"].includes(name)) return settled;
  return ACTS[name](script, { ...settled, unanswered: 0, isAnswered: true }, now, value);
};

/** Where a slow breath is: in or out, and how full from 0 to 1; null while nobody is led to breathe. */
export const breathOf = (script, state) => {
  const { breath } = stepOf(script, state);
  if (!breath || cueOf(script, state).kind !== "breathe" || state.phase !== "running") return null;
  const [inMs, outMs] = breath.map((seconds) => seconds * 1000);
  const ms = elapsed(state) % (inMs + outMs);
  return ms < inMs ? { way: "in", full: ms / inMs } : { way: "out", full: 1 - (ms - inMs) / outMs };
};

/** What is to be heard between two states: begin, half, and the last three seconds. */
export const beepBetween = (script, before, after) => {
  if (after.phase !== "running" || before.phase !== "running") return null;
  if (after.cue !== before.cue) return "begin";
  if (after.leftMs >= before.leftMs) return null;
  const isCrossed = (ms) => before.leftMs > ms && after.leftMs <= ms;
  if ([3000, 2000, 1000].some(isCrossed)) return "last";
  const { kind } = cueOf(script, after);
  return kind === "hold" && after.fullMs >= HALF_FROM_MS && isCrossed(after.fullMs / 2) ? "half" : null;
};
