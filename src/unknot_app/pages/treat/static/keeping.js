// Keeping a session: in this browser at once, and on the computer as soon as it answers.

import { sayGone } from "../frame/frame.js";
import { keptOf, remember } from "./kept_here.js";

const TRY_AGAIN_MS = 2000;

/** What this browser kept of a session, if it is not older than what the computer has. */
export const recall = (script) => {
  const kept = keptOf(script);
  return kept?.revision >= script.revision ? kept.record : script.record;
};

/** Keeps the record of a session. `onOlder`: another page led it on. `onEnded`: all of it is stored. */
export const keeper = (script, address, token, { onOlder, onEnded }) => {
  let { revision } = script;
  let latest = null;
  // What was sent may have been stored although the answer was lost: it is sent again before anything newer.
  let sent = null;
  let isBusy = false;
  let retry = 0;

  const post = async (record) => {
    const body = new FormData();
    body.set("id", script.id);
    body.set("revision", revision);
    body.set("told", JSON.stringify(record));
    body.set("csrfmiddlewaretoken", token);
    const response = await fetch(address, { method: "POST", body });
    if (response.status === 403) window.location.reload();
    if (![204, 409].includes(response.status)) throw new Error("cannot store");
    sayGone(false);
    if (response.status === 409) return onOlder();
    revision = Number(response.headers.get("X-Revision"));
    if (!record.ended) return remember(script, { revision, record: latest ?? record });
    remember(script, null);
    return onEnded();
  };

  const send = async () => {
    if (isBusy || !(sent || latest)) return;
    clearTimeout(retry);
    isBusy = true;
    if (!sent) [sent, latest] = [latest, null];
    try {
      await post(sent);
      [isBusy, sent] = [false, null];
      send();
    } catch {
      isBusy = false;
      sayGone(true);
      retry = setTimeout(send, TRY_AGAIN_MS);
    }
  };

  return {
    /** Only in this browser: where the clock is. */
    note(record) { remember(script, { revision, record }); },
    keep(record) {
      remember(script, { revision, record });
      latest = record;
      send();
    },
  };
};
