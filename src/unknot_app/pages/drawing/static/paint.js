// Painting on the body. One finger, pen or mouse paints or rubs out; two fingers move and zoom; a pen takes over from a
// resting palm. Every finished stroke is said back at once and sent; until the computer has it, the page keeps trying.

import { sayGone } from "../frame/frame.js";
import { coveredCells, rub, simplify, strengthStep, touch, unfold } from "./geometry.js";

const SVG = "http://www.w3.org/2000/svg";
const form = document.getElementById("drawing");
const say = document.getElementById("say");
const names = JSON.parse(document.getElementById("names").textContent);
const words = form.dataset;
const SAID_PLACES = 6;
const MOST_STEPS = 200;
// Points closer than this, in mm, tell nothing more of a line.
const LEAST_STEP_MM = 1;
// The server takes no more of one stroke, and of all of them.
const MOST_POINTS = 5000;
const MOST_CHARACTERS = 900_000;
// Nobody paints further from the body than this; a finger that leaves the picture is held here.
const AROUND_MM = 100;
const TRY_AGAIN_MS = 2000;

const views = {};
let strokes = JSON.parse(form.elements.strokes.value);
// What a rubber has left so far, while it rubs; it becomes what is painted when it lifts.
let preview = null;
const undone = [];

// ------------------------------------------------------------------ the tools

const chosen = (name) => form.querySelector(`input[name="${name}"]:checked`).value;
const strength = () => Number(chosen("strength"));
const width = () => Number(chosen("brush"));
const wantsToRub = () => chosen("tool") === "rub" || strength() === 0;
// The neutral figure goes without saying.
const figureField = words.body === "neutral" ? {} : { figure: words.body };
const isOnThisFigure = (one) => (one.figure ?? "neutral") === words.body;
const current = () => form.querySelector(`svg[data-view="${chosen("view")}"]`);

// ------------------------------------------------------------------ drawing what is painted

const element = (name, attributes) => {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
};

const place = (svg, [x, y]) => [Number(svg.dataset.xSign) * x - Number(svg.dataset.left), Number(svg.dataset.top) - y];
const pointsOf = (svg, points) =>
  (points.length > 1 ? points : [points[0], points[0]]).map((point) => place(svg, point).join(",")).join(" ");

const drawStroke = (svg, stroke) => {
  const points = pointsOf(svg, stroke.points);
  const edge = element("polyline", { class: "pain__edge", points });
  edge.style.setProperty("--width", stroke.width_mm);
  const mark = element("polyline", {
    class: `pain pain-${strengthStep(stroke.intensity)}`, points, "stroke-width": stroke.width_mm,
  });
  svg.querySelector(".edges").append(edge);
  svg.querySelector(".marks").append(mark);
  return [edge, mark];
};

const NUMBER_EVERY_MM = 60;
const drawNumbers = (svg, painted) => {
  const written = [];
  svg.querySelector(".numbers").replaceChildren();
  for (const stroke of painted) {
    const [x, y] = place(svg, stroke.points[0]);
    const text = stroke.intensity ? String(stroke.intensity) : "";
    const isSaid = written.some((one) => one.text === text && Math.hypot(one.x - x, one.y - y) < NUMBER_EVERY_MM);
    if (!text || isSaid) continue;
    written.push({ x, y, text });
    const number = element("text", { class: "pain__number", x, y });
    number.textContent = text;
    svg.querySelector(".numbers").append(number);
  }
};

const draw = (svg) => {
  const painted = (preview ?? strokes).filter((one) => one.view === svg.dataset.view && isOnThisFigure(one));
  for (const layer of svg.querySelectorAll(".edges, .marks")) layer.replaceChildren();
  painted.forEach((stroke) => drawStroke(svg, stroke));
  drawNumbers(svg, painted);
};

// ------------------------------------------------------------------ saying it back

const label = (text) => {
  const item = document.createElement("li");
  item.textContent = text;
  return item;
};

// What a stroke covers is worked out once.
const touches = new WeakMap();
const touchOf = (view, stroke) => {
  if (!touches.has(stroke)) touches.set(stroke, touch(view, stroke));
  return touches.get(stroke);
};

