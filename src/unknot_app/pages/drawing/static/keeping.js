// Keeping what is painted: sent at once, and again until the computer has it.

import { sayGone } from "../frame/frame.js";

const TRY_AGAIN_MS = 2000;

/** Keeps the strokes of a form. `refused` is called when the computer will never take what was sent. */
export const keeper = (form, refused) => {
  let text = form.elements.strokes.value;
  let isBusy = false;
  // Something is painted that is still being looked at, and comes to be sent by itself.
  let isHeld = false;
  let isKept = true;
  let retry = 0;
  let afterwards = null;

  const setKept = (value) => {
    isKept = value;
    form.toggleAttribute("data-is-kept", value);
  };

  /** Send strokes, and return whether the computer has them now. */
  const post = async (sent) => {
    const body = new FormData(form);
    body.set("strokes", sent);
    body.set("do", "save");
    const response = await fetch(form.action, { method: "POST", body });
    if (response.status === 503) throw new Error("cannot store");
    sayGone(false);
    if (response.status === 403) window.location.reload();
    else if (response.status !== 200 && response.status !== 409) refused();
    else document.getElementById("saved").innerHTML = await response.text();
    // An older page keeps its revision: the person chooses which of the two drawings stays.
    if (response.status !== 200) return false;
    form.elements.revision.value = response.headers.get("X-Revision");
    return true;
  };

  const send = async () => {
    if (isBusy || isHeld) return;
    clearTimeout(retry);
    isBusy = true;
    const sent = text;
    try {
      const isStored = await post(sent);
      isBusy = false;
      if (!isStored) return;
      setKept(sent === text && !isHeld);
      if (isKept) afterwards?.();
      else send();
    } catch {
      isBusy = false;
      sayGone(true);
      retry = setTimeout(send, TRY_AGAIN_MS);
    }
  };

  return {
    /** This is painted now, but is not to be sent yet: what is to be kept of it comes later. */
    hold(now) {
      isHeld = true;
      form.elements.strokes.value = now;
      setKept(false);
    },
    keep(now) {
      isHeld = false;
      text = now;
      form.elements.strokes.value = now;
      setKept(false);
      send();
    },
    /** Leave the page by a form only when all is kept. */
    leaveWhenKept(event) {
      if (isKept && !isBusy) return;
      event.preventDefault();
      const { target, submitter } = event;
      afterwards = () => { afterwards = null; target.requestSubmit(submitter); };
      send();
    },
  };
};
