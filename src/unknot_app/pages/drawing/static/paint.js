// Painting on the body. One finger, pen or mouse paints or rubs out; two fingers move and zoom; a pen takes over from a
// resting palm. Every finished stroke is said back at once and sent; until the computer has it, the page keeps trying.

import { sayGone } from "../frame/frame.js";
import { rub, simplify } from "./geometry.js";
import { advance, changedBetween, opened, redo, undo, without } from "./history.js";
import { keeper } from "./keeping.js";
import { isClose, lookAt, measure, middle, move, onFigure, onPicture, takeBearings, zoom } from "./looking.js";
import { draw, fadeAway, growingLine, label } from "./marks.js";

const form = document.getElementById("drawing");
const say = document.getElementById("say");
const names = JSON.parse(document.getElementById("names").textContent);
const words = form.dataset;
const SAID_PLACES = 6;
// Points closer than this, in mm, tell nothing more of a line.
const LEAST_STEP_MM = 1;
// The server takes no more of one stroke, and of all of them.
const MOST_POINTS = 5000;
const MOST_CHARACTERS = 900_000;
const TRY_AGAIN_MS = 2000;

let history = opened(JSON.parse(form.elements.strokes.value));
// What a rubber has left so far, while it rubs; it becomes what is painted when it lifts.
let preview = null;
let justPainted = null;

const tell = (text) => { say.textContent = text; };
const { hold, keep, leaveWhenKept } = keeper(form, () => tell(words.notKept));

// ------------------------------------------------------------------ the tools

const chosen = (name) => form.querySelector(`input[name="${name}"]:checked`).value;
const choose = (name, value) => { form.querySelector(`input[name="${name}"][value="${value}"]`).checked = true; };
const strength = () => Number(chosen("strength"));
const width = () => Number(chosen("brush"));
const qualities = () => [...form.querySelectorAll("input[name=quality]:checked")].map(({ value }) => value);
const wantsToRub = () => chosen("tool") === "rub" || strength() === 0;
// The neutral figure, and a pain that nobody gave a quality, go without saying.
const figureField = words.body === "neutral" ? {} : { figure: words.body };
const qualityField = () => (qualities().length ? { quality: qualities() } : {});
const isOnThisFigure = (one) => (one.figure ?? "neutral") === words.body;
const pictures = [...form.querySelectorAll("svg[data-view]")];
const pictureOf = (view) => form.querySelector(`svg[data-view="${view}"]`);
const current = () => pictureOf(chosen("view"));
const letters = Object.fromEntries(
  [...form.querySelectorAll("input[name=quality]")].map(({ value, dataset }) => [value, dataset.letter]),
);

/** What is set is written on the tabs of the tools, for where only one of them is open. */
const showTools = () => {
  form.querySelector("[data-shows=strength]").textContent = strength();
  form.querySelector("[data-shows=feeling]").textContent = qualities().map((one) => letters[one]).join("");
  form.querySelector("[data-shows=brush]").className = `brush brush--${chosen("tool") === "rub" ? "rub" : width()}`;
};

// ------------------------------------------------------------------ what is painted

const paintedOn = (svg) =>
  (preview ?? history.now).filter((one) => one.view === svg.dataset.view && isOnThisFigure(one));

const show = (svg) => {
  const painted = paintedOn(svg);
  draw(svg, painted);
  label(svg, painted, letters);
};

// A stroke is written down once.
const texts = new WeakMap();
const textOf = (stroke) => {
  if (!texts.has(stroke)) texts.set(stroke, JSON.stringify(stroke));
  return texts.get(stroke);
};
const textOfAll = (strokes) => `[${strokes.map(textOf).join(",")}]`;

const item = (text) => {
  const made = document.createElement("li");
  made.textContent = text;
  return made;
};

const sayBack = (covered) => {
  const more = covered.length - SAID_PLACES;
  const rest = more > 0 ? [item(more === 1 ? words.andOne : words.andMore.replace("%s", more))] : [];
  const places = covered.slice(0, SAID_PLACES).map(({ cell }) => item(names[cell]));
  document.getElementById("said").replaceChildren(...places, ...rest);
  document.getElementById("said-empty").hidden = covered.length > 0;
};

const offerSteps = () => {
  form.elements.undo.disabled = !history.before.length;
  form.elements.redo.disabled = !history.undone.length;
  form.elements.clear.disabled = !history.now.length;
};

// ------------------------------------------------------------------ what it covers

const worker = new Worker(new URL("./cover.js", import.meta.url), { type: "module" });
const maps = Object.fromEntries(pictures.map(({ dataset }) => [dataset.view, new URL(dataset.labels, document.baseURI).href]));
let asked = { number: 0, strokes: [], isChange: false };
let askAgain = 0;