const sayBack = () => {
  const covered = coveredCells(views, strokes.filter((stroke) => views[stroke.view] && isOnThisFigure(stroke)), touchOf);
  const list = document.getElementById("said");
  list.replaceChildren(...covered.slice(0, SAID_PLACES).map(({ cell }) => label(names[cell])));
  const more = covered.length - SAID_PLACES;
  if (more > 0) list.append(label(more === 1 ? words.andOne : words.andMore.replace("%s", more)));
  document.getElementById("said-empty").hidden = covered.length > 0;
  form.elements.undo.disabled = !undone.length && !strokes.length;
};

const tell = (text) => { say.textContent = text; };

// ------------------------------------------------------------------ keeping it

let busy = false;
let retry = 0;
let isKept = true;
const setKept = (value) => { isKept = value; form.toggleAttribute("data-is-kept", value); };
let afterwards = null;

const keep = async () => {
  if (busy) return;
  clearTimeout(retry);
  busy = true;
  const sent = JSON.stringify(strokes);
  const body = new FormData(form);
  body.set("strokes", sent);
  body.set("do", "save");
  try {
    const response = await fetch(form.action, { method: "POST", body });
    if (response.status === 503) throw new Error("cannot store");
    sayGone(false);
    busy = false;
    if (response.status === 403) { window.location.reload(); return; }
    if (response.status !== 200 && response.status !== 409) { tell(words.notKept); return; }
    document.getElementById("saved").innerHTML = await response.text();
    // An older page keeps its revision: the person chooses which of the two drawings stays.
    if (response.status === 409) return;
    form.elements.revision.value = response.headers.get("X-Revision");
    setKept(sent === JSON.stringify(strokes));
    if (!isKept) keep();
    else if (afterwards) afterwards();
  } catch {
    busy = false;
    sayGone(true);
    retry = setTimeout(keep, TRY_AGAIN_MS);
  }
};

const change = (next) => {
  if (JSON.stringify(next).length > MOST_CHARACTERS) {
    tell(words.tooMuch);
    return;
  }
  undone.push(strokes);
  if (undone.length > MOST_STEPS) undone.shift();
  take(next);
};

/** Take strokes for what is painted: write them into the form, say them back, send them. */
const take = (next) => {
  strokes = next;
  form.elements.strokes.value = JSON.stringify(strokes);
  setKept(false);
  sayBack();
  keep();
};

/** Take back what was done last; when that is no longer known, the last stroke that is there. */
const undo = () => {
  const before = undone.pop() ?? strokes.slice(0, -1);
  const changed = [...strokes, ...before].findLast((one) => !strokes.includes(one) || !before.includes(one));
  take(before);
  form.querySelectorAll("svg[data-view]").forEach(draw);
  if (changed && changed.view !== chosen("view")) {
    form.querySelector(`input[name="view"][value="${changed.view}"]`).checked = true;
    turnTo(changed.view);
  }
};

/** Leave the page only when all is kept. */
const leaveWhenKept = (event) => {
  if (isKept && !busy) return;
  event.preventDefault();
  const { target, submitter } = event;
  afterwards = () => { afterwards = null; target.requestSubmit(submitter); };
  keep();
};
form.addEventListener("submit", leaveWhenKept);
document.getElementById("look").addEventListener("submit", leaveWhenKept);

// ------------------------------------------------------------------ looking closer

const box = (svg) => svg.getAttribute("viewBox").split(" ").map(Number);
const look = (svg, x, y, w, h) => {
  const [wholeWidth, wholeHeight] = [Number(svg.dataset.width), Number(svg.dataset.height)];
  const [least, most] = [80, Math.max(wholeWidth, wholeHeight)];
  const scale = Math.min(most / Math.max(w, h), Math.max(least / Math.max(w, h), 1));
  const [width_, height] = [w * scale, h * scale];
  const within = (value, size, whole) => Math.min(Math.max(value, Math.min(0, whole - size)), Math.max(0, whole - size));
  svg.setAttribute("viewBox", [within(x, width_, wholeWidth), within(y, height, wholeHeight), width_, height].join(" "));
  measure(svg);
};

/** Edges keep their width on the screen, however close one looks: `--px` is a pixel in mm. */
const measure = (svg) => {
  const matrix = svg.getScreenCTM();
  if (matrix && matrix.a) svg.style.setProperty("--px", 1 / matrix.a);
};

