// Shows how far a file is taken in, and refuses one that is too large before it is sent. Without script the form is sent
// as it is, and the answer says the same.

const MEGABYTE = 1_000_000;

const parts = () => ({
  form: document.querySelector("form[data-load]"),
  file: document.getElementById("file"),
  tooLarge: document.getElementById("too-large"),
  loading: document.getElementById("loading"),
  says: document.getElementById("loading-says"),
  bar: document.getElementById("progress"),
});

if (!parts().form) throw new Error("load.js: a form with data-load is missing");

const ours = (event) => event.target instanceof Element && event.target.matches("form[data-load]");

document.addEventListener("htmx:beforeRequest", (event) => {
  if (!ours(event)) return;
  const { form, file, tooLarge, loading, says } = parts();
  const size = file.files.length ? file.files[0].size : 0;
  tooLarge.hidden = size <= Number(form.dataset.largest) * MEGABYTE;
  if (!tooLarge.hidden) {
    event.preventDefault();
    return;
  }
  loading.hidden = size === 0;
  says.textContent = says.dataset.sends;
});

document.addEventListener("htmx:xhr:progress", (event) => {
  if (!ours(event) || !event.detail.lengthComputable) return;
  const { says, bar } = parts();
  const { loaded, total } = event.detail;
  if (loaded < total) {
    bar.value = loaded / total;
  } else {
    bar.removeAttribute("value"); // taken in; how long the reading takes is not known
    says.textContent = says.dataset.reads;
  }
});

document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.xhr.status !== 422) return;
  event.detail.shouldSwap = true; // what was wrong stands in the answer
  event.detail.isError = false;
});
