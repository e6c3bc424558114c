// A form that is sent as a whole keeps what was chosen in this tab until it is sent: a reload loses nothing.

const nameOf = (form) => `form/${form.dataset.keeps}`;
const chosenIn = (form) => [...new FormData(form)].filter(([name]) => name !== "csrfmiddlewaretoken");
const revisionIn = (entries) => entries.find(([name]) => name === "revision")?.[1];

const restore = (form, kept) => {
  // Of another state of what is stored: the page shows the newer one.
  if (revisionIn(kept) !== form.elements.revision?.value) return;
  const chosen = new Set(kept.map(([name, value]) => `${name}=${value}`));
  for (const field of form.elements) {
    if (field.matches("[type=checkbox], [type=radio]")) field.checked = chosen.has(`${field.name}=${field.value}`);
    else if (field.matches("select")) field.value = kept.find(([name]) => name === field.name)?.[1] ?? "";
  }
};

try {
  for (const form of document.querySelectorAll("form[data-keeps]")) {
    const kept = sessionStorage.getItem(nameOf(form));
    if (kept) restore(form, JSON.parse(kept));
    form.addEventListener("change", () => sessionStorage.setItem(nameOf(form), JSON.stringify(chosenIn(form))));
    form.addEventListener("submit", () => sessionStorage.removeItem(nameOf(form)));
  }
} catch { /* storage is forbidden or full: then a reload begins the form again */ }