const zoom = (svg, factor, [cx, cy]) => {
  const [x, y, w, h] = box(svg);
  look(svg, cx - (cx - x) * factor, cy - (cy - y) * factor, w * factor, h * factor);
  offerTheOther(svg);
};

const middle = (svg) => {
  const [x, y, w, h] = box(svg);
  return [x + w / 2, y + h / 2];
};

const lookAt = (which) => {
  const svg = current();
  look(svg, ...svg.dataset[which].split(" ").map(Number));
  offerTheOther(svg);
};

/** Of "Whole body" and "Low back", show the one that looks at something else. */
const offerTheOther = (svg) => {
  const isClose = box(svg)[3] < Number(svg.dataset.height) * 0.8;
  form.querySelector("[data-does=whole]").hidden = !isClose;
  form.querySelector("[data-does=lowBack]").hidden = isClose;
};

// ------------------------------------------------------------------ fingers, pen and mouse

const fingers = new Map();
let stroke = null;
let lines = [];

const onPicture = (svg, { clientX, clientY }) => {
  const at = new DOMPoint(clientX, clientY).matrixTransform(svg.getScreenCTM().inverse());
  return [at.x, at.y];
};
const onFigure = (svg, event) => {
  const within = (value, size) => Math.min(Math.max(value, -AROUND_MM), Number(size) + AROUND_MM);
  const at = onPicture(svg, event);
  const [x, y] = [within(at[0], svg.dataset.width), within(at[1], svg.dataset.height)];
  return [Number(svg.dataset.xSign) * (x + Number(svg.dataset.left)), Number(svg.dataset.top) - y];
};

const begin = (svg, event) => {
  stroke = { view: svg.dataset.view, ...figureField, width_mm: width(), intensity: strength(), points: [onFigure(svg, event)] };
  // Decided once: a strength that is chosen meanwhile is for the next stroke.
  isRubbing = wantsToRub();
  rubbedTo = 0;
  if (isRubbing) step(svg);
  else lines = drawStroke(svg, stroke);
};

let frame = 0;
let isRubbing = false;
let rubbedTo = 0;
const step = (svg) => {
  cancelAnimationFrame(frame);
  frame = requestAnimationFrame(() => {
    if (!stroke) return;
    if (isRubbing) {
      rubOn();
      draw(svg);
    } else {
      const points = pointsOf(svg, stroke.points);
      lines.forEach((line) => line.setAttribute("points", points));
    }
  });
};

/** Rub with what was added since, so that a long rub costs no more than a short one. */
const rubOn = () => {
  preview = rub(preview ?? strokes, stroke.view, stroke.points.slice(rubbedTo), stroke.width_mm);
  rubbedTo = stroke.points.length - 1;
};

const add = (svg, event) => {
  for (const one of event.getCoalescedEvents?.() ?? [event]) {
    const point = onFigure(svg, one);
    const last = stroke.points.at(-1);
    const isFar = Math.hypot(point[0] - last[0], point[1] - last[1]) >= LEAST_STEP_MM;
    if (isFar && stroke.points.length < MOST_POINTS) stroke.points.push(point);
  }
  step(svg);
};

const finish = (svg) => {
  cancelAnimationFrame(frame);
  if (isRubbing) finishRubbing(svg);
  else finishStroke(svg);
  stroke = null;
  lines = [];
};

const finishRubbing = (svg) => {
  rubOn();
  // What is left of a stroke may lie wholly beside the body, where nothing is painted.
  const rubbed = preview.filter((one) => strokes.includes(one) || touchOf(views[one.view], one).most);
  preview = null;
  tell("");
  if (rubbed.length !== strokes.length || rubbed.some((one, index) => one !== strokes[index])) change(rubbed);
  draw(svg);
};

const finishStroke = (svg) => {
  const done = { ...stroke, points: simplify(stroke.points) };
  if (touchOf(views[done.view], done).most) {
    lines.forEach((line) => line.setAttribute("points", pointsOf(svg, done.points)));
    tell("");
    change([...strokes, done]);
    if (strokes.includes(done)) drawNumbers(svg, strokes.filter((one) => one.view === done.view));
    else draw(svg);
  } else {
    draw(svg);
    tell(words.beside);
  }
};

