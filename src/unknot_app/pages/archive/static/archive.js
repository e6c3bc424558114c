// Says at once that something is done, and that a file is too large before it is sent.

for (const form of document.querySelectorAll("form[data-working]")) {
  const status = form.querySelector("[data-at-work]");
  form.addEventListener("submit", () => { status.textContent = status.dataset.atWork; });
}

const file = document.querySelector("input[data-largest]");
if (file) {
  const tooLarge = document.getElementById("too-large");
  const button = file.form.querySelector("button[type=submit]");
  file.addEventListener("change", () => {
    const isTooLarge = (file.files[0]?.size ?? 0) > Number(file.dataset.largest);
    tooLarge.hidden = !isTooLarge;
    button.disabled = isTooLarge;
  });
}
