// Puts what the phone's motion sensor measures into the fields of a page. Without a sensor, or where it may not be
// used, that is said, and the numbers are typed.

import { begun, bent, fed, isStill, opened, resultOf } from "./inclinometer.js";

// A browser without a sensor sends nothing, or one event without numbers.
const NO_SENSOR_MS = 2000;

const say = (part, name) => { part.querySelector("[role=status]").textContent = part.dataset[name]; };
const round = (angle) => (Math.round(angle * 10) / 10).toFixed(1);

const allowed = async () => {
  if (typeof window.DeviceOrientationEvent === "undefined" || !window.isSecureContext) return "missing";
  if (typeof DeviceOrientationEvent.requestPermission !== "function") return "granted";
  try {
    return (await DeviceOrientationEvent.requestPermission()) === "granted" ? "granted" : "refused";
  } catch {
    return "refused";
  }
};

const begin = async (part) => {
  const permission = await allowed();
  if (permission !== "granted") { say(part, permission); return; }
  let state = opened(part.dataset.plane);
  let hasSpoken = false;
  const field = document.getElementById(part.dataset.field);
  const seen = document.getElementById(`seen-${part.dataset.field}`);
  const shown = part.querySelector("[data-shown]");

  const show = () => {
    part.querySelector("[data-angle]").textContent = state.start === null ? "–" : `${round(state.now)}°`;
    part.querySelector("[data-trials]").textContent = state.trials.map((trial) => `${round(trial)}°`).join("  ");
    const range = state.start === null ? "" : `${round(state.min)}° … ${round(state.max)}°`;
    part.querySelector("[data-range]").textContent = range;
  };
  const listen = (event) => {
    if (!Number.isFinite(event.beta)) return;
    if (!hasSpoken) { hasSpoken = true; shown.hidden = false; say(part, "ready"); }
    state = fed(state, { at: event.timeStamp, beta: event.beta, gamma: event.gamma });
    show();
  };
  window.addEventListener("deviceorientation", listen);
  say(part, "wait");
  setTimeout(() => {
    if (hasSpoken) return;
    window.removeEventListener("deviceorientation", listen);
    say(part, "missing");
  }, NO_SENSOR_MS);

  part.querySelector("[data-start]").addEventListener("click", () => {
    if (!isStill(state)) { say(part, "hold"); return; }
    state = begun(state);
    say(part, "bend");
    show();
  });
  part.querySelector("[data-bent]").addEventListener("click", () => {
    const before = state.trials.length;
    state = bent(state);
    show();
    if (state.trials.length === before) { say(part, state.start === null ? "first" : "small"); return; }
    const result = resultOf(state);
    if (result === null) { say(part, "again"); return; }
    field.value = round(Math.abs(result));
    seen.value = JSON.stringify({
      start: Number(round(state.start)), min: Number(round(state.min)), max: Number(round(state.max)),
      trials: state.trials.map((trial) => Number(round(trial))),
    });
    say(part, "done");
  });
};

for (const part of document.querySelectorAll("[data-inclinometer]")) {
  part.hidden = false;
  part.querySelector("[data-use]").addEventListener("click", (event) => { event.target.hidden = true; begin(part); });
}
