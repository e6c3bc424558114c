// A phone as inclinometer: what its motion sensor says, as an angle against the start, and the median of three bends.
// Nothing here knows a page; the samples come in, whatever sends them.

export const TRIALS = 3;
// A start counts when the phone has been still for so long, within so many degrees.
export const STILL_MS = 1000;
export const STILL_DEG = 2;
// A bend smaller than this is no bend: a hand that shakes makes some degrees.
export const LEAST_BEND_DEG = 5;
// One wild sample must not become the largest angle: the median of so long counts.
export const SMOOTH_MS = 300;

const RAD = Math.PI / 180;

/** Which way is up for the phone, from what its sensor says; null when the sensor says nothing. */
export const upOf = ({ beta, gamma }) => {
  if (!Number.isFinite(beta) || !Number.isFinite(gamma)) return null;
  const [b, g] = [beta * RAD, gamma * RAD];
  return { x: -Math.cos(b) * Math.sin(g), y: Math.sin(b), z: Math.cos(b) * Math.cos(g) };
};

/** The angle of a phone that lies flat on the back: in the plane of bending forward, or of bending to the side. */
export const angleOf = (up, plane) => (plane === "side" ? Math.atan2(up.x, up.y) : Math.atan2(up.z, up.y)) / RAD;

const median = (numbers) => {
  const sorted = [...numbers].sort((one, other) => one - other);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
};
const turned = (angle) => ((angle + 540) % 360 + 360) % 360 - 180;

export const opened = (plane) => ({
  plane, samples: [], start: null, now: null, min: null, max: null, largest: 0, trials: [],
});

/** Take in a sample: `at` in milliseconds, `beta` and `gamma` as the browser gives them. */
export const fed = (state, { at, ...tilt }) => {
  const up = upOf(tilt);
  if (!up) return state;
  const samples = [...state.samples, { at, angle: angleOf(up, state.plane) }].filter((one) => at - one.at <= STILL_MS);
  if (state.start === null) return { ...state, samples };
  const recent = samples.filter((one) => at - one.at <= SMOOTH_MS).map((one) => turned(one.angle - state.start));
  const now = median(recent);
  return {
    ...state, samples, now,
    min: Math.min(state.min, now), max: Math.max(state.max, now),
    largest: Math.abs(now) > Math.abs(state.largest) ? now : state.largest,
  };
};

/** Whether the phone has been still long enough to be a start. */
export const isStill = ({ samples }) => {
  if (samples.length < 2 || samples.at(-1).at - samples[0].at < STILL_MS * 0.8) return false;
  const from = samples.at(-1).angle;
  return samples.every((one) => Math.abs(turned(one.angle - from)) <= STILL_DEG);
};

/** Call how the phone lies now 0 degrees; unchanged while it is not still. */
export const begun = (state) => {
  if (!isStill(state)) return state;
  const from = state.samples.at(-1).angle;
  const start = turned(from + median(state.samples.map((one) => turned(one.angle - from))));
  return { ...state, start, now: 0, min: 0, max: 0, largest: 0 };
};

/** Keep the largest angle since the last bend as one of three; unchanged when there was no bend. */
export const bent = (state) => {
  if (Math.abs(state.largest) < LEAST_BEND_DEG || state.trials.length >= TRIALS) return state;
  return { ...state, trials: [...state.trials, state.largest], largest: 0 };
};

/** The median of three bends; null before the third. */
export const resultOf = ({ trials }) => (trials.length < TRIALS ? null : median(trials));