/** Ask what is covered; what changed is kept once it is known to lie on the body. */
const ask = (isChange) => {
  clearTimeout(askAgain);
  const strokes = history.now.filter(isOnThisFigure);
  asked = { number: asked.number + 1, strokes, isChange: isChange || asked.isChange };
  if (asked.isChange) hold(textOfAll(history.now));
  worker.postMessage({ number: asked.number, strokes: strokes.map(textOf), views: [chosen("view")], maps });
};

/** What lies wholly beside the body is not kept: a stroke that missed it, and what a rubber left there. */
const drop = (beside) => {
  history = without(history, beside);
  if (beside.includes(justPainted)) tell(words.beside);
  for (const svg of pictures) {
    const fading = beside.filter(({ view }) => view === svg.dataset.view);
    if (fading.length) fadeAway(svg, fading, () => show(svg));
  }
};

worker.addEventListener("message", ({ data }) => {
  if (data.number !== asked.number) return;
  sayGone(Boolean(data.isGone));
  if (data.isGone) {
    askAgain = setTimeout(ask, TRY_AGAIN_MS, false);
    return;
  }
  const { isChange, strokes } = asked;
  asked.isChange = false;
  if (data.isMissing) {
    tell(words.noMap);
  } else {
    drop(data.beside.map((index) => strokes[index]));
    sayBack(data.covered);
  }
  offerSteps();
  if (isChange) {
    form.querySelector("[data-while-empty]").hidden = history.now.length > 0;
    keep(textOfAll(history.now));
  }
  form.dataset.isReady = "";
});

/** Take a history for what is painted: show it, say it back, send it. */
const take = (next) => {
  history = next;
  ask(true);
};

const change = (strokes) => {
  if (textOfAll(strokes).length > MOST_CHARACTERS) tell(words.tooMuch);
  else take(advance(history, strokes));
};

/** One step back or forth; the page turns to where something changed, and says what was done. */
const step = (next, done) => {
  if (next === history) return;
  const changed = changedBetween(history.now, next.now);
  if (stroke) giveUp(pictureOf(stroke.view));
  take(next);
  pictures.forEach(show);
  if (changed && changed.view !== chosen("view") && isOnThisFigure(changed)) {
    choose("view", changed.view);
    turnTo(changed.view);
  }
  tell(done.replace("%s", history.now.length));
};

// ------------------------------------------------------------------ painting and rubbing

const fingers = new Map();
let stroke = null;
let line = null;
let frame = 0;
let isRubbing = false;
let done = 0;

const begin = (svg, event) => {
  takeBearings();
  const tool = { width_mm: width(), intensity: strength(), ...qualityField() };
  stroke = { view: svg.dataset.view, ...figureField, ...tool, points: [onFigure(svg, event)] };
  // Decided once: a strength that is chosen meanwhile is for the next stroke.
  isRubbing = wantsToRub();
  done = isRubbing ? 0 : 1;
  line = isRubbing ? null : growingLine(svg, stroke);
  if (isRubbing) nextFrame(svg);
};

const nextFrame = (svg) => {
  frame ||= requestAnimationFrame(() => {
    frame = 0;
    if (!stroke) return;
    if (isRubbing) {
      rubOn();
      draw(svg, paintedOn(svg));
    } else {
      line.grow(stroke.points.slice(done));
      done = stroke.points.length;
    }
  });
};

/** Rub with what was added since, so that a long rub costs no more than a short one. */
const rubOn = () => {
  preview = rub(preview ?? history.now, stroke.view, stroke.points.slice(done), stroke.width_mm);
  done = stroke.points.length - 1;
};

const add = (svg, event) => {
  const events = event.getCoalescedEvents?.() ?? [];
  for (const one of events.length ? events : [event]) {
    const point = onFigure(svg, one);
    const last = stroke.points.at(-1);
    const isFar = Math.hypot(point[0] - last[0], point[1] - last[1]) >= LEAST_STEP_MM;
    if (isFar && stroke.points.length < MOST_POINTS) stroke.points.push(point);
  }
  nextFrame(svg);
};

const stop = () => {
  cancelAnimationFrame(frame);
  frame = 0;
  line?.end();
  [stroke, line, preview] = [null, null, null];
};

const finish = (svg) => {
  if (isRubbing) rubOn();
  justPainted = isRubbing ? null : { ...stroke, points: simplify(stroke.points) };
  const after = isRubbing ? preview : [...history.now, justPainted];
  const isChanged = after.length !== history.now.length || after.some((one, index) => one !== history.now[index]);
  stop();
  tell("");
  if (isChanged) change(after);
  show(svg);
};

const giveUp = (svg) => {
  stop();
  show(svg);
};

// ------------------------------------------------------------------ fingers, pen and mouse

const apart = ([one, other]) => Math.hypot(one.clientX - other.clientX, one.clientY - other.clientY);
const between = ([one, other]) => ({ clientX: (one.clientX + other.clientX) / 2, clientY: (one.clientY + other.clientY) / 2 });

