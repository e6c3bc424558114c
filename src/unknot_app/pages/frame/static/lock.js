// Locks the pages of a person with a PIN when nobody touches them, and keeps them open while somebody does.
// The computer locks them by itself as well; this only hides what stands on the screen.

const IDLE_MS = 120_000; // as IDLE in frame/lock.py
const LOOK_MS = 15_000;
const SIGNS = ["pointerdown", "pointermove", "keydown", "input", "scroll"];

const lock = document.getElementById("lock");
let touched = Date.now();
let told = touched;

for (const sign of SIGNS) {
  addEventListener(sign, () => { touched = Date.now(); }, { capture: true, passive: true });
}

const look = () => {
  // A session is followed with the hands elsewhere; its page keeps itself.
  if (document.querySelector(".player")) return;
  if (Date.now() - touched >= IDLE_MS) lock.requestSubmit();
  else if (touched > told) {
    told = Date.now();
    // Where the program does not answer, pages lock on its side; nothing is to be said here.
    fetch(lock.dataset.awake).catch(() => {});
  }
};

setInterval(look, LOOK_MS);
// A sleeping device counts no time: what happened meanwhile is seen when it wakes.
document.addEventListener("visibilitychange", () => { if (!document.hidden) look(); });
