// The page of a session: shows the state of player.js, sounds, and hands on what is pressed.

import { keeper, recall } from "./keeping.js";
import {
  act, beepBetween, breathOf, ceiling, isAdapted, isAskedHowStrong, isAsking, isTouching, opened, recordOf, settle, stepOf,
} from "./player.js";
import { beep, hush, localVoice, speak, wake } from "./sounds.js";

const TICK_MS = 250;
const LONG_S = 100;
const [SMALLEST, LARGEST, STILL_RADIUS] = [22, 48, 34];

const read = (id) => JSON.parse(document.getElementById(id).textContent);
const [script, words] = [read("script"), read("words")];
const page = document.getElementById("player");
const part = Object.fromEntries([...page.querySelectorAll("[data-part]")].map((one) => [one.dataset.part, one]));
const [pictures, hows] = ["[data-picture]", "[data-how]"].map((what) => [...page.querySelectorAll(what)]);
const [beeps, voice, volume] = ["beeps", "voice", "volume"].map((id) => document.getElementById(id));
const byHand = document.getElementById("by-hand");
const isCalm = matchMedia("(prefers-reduced-motion: reduce)");

const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
const loudness = () => Number(volume.value) / 100;
const secondsLeft = (state) => Math.ceil(state.leftMs / 1000);
const clock = (seconds) => (seconds < LONG_S ? `${seconds}` : `${Math.floor(seconds / 60)}:${`${seconds % 60}`.padStart(2, "0")}`);
const cueOf = (state) => script.cues[state.cue];

let state = opened(script, recall(script));
const kept = keeper(script, page.dataset.save, byHand.elements.csrfmiddlewaretoken.value, {
  onOlder: () => { part.message.textContent = words.older; window.location.reload(); },
  onEnded: () => { window.location.assign(page.dataset.after); },
});

// ------------------------------------------------------------------ what is shown
const put = (name, text) => { if (part[name].textContent !== text) part[name].textContent = text; };
const show = (name, isShown) => { part[name].toggleAttribute("hidden", !isShown); };

const titleOf = (now) => {
  if (now.phase === "over") return words.over;
  if (now.phase === "ready") return words.ready;
  if (now.phase === "stopped") return words.stop;
  if (now.phase === "paused") return words.paused;
  return cueOf(now).title;
};

const messageOf = (now) => {
  if (now.phase === "paused" && now.why === "reopened") {
    return fill(words.where, { step: cueOf(now).step + 1, seconds: secondsLeft(now) });
  }
  return now.phase === "stopped" || !now.message ? "" : words[now.message];
};

// What was just said stands in the place of what is usual.
const lineOf = (now) => (["running", "ready"].includes(now.phase) && !messageOf(now) ? cueOf(now).line : "");

const isAside = (now) => now.phase === "stopped" || isAsking(script, now);
const levelOf = (now) => (now.level && !isAside(now) && ["hold", "rest", "get_ready"].includes(cueOf(now).kind)
  ? fill(words.level, { level: now.level, most: ceiling(script, now) })
  : "");

/** The next thing that is done: a pause between is not what somebody wants to know. */
const nextOf = (now) => {
  const next = script.cues.slice(now.cue + 1).find(({ seconds, kind }) => seconds && kind !== "rest");
  if (!next) return words.last;
  if (next.step !== cueOf(now).step) return fill(words.next, { name: script.steps[next.step].name });
  const which = next.kind === "hold" && next.reps > 1 ? `, ${fill(words.hold, next)}` : "";
  return fill(words.next, { name: `${next.title}${which}` });
};

/** A ring that grows while one breathes in; where motion is not wanted, the words alone lead. */
const drawBreath = (now) => {
  const breath = breathOf(script, now);
  show("breath", breath !== null);
  put("way", breath ? words[`breathe_${breath.way}`] : "");
  if (breath) part.breath.setAttribute("r", isCalm.matches ? STILL_RADIUS : SMALLEST + breath.full * (LARGEST - SMALLEST));
};

const drawClock = (now) => {
  const seconds = secondsLeft(now);
  put("seconds", clock(seconds));
  part.seconds.toggleAttribute("data-long", seconds >= LONG_S);
  const share = now.fullMs ? (isCalm.matches ? seconds * 1000 : now.leftMs) / now.fullMs : 0;
  drawBreath(now);
  part.ring.setAttribute("stroke-dashoffset", 1 - Math.min(1, share));
};

