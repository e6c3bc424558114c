// After somebody was deleted: this browser forgets the sessions of theirs that it kept.

import { forgetForms } from "../frame/frame.js";
import { forget } from "./kept_here.js";

const { deleted } = document.querySelector("[data-deleted]").dataset;
forget(deleted);
forgetForms(deleted);
