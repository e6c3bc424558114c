// Slow breathing, seen: a word for in and out beside a round that grows and shrinks (by style alone), and the minutes left.
// Without this script the page says how to count.

const IN_S = 4, BREATH_S = 10, MINUTES = 10;
const breath = document.querySelector("[data-breathing]");
const word = breath.querySelector("[data-word]");
const time = document.querySelector("[data-time]");
const startedAt = performance.now();

const tick = () => {
  const passed = (performance.now() - startedAt) / 1000;
  const left = Math.max(0, MINUTES - Math.floor(passed / 60));
  const said = left ? `${left} ${breath.dataset.left}` : breath.dataset.over;
  word.textContent = passed % BREATH_S < IN_S ? breath.dataset.in : breath.dataset.out;
  // Said anew only when it changes: a screen reader speaks it each time.
  if (time.textContent !== said) time.textContent = said;
  if (left) setTimeout(tick, 250);
};
tick();