const draw = (now) => {
  const { step, kind, rep, reps } = cueOf(now);
  const { cautions, name } = script.steps[step];
  page.dataset.phase = now.phase;
  put("step", fill(words.step, { step: step + 1, steps: script.steps.length, name }));
  put("title", titleOf(now));
  put("hold", now.phase === "running" && kind === "hold" && reps > 1 ? fill(words.hold, { rep, reps }) : "");
  put("line", lineOf(now));
  put("level", levelOf(now));
  put("care", cautions.join(" "));
  show("care", cautions.length > 0 && !isAside(now));
  show("what", !isAside(now));
  put("message", messageOf(now));
  put("next", now.phase === "stopped" ? "" : nextOf(now));
  put("go_on", now.phase === "ready" ? words.start : words.go_on);
  const isRunning = now.phase === "running";
  show("gate", ["ready", "paused"].includes(now.phase));
  show("ways", isRunning && !isAsking(script, now));
  const isWhyAsked = isRunning && now.leftOut !== null;
  const isTouched = isRunning && !isWhyAsked && isTouching(script, now);
  const isSoreAsked = isTouched || (isRunning && isAsking(script, now));
  show("why", isWhyAsked);
  show("sore", isSoreAsked);
  show("ask", isSoreAsked);
  const after = isAskedHowStrong(script, now) ? words.pain_during : words.sore_after;
  put("ask", isTouched ? words.sore_before : after);
  show("unsaid", !isTouched);
  // All that is asked has room on a phone.
  show("level", !isTouched);
  show("next", !isTouched);
  show("stopped", now.phase === "stopped");
  show("felt", isRunning);
  part.felt.toggleAttribute("data-adapted", isAdapted(script, now) && !isSoreAsked && !isWhyAsked);
  pictures.forEach((picture, number) => { picture.hidden = number !== step; });
  hows.forEach((how, number) => { how.hidden = number !== step; });
  drawClock(now);
};

// ------------------------------------------------------------------ what is heard
const cueAloud = ({ title, line }) => `${title}${/[.?!]$/.test(title) ? "" : "."} ${line}`;

const wordsFor = (before, now) => {
  if (now.phase === "running" && now.phase !== before.phase) return cueAloud(cueOf(now));
  if (now.said !== before.said || now.phase !== before.phase) {
    return [titleOf(now), messageOf(now)].filter((text, place) => place || now.phase !== before.phase).join(" ");
  }
  if (now.cue === before.cue) return "";
  const name = now.step === before.step ? "" : `${stepOf(script, now).name}. `;
  return `${name}${cueAloud(cueOf(now))}`;
};

const tell = (before, now) => {
  const tone = beepBetween(script, before, now);
  if (tone && beeps.checked) beep(tone, loudness());
  const text = wordsFor(before, now).trim();
  if (!text) return;
  part.say.textContent = text;
  if (voice.checked) speak(text, loudness());
};

// ------------------------------------------------------------------ what goes on
let wakeLock = null;
const stayAwake = async () => {
  if (state.phase !== "running" || document.hidden) return;
  // Refused when the battery is low; then the screen may go dark, and the sounds lead on.
  try { wakeLock = await navigator.wakeLock?.request("screen"); } catch { wakeLock = null; }
};

const become = (next, isEvent) => {
  const before = state;
  if (next === before) return;
  state = next;
  const isChanged = isEvent || next.cue !== before.cue || next.phase !== before.phase;
  if (isChanged || next.said !== before.said) draw(next);
  else drawClock(next);
  tell(before, next);
  if (isChanged) kept.keep(recordOf(script, next));
  else if (secondsLeft(next) !== secondsLeft(before)) kept.note(recordOf(script, next));
  if (next.phase === before.phase) return;
  if (next.phase === "running") stayAwake();
  else wakeLock?.release();
  const first = { stopped: "[data-act=fine]", paused: "[data-act=go_on]" }[next.phase];
  if (first) page.querySelector(first).focus();
};

const press = (name, value) => {
  wake();
  become(act(script, state, name, Date.now(), value), true);
};

const valueOf = (text) => (text && /^\d+$/.test(text) ? Number(text) : text);

page.addEventListener("click", ({ target }) => {
  const button = target.closest("[data-act]");
  if (button) press(button.dataset.act, valueOf(button.dataset.value));
});

const KEYS = { ArrowRight: "skip", ArrowLeft: "back", ArrowDown: "ease_off", ArrowUp: "more", Escape: "stop", " ": "pause" };
document.addEventListener("keydown", (event) => {
  const isElsewhere = event.target.closest("input, summary, a") || (event.key === " " && event.target.closest("button"));
  const isWithOthers = event.ctrlKey || event.altKey || event.metaKey || event.shiftKey;
  if (!KEYS[event.key] || isElsewhere || isWithOthers) return;
  const isWaiting = event.key === " " && ["ready", "paused"].includes(state.phase);
  if (state.phase !== "running" && !isWaiting) return;
  event.preventDefault();
  press(isWaiting ? "go_on" : KEYS[event.key]);
});

document.addEventListener("visibilitychange", stayAwake);
voice.addEventListener("change", hush);
const isSoundPossible = { voice: () => Boolean(localVoice()), wake: () => "wakeLock" in navigator };
const offerVoice = () => {
  voice.parentElement.hidden = !isSoundPossible.voice();
  const missing = Object.keys(isSoundPossible).filter((name) => !isSoundPossible[name]()).map((name) => words[`no_${name}`]);
  put("missing", missing.join(" "));
  show("missing", missing.length > 0);
};
window.speechSynthesis?.addEventListener("voiceschanged", offerVoice);
offerVoice();

byHand.hidden = true;
page.hidden = false;
draw(state);
setInterval(() => become(settle(script, state, Date.now()), false), TICK_MS);
if (state.phase === "over") kept.keep(recordOf(script, state)); // ended here, but not stored yet