const giveUp = (svg) => {
  cancelAnimationFrame(frame);
  stroke = null;
  preview = null;
  lines = [];
  draw(svg);
};

const apart = ([one, other]) => Math.hypot(one.clientX - other.clientX, one.clientY - other.clientY);
const between = ([one, other]) => ({ clientX: (one.clientX + other.clientX) / 2, clientY: (one.clientY + other.clientY) / 2 });

const moveBoth = (svg, event) => {
  const from = [...fingers.values()];
  fingers.set(event.pointerId, event);
  const to = [...fingers.values()];
  const start = onPicture(svg, between(from));
  zoom(svg, Math.max(0.5, Math.min(2, apart(from) / Math.max(1, apart(to)))), start);
  const [x, y, w, h] = box(svg);
  const end = onPicture(svg, between(to));
  look(svg, x + start[0] - end[0], y + start[1] - end[1], w, h);
};

const press = (event) => {
  const svg = event.currentTarget;
  if (event.button !== 0 || !views[svg.dataset.view]) return;
  const isPen = event.pointerType === "pen";
  if ([...fingers.values()].some((one) => one.pointerType === "pen")) return;
  if (isPen && fingers.size) { giveUp(svg); fingers.clear(); }
  event.preventDefault();
  svg.setPointerCapture(event.pointerId);
  fingers.set(event.pointerId, event);
  if (fingers.size === 1) begin(svg, event);
  else if (stroke) giveUp(svg);
};

const move = (event) => {
  if (!fingers.has(event.pointerId)) return;
  if (stroke) add(event.currentTarget, event);
  else if (fingers.size === 2) moveBoth(event.currentTarget, event);
};

const release = (event) => {
  if (!fingers.delete(event.pointerId) || !stroke) return;
  if (event.type === "pointercancel") giveUp(event.currentTarget);
  else finish(event.currentTarget);
};

for (const svg of form.querySelectorAll("svg[data-view]")) {
  svg.addEventListener("pointerdown", press);
  svg.addEventListener("pointermove", move);
  svg.addEventListener("pointerup", release);
  svg.addEventListener("pointercancel", release);
  // A quick stroke is no fling: the browser would take the next tap, wherever it falls, for the end of it.
  svg.addEventListener("touchstart", (event) => event.preventDefault(), { passive: false });
  svg.addEventListener("wheel", (event) => {
    if (!event.ctrlKey) return;
    event.preventDefault();
    zoom(svg, event.deltaY > 0 ? 1.15 : 1 / 1.15, onPicture(svg, event));
  }, { passive: false });
}

// ------------------------------------------------------------------ buttons

const load = async (name) => {
  if (views[name]) return;
  const svg = form.querySelector(`svg[data-view="${name}"]`);
  try {
    views[name] = unfold(await (await fetch(svg.dataset.labels)).json());
  } catch {
    sayGone(true);
    setTimeout(() => load(name), TRY_AGAIN_MS);
    return;
  }
  sayGone(false);
  sayBack();
  form.dataset.isReady = "";
};

const turnTo = (name) => {
  if (stroke) giveUp(form.querySelector(`svg[data-view="${stroke.view}"]`));
  tell("");
  for (const figure of form.querySelectorAll("[data-figure]")) figure.hidden = figure.dataset.figure !== name;
  measure(current());
  offerTheOther(current());
  load(name);
};

form.addEventListener("change", ({ target }) => {
  if (target.name === "view") turnTo(target.value);
});

const buttons = {
  undo,
  closer: () => zoom(current(), 1 / 1.4, middle(current())),
  wider: () => zoom(current(), 1.4, middle(current())),
  whole: () => lookAt("whole"),
  lowBack: () => lookAt("lowBack"),
};
form.addEventListener("click", ({ target }) => buttons[target.closest("button")?.dataset.does]?.());

window.addEventListener("resize", () => measure(current()));
for (const part of document.querySelectorAll("[data-with-script]")) part.hidden = false;
for (const part of document.querySelectorAll("[data-without-script]")) part.hidden = true;
form.querySelectorAll("svg[data-view]").forEach(draw);
turnTo(chosen("view"));
for (const name of new Set(strokes.map((one) => one.view))) load(name);
