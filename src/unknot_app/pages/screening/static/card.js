// A card saves each answer when it is given. A single choice by touch or mouse moves on by itself; with a keyboard or
// a screen reader it waits for Continue. Without this script the buttons do the same.
//
// One request is under way at a time. What is done meanwhile waits in `waiting`: the answer that comes back then changes
// no more than the revision, so that nothing on the page is lost, and the card is sent once more as it stands.

import { sayGone } from "../frame/frame.js";

const card = document.getElementById("card");
let byPointer = false;
let busy = false;
let waiting = null;
let last = null;

const form = () => card.querySelector("form#answers");
const move = (name) => { form().querySelector('input[name="do"]').value = name; };
const keep = () => { last = keep; form().dispatchEvent(new Event("keep")); };
const press = (button) => { last = () => press(button); form().requestSubmit(button); };

document.addEventListener("pointerdown", () => { byPointer = true; }, { capture: true });
document.addEventListener("keydown", () => { byPointer = false; }, { capture: true });

card.addEventListener("change", (event) => {
  const movesOn = byPointer && event.target.type === "radio" && "movesOn" in form().dataset;
  move(movesOn ? "choose" : "save");
  if (busy) waiting = waiting ?? keep;
  else keep();
});

card.addEventListener("submit", (event) => {
  const button = event.submitter;
  if (!busy) { last = () => press(button); return; }
  event.preventDefault();
  event.stopPropagation();
  waiting = () => press(button);
}, { capture: true });

document.addEventListener("htmx:beforeRequest", () => { busy = true; });

document.addEventListener("htmx:beforeSwap", (event) => {
  const { xhr } = event.detail;
  busy = false;
  if (xhr.status !== 503) sayGone(false);
  if (waiting && xhr.status === 200) {
    event.detail.shouldSwap = false;
    form().querySelector('input[name="revision"]').value = xhr.getResponseHeader("X-Revision");
    const next = waiting;
    waiting = null;
    // After htmx has finished with this request.
    setTimeout(next);
    return;
  }
  waiting = null;
  // Refusals are pages too: an older page, a value that no question takes, a question that stands open.
  if (xhr.status === 409 || xhr.status === 422) {
    event.detail.shouldSwap = true;
    event.detail.isError = false;
  } else if (xhr.status === 503) {
    sayGone(true);
    tryAgain();
  } else if (xhr.status >= 400) {
    event.detail.shouldSwap = false;
    window.location.reload();
  }
});

// The computer does not answer, or cannot store: the form stands as it is, and what was last done with it is done
// again until it can.
const tryAgain = () => setTimeout(() => { if (form() && !busy) (last ?? keep)(); }, 2000);

for (const fault of ["htmx:sendError", "htmx:timeout"]) {
  document.addEventListener(fault, () => {
    busy = false;
    sayGone(true);
    tryAgain();
  });
}

// A new card takes no tap for a moment: the second half of a double tap belongs to the card before it, and would answer
// a list that nobody has read.
const READING_MS = 500;
card.addEventListener("click", (event) => {
  if ("new" in card.dataset && event.detail > 0) {
    event.preventDefault();
    event.stopPropagation();
  }
}, { capture: true });

const isAnother = () => form() && card.dataset.shown !== form().dataset.card;

// From the moment that it stands there: settling comes later, and a tap may fall in between.
document.addEventListener("htmx:afterSwap", () => { if (isAnother()) card.dataset.new = ""; });

const showNew = () => {
  window.scrollTo(0, 0);
  document.getElementById("heading")?.focus({ preventScroll: true });
  setTimeout(() => { delete card.dataset.new; }, READING_MS);
};

document.addEventListener("htmx:afterSettle", () => {
  if (!form()) return;
  const faults = document.getElementById("faults");
  if (isAnother()) showNew();
  if (faults) faults.focus();
  card.dataset.shown = form().dataset.card;
});
card.dataset.shown = form()?.dataset.card ?? "";
