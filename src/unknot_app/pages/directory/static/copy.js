// Copies a text to the clipboard; where the browser refuses, it marks the text. Without script people select it.

const button = document.querySelector("[data-copy]");
const said = document.getElementById("copied");
const text = button && document.getElementById(button.dataset.copy);
if (!(text instanceof HTMLTextAreaElement) || !said) throw new Error("copy.js: the text to copy is missing");

button.hidden = false;
button.addEventListener("click", async () => {
  text.select();
  try {
    await navigator.clipboard.writeText(text.value);
    said.textContent = `✓ ${said.dataset.done}`;
  } catch {
    said.textContent = said.dataset.failed;
  }
});
