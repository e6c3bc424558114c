// Presses the button of the entry page. The link is good for one use, so it is never sent twice.

const form = document.querySelector("form[data-send-at-once]");
if (!(form instanceof HTMLFormElement)) {
  throw new Error("enter.js: a form with data-send-at-once is missing");
}
form.addEventListener("submit", () => {
  const button = form.querySelector("button");
  if (button) button.disabled = true;
});
form.requestSubmit();
