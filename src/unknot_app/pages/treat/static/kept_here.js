// What this browser keeps of a session until the computer has it, under whom it is of and which it is.

const nameOf = ({ person, id }) => `session/${person}/${id}`;

/** What is kept of a session; null where nothing is, or storage is forbidden or broken. */
export const keptOf = (script) => {
  try {
    return JSON.parse(localStorage.getItem(nameOf(script)));
  } catch {
    return null; // the computer has its own
  }
};

export const remember = (script, kept) => {
  try {
    if (kept) localStorage.setItem(nameOf(script), JSON.stringify(kept));
    else localStorage.removeItem(nameOf(script));
  } catch { /* storage is forbidden or full; the computer keeps the session */ }
};

/** Forgets every session of a person. */
export const forget = (person) => {
  try {
    const mine = Object.keys(localStorage).filter((name) => name.startsWith(`session/${person}/`));
    for (const name of mine) localStorage.removeItem(name);
  } catch { /* storage is forbidden: nothing was kept */ }
};
