import { beep, speak, wake } from "./sounds.js";

const test = document.querySelector("[data-test-sound]");
const said = test.querySelector("[data-said]");

test.hidden = !window.AudioContext;
test.querySelector("button").addEventListener("click", () => {
  wake();
  beep("begin", 0.6);
  speak(said.dataset.said, 0.6);
  said.textContent = said.dataset.said;
});
