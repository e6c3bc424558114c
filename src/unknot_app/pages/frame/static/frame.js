// What every page can say and forget: the program on the computer does not answer; what forms kept in this tab.

const gone = document.getElementById("gone");

export const sayGone = (isGone) => { gone.hidden = !isGone; };

/** Forgets what forms kept in this tab until they are sent; of one person, or of everybody. */
export const forgetForms = (person = "") => {
  try {
    const kept = Object.keys(sessionStorage).filter((name) => name.startsWith(`form/${person}`));
    for (const name of kept) sessionStorage.removeItem(name);
  } catch { /* storage is forbidden: nothing was kept */ }
};

/** Forgets the forms that have arrived: a page stands here that is not theirs, or that says that it was kept. */
const forgetSent = () => {
  const isKept = new URLSearchParams(window.location.search).has("kept");
  const here = new Set([...document.querySelectorAll("form[data-keeps]")].map((form) => `form/${form.dataset.keeps}`));
  try {
    const kept = Object.entries(sessionStorage).filter(([name]) => name.startsWith("form/"));
    for (const [name, value] of kept) {
      if (JSON.parse(value).isSent && (isKept || !here.has(name))) sessionStorage.removeItem(name);
    }
  } catch { /* storage is forbidden: nothing was kept */ }
};

forgetSent();
for (const way of document.querySelectorAll("form[data-leaves], #lock")) way.addEventListener("submit", () => forgetForms());
// What is wrong is read first, and seen: it may stand below the fold.
document.getElementById("faults")?.focus();
// The pages may have been locked while another page stood here.
if (document.querySelector("form[data-opens]")) forgetForms();
