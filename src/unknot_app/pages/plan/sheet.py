"""A plan as PDF with its pictures: the steps in full, when to stop, and room for the numbers before and after."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.utils.translation import get_language, gettext

from unknot.screen import load_screen_data
from unknot_app.actions.sentences import Sentence
from unknot_app.actions.typesetting import Paper, as_pdf
from unknot_app.pages.chart.paper import whole_svg
from unknot_app.pages.plan.pictures import POSTURES_FOLDER, STATIC, PicturedStep
from unknot_app.pages.templatetags.words import day, in_words, sentence

TEMPLATE = Path(__file__).with_name("sheet.typ")
# In about how many pixels a spot is shown, by which its lines have their width.
SPOT_PX = 220.0


def plan_pdf(told: Mapping[str, Any], numbers: Iterable[str], paper: Paper) -> bytes:
    """Return a plan as PDF. `told` is what its pages are told, `numbers` are those to call for help."""
    steps, plan, signs = told["steps"], told["plan"], load_screen_data().stop_signs
    data = {
        "paper": paper,
        "language": (get_language() or "en").split("-")[0],
        "title": gettext("Your plan: %(minutes)s minutes, %(steps)s steps.")
        % {"minutes": told["minutes"], "steps": len(steps)},
        "lines": list(_lines(told)),
        "rows": [gettext("Before"), gettext("After")],
        "columns": [gettext("Pain"), gettext("Tension"), gettext("Stress")],
        "by_hand": gettext("0 to 10, to fill in by hand"),
        "steps_title": gettext("Step by step"),
        "steps": [_step(pictured) for pictured in steps],
        "stop_title": gettext("When to stop"),
        "stop": [
            [gettext("Call for help:"), _joined([*numbers, *signs.stop_and_emergency])],
            [gettext("A doctor today:"), _joined(signs.stop_and_same_day_doctor)],
            [gettext("Leave the spot:"), _joined(signs.stop_this_point)],
        ],
        "after_title": gettext("Afterwards"),
        "after": [gettext(note.text) for note in plan.aftercare],
        "scale": gettext(told["scale"]),
        "about": gettext("Not a diagnosis, and not a medical device."),
    }
    return as_pdf(TEMPLATE, data)


def _lines(told: Mapping[str, Any]) -> Iterable[str]:
    """Yield what stands over the steps. What a private answer changes stays on the screen."""
    plan = told["plan"]
    yield gettext("Made on %(day)s.") % {"day": day(told["result"].made_at)}
    if plan.next_session_from:
        yield gettext("Next session from %(day)s.") % {"day": day(plan.next_session_from)}
    yield gettext("If anything about your health has changed, answer the questions again first.")
    yield from (sentence(text) for text in told["see_someone"])
    if told["pretest"]:
        yield gettext(told["pretest"])


def _step(pictured: PicturedStep) -> dict[str, Any]:
    told = pictured.told
    return {
        "name": in_words(told.name),
        "clinical": gettext(told.clinical_name) if told.clinical_name else "",
        "details": _joined(in_words(one) for one in (told.duration, *told.details)),
        "cautions": [gettext(line) for line in told.cautions],
        "how": [sentence(line) for line in told.step.how if line not in told.cautions],
        "pictures": list(_pictures(pictured)),
    }


def _pictures(pictured: PicturedStep) -> Iterable[dict[str, Any]]:
    name = in_words(pictured.told.name)
    if pictured.spot:
        shown = replace(pictured.spot, shown_px=SPOT_PX)
        yield {"svg": whole_svg(shown, pictured.picture_id), "alt": name, "is_mirrored": False}
    if pictured.position:
        file = STATIC / POSTURES_FOLDER / Path(pictured.position.file).name
        yield {"bytes": list(file.read_bytes()), "alt": name, "is_mirrored": pictured.position.is_mirrored}


def _joined(texts: Iterable[str | Sentence]) -> str:
    return " · ".join(gettext(str(text)) for text in texts)
