// Prints the page. Without script the browser's own menu does it, so the button shows only with one.
const button = document.querySelector("[data-print]");
if (!button) throw new Error("the page to print has no button for it");
button.hidden = false;
button.addEventListener("click", () => window.print());