const moveBoth = (svg, event) => {
  const from = [...fingers.values()];
  fingers.set(event.pointerId, event);
  const to = [...fingers.values()];
  const start = onPicture(svg, between(from));
  zoom(svg, Math.max(0.5, Math.min(2, apart(from) / Math.max(1, apart(to)))), start);
  move(svg, start, onPicture(svg, between(to)));
  offerTheOther(svg);
};

const press = (event) => {
  const svg = event.currentTarget;
  if (event.button !== 0) return;
  const isPen = event.pointerType === "pen";
  if ([...fingers.values()].some((one) => one.pointerType === "pen")) return;
  if (isPen && fingers.size) { giveUp(svg); fingers.clear(); }
  event.preventDefault();
  svg.setPointerCapture(event.pointerId);
  fingers.set(event.pointerId, event);
  if (fingers.size === 1) begin(svg, event);
  else if (stroke) giveUp(svg);
};

const go = (event) => {
  if (!fingers.has(event.pointerId)) return;
  if (stroke) add(event.currentTarget, event);
  else if (fingers.size === 2) moveBoth(event.currentTarget, event);
};

const release = (event) => {
  if (!fingers.delete(event.pointerId) || !stroke) return;
  if (event.type === "pointercancel") giveUp(event.currentTarget);
  else finish(event.currentTarget);
};

for (const svg of pictures) {
  svg.addEventListener("pointerdown", press);
  svg.addEventListener("pointermove", go);
  svg.addEventListener("pointerup", release);
  svg.addEventListener("pointercancel", release);
  // A quick stroke is no fling: the browser would take the next tap, wherever it falls, for the end of it.
  svg.addEventListener("touchstart", (event) => event.preventDefault(), { passive: false });
  svg.addEventListener("wheel", (event) => {
    if (!event.ctrlKey) return;
    event.preventDefault();
    zoom(svg, event.deltaY > 0 ? 1.15 : 1 / 1.15, onPicture(svg, event));
    offerTheOther(svg);
  }, { passive: false });
}

// ------------------------------------------------------------------ buttons and keys

/** Of "Whole body" and "Low back", show the one that looks at something else. */
const offerTheOther = (svg) => {
  form.querySelector("[data-does=whole]").hidden = !isClose(svg);
  form.querySelector("[data-does=lowBack]").hidden = isClose(svg);
};

const seen = (how) => () => {
  how(current());
  offerTheOther(current());
};

const turnTo = (name) => {
  if (stroke) giveUp(pictureOf(stroke.view));
  tell("");
  for (const figure of form.querySelectorAll("[data-figure]")) figure.hidden = figure.dataset.figure !== name;
  const svg = current();
  // What only another view shows is loaded when somebody turns to it.
  for (const image of svg.querySelectorAll("image[data-href]")) {
    image.setAttribute("href", image.dataset.href);
    delete image.dataset.href;
  }
  measure(svg);
  offerTheOther(svg);
};

form.addEventListener("change", ({ target }) => {
  if (target.name === "view") {
    turnTo(target.value);
    ask(false);
  }
  // Who chooses how it hurts wants to paint it.
  if (target.name === "strength" || target.name === "quality") choose("tool", "paint");
  if (target.name === "quality") target.parentElement.scrollIntoView({ block: "nearest", inline: "center" });
  // Sent with the strokes, which are about to be sent anyway while they are being looked at.
  if (target.name === "inset" && !asked.isChange) keep(textOfAll(history.now));
  showTools();
});

const undoLast = () => step(undo(history), words.undone);
const redoLast = () => step(redo(history), words.redone);
const buttons = {
  undo: undoLast,
  redo: redoLast,
  clear: () => step(history.now.length ? advance(history, []) : history, words.cleared),
  closer: seen((svg) => zoom(svg, 1 / 1.4, middle(svg))),
  wider: seen((svg) => zoom(svg, 1.4, middle(svg))),
  whole: seen((svg) => lookAt(svg, "whole")),
  lowBack: seen((svg) => lookAt(svg, "lowBack")),
};
form.addEventListener("click", ({ target }) => buttons[target.closest("button")?.dataset.does]?.());

document.addEventListener("keydown", (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
  const key = event.key.toLowerCase();
  const does = { z: event.shiftKey ? redoLast : undoLast, y: redoLast }[key];
  if (!does) return;
  event.preventDefault();
  does();
});

form.addEventListener("submit", leaveWhenKept);
document.getElementById("look").addEventListener("submit", leaveWhenKept);
window.addEventListener("resize", () => measure(current()));
for (const part of document.querySelectorAll("[data-with-script]")) part.hidden = false;
for (const part of document.querySelectorAll("[data-without-script]")) part.hidden = true;
pictures.forEach(show);
turnTo(chosen("view"));
showTools();
ask(false);
