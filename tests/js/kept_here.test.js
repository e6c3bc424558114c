// What a browser keeps of sessions, in a storage that the test holds.

import assert from "node:assert/strict";
import { test } from "node:test";

import { forget, keptOf, remember } from "../../src/unknot_app/pages/treat/static/kept_here.js";

/** As in a browser: what is stored can be listed, what the storage can do cannot. */
const storage = () => Object.create({
  getItem(name) { return Object.hasOwn(this, name) ? this[name] : null; },
  setItem(name, text) { this[name] = text; },
  removeItem(name) { delete this[name]; },
});

test("who was deleted leaves no session behind, and those of others stay", () => {
  globalThis.localStorage = storage();
  const [one, another, bens] = [["ana", 1], ["ana", 2], ["ben", 3]].map(([person, id]) => ({ person, id }));
  for (const script of [one, another, bens]) remember(script, { revision: 4, record: { place: script.id } });
  remember(another, null);

  assert.deepEqual(keptOf(one), { revision: 4, record: { place: 1 } });
  assert.equal(keptOf(another), null);
  forget("ana");

  assert.deepEqual(Object.keys(localStorage), ["session/ben/3"]);
  assert.equal(keptOf(one), null);
});

test("a browser that forbids storage keeps nothing and stops nobody", () => {
  Object.defineProperty(globalThis, "localStorage", { configurable: true, get() { throw new Error("forbidden"); } });

  remember({ person: "ana", id: 1 }, { revision: 1 });
  forget("ana");

  assert.equal(keptOf({ person: "ana", id: 1 }), null);
});
