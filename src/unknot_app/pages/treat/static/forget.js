// After somebody was deleted: this browser forgets the sessions of theirs that it kept.

import { forget } from "./kept_here.js";

forget(document.querySelector("[data-deleted]").dataset.deleted);
