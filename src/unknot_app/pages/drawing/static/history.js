// What was painted, step by step, and back again: values in, values out; no page, no state.
//
// A history holds what is painted now, what was painted before each step, and what was undone, the nearest first.

export const MOST_STEPS = 200;

/** The history of a stored drawing: as if it had been painted one stroke after the other. */
export const opened = (strokes) => ({
  before: strokes.map((_, index) => strokes.slice(0, index)).slice(-MOST_STEPS),
  now: strokes,
  undone: [],
});

/** One step on; what was undone is gone. */
export const advance = ({ before, now }, next) => ({ before: [...before, now].slice(-MOST_STEPS), now: next, undone: [] });

export const undo = (history) => {
  const { before, now, undone } = history;
  return before.length ? { before: before.slice(0, -1), now: before.at(-1), undone: [now, ...undone] } : history;
};

export const redo = (history) => {
  const { before, now, undone } = history;
  return undone.length ? { before: [...before, now], now: undone[0], undone: undone.slice(1) } : history;
};

const isSame = (one, other) => one.length === other.length && one.every((stroke, index) => stroke === other[index]);

/** The same history without some strokes, as if they had never been painted. */
export const without = (history, dropped) => {
  const keep = (strokes) => strokes.filter((stroke) => !dropped.includes(stroke));
  const now = keep(history.now);
  const differsFrom = (next) => (state, index, all) => !isSame(state, next(all, index));
  return {
    before: history.before.map(keep).filter(differsFrom((all, index) => all[index + 1] ?? now)),
    now,
    undone: history.undone.map(keep).filter(differsFrom((all, index) => all[index - 1] ?? now)),
  };
};

/** The last stroke that tells two states apart. */
export const changedBetween = (one, other) =>
  [...one, ...other].findLast((stroke) => !one.includes(stroke) || !other.includes(stroke));
