// A form that is sent as a whole keeps in this tab what was entered until it has arrived: neither a reload nor a
// connection that drops while it is sent loses anything. That it has arrived is known by the next page (frame.js).

const nameOf = (form) => `form/${form.dataset.keeps}`;
const enteredIn = (form) => [...new FormData(form)].filter(([name]) => name !== "csrfmiddlewaretoken");
const revisionIn = (entries) => entries.find(([name]) => name === "revision")?.[1];
const keep = (form, isSent) => {
  sessionStorage.setItem(nameOf(form), JSON.stringify({ isSent, entered: enteredIn(form) }));
};

const restore = (form, entered) => {
  // Of another state of what is stored: the page shows the newer one.
  if (revisionIn(entered) !== form.elements.revision?.value) return;
  const chosen = new Set(entered.map(([name, value]) => `${name}=${value}`));
  for (const field of form.elements) {
    if (field.matches("[type=checkbox], [type=radio]")) field.checked = chosen.has(`${field.name}=${field.value}`);
    else if (field.matches("select, [type=text], [type=date]")) {
      field.value = entered.find(([name]) => name === field.name)?.[1] ?? "";
    }
  }
};

try {
  for (const form of document.querySelectorAll("form[data-keeps]")) {
    const kept = sessionStorage.getItem(nameOf(form));
    if (kept) restore(form, JSON.parse(kept).entered);
    form.addEventListener("change", () => keep(form, false));
    form.addEventListener("submit", () => keep(form, true));
  }
} catch { /* storage is forbidden or full: then a reload begins the form again */ }
