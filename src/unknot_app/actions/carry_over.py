"""What is already known is never asked twice: answers that pass from one stage to another.

Locating never reads screening answers. Here they are turned into the features that it knows; and what the drawing
already shows (age, sex, where it hurts) is turned into screening answers.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import cache
from typing import Any, Literal

from unknot.body import Complaint
from unknot.draw import Drawing, complaint_of_regions
from unknot.errors import BadInput, Fault, KnowledgeError
from unknot.knowledge import UNSURE
from unknot.locate import load_locate_data
from unknot.locate.data import Feature
from unknot.screen import Answers, Clearance, Expression, load_screen_data

# Answers with which self-tests and pressing may be offered as a next check, where the question was asked at all.
FREE_TO_TEST = {
    "leg_symptoms": ("none",),
    "arm_symptoms": ("none",),
    "trauma": ("none",),
    "surgery_when": ("none", "over_12_weeks"),
    "pregnancy": ("no",),
}


def features_from_answers(answers: Answers) -> dict[str, Literal["yes", "no"]]:
    """Return the features that screening answers settle."""
    settled: dict[str, Literal["yes", "no"]] = {}
    for feature in load_locate_data().features.values():
        if feature.safety_question and answers.value(feature.safety_question) is not None:
            answer = _settle(feature, answers)
            if answer:
                settled[feature.id] = answer
    return settled


@cache
def screening_conditions() -> dict[tuple[str, str], Expression]:
    """Return the conditions by which screening answers settle features, by feature and answer.

    Raises
    ------
    KnowledgeError
        If a question, option or operator of any of them does not resolve; all faults are listed.
    """
    screening, conditions, faults = load_screen_data(), {}, []
    for feature in load_locate_data().features.values():
        if not feature.safety_question:
            continue
        yes = "" if feature.safety_no else feature.safety_yes or feature.safety_question
        for answer, raw in (("yes", yes), ("no", feature.safety_no)):
            try:
                if raw:
                    conditions[feature.id, answer] = screening.parse(raw)
            except ValueError as error:
                faults.append(Fault("locate/features.csv", feature.id, str(error)))
    if faults:
        raise KnowledgeError(faults)
    return conditions


def _settle(feature: Feature, answers: Answers) -> Literal["yes", "no"] | None:
    conditions = screening_conditions()
    if answers.value(feature.safety_question) == UNSURE:
        return None
    if feature.safety_no:
        return "no" if conditions[feature.id, "no"].holds(answers) else None
    if conditions[feature.id, "yes"].holds(answers):
        return "yes"
    # A no is taken over only where the screening's wording covers the feature; a note says where it does not.
    return None if feature.note else "no"


def with_known_answers(raw: Mapping[str, Any], drawing: Drawing, who: str | None) -> dict[str, Any]:
    """Return raw screening answers, completed by what drawing and wishes already say.

    Raises
    ------
    BadInput
        If they contradict each other; both are quoted.
    """
    answers = dict(raw)
    for name, known in (("age", drawing.age), ("sex", drawing.sex), ("session_mode", who)):
        given = answers.get(name)
        if known is not None and given is not None and given != known:
            where = "who" if name == "session_mode" else f"drawing.{name}"
            raise BadInput(f"{where} says {known!r} and answers.{name} says {given!r}. Which is right?")
        if given is None and known is not None:
            answers[name] = known
    painted = areas_of(drawing)
    named = answers.get("pain_regions")
    if isinstance(named, list):
        # The union: a painted place opens its questions even if the answer forgot it.
        answers["pain_regions"] = list(dict.fromkeys((*named, *painted)))
    elif named is None:
        answers["pain_regions"] = painted
    return answers


def areas_of(drawing: Drawing) -> list[str]:
    """Return the answers of the question where it hurts that the drawing shows."""
    screening = load_screen_data()
    regions = {name.split(":")[0] for name in drawing.painted_cells}
    areas = [area for area in screening.vocabulary.pain_areas if screening.regions_of_area(area) & regions]
    if drawing.inferred_complaint == "widespread":
        areas.append("widespread")
    return areas


def complaint_of(areas: Collection[str]) -> Complaint:
    """Return the complaint of somebody who names the parts of the body that hurt, but cannot show where.

    It is the one to which most of their regions belong, as for a drawing.
    """
    if "widespread" in areas:
        return "widespread"
    screening = load_screen_data()
    return complaint_of_regions({region for area in areas for region in screening.regions_of_area(area)})


def may_offer_tests(clearance: Clearance) -> bool:
    """Return whether self-tests and pressing may be offered as a next check."""
    answers = clearance.answers
    return clearance.session == "allowed" and all(
        answers.value(question) in (None, *free) for question, free in FREE_TO_TEST.items()
    )
