"""Questions about illnesses that the drawing makes plausible, and that were not answered.

A muscle that fits never hides them. An illness that needs a doctor is judged by its questions alone; they are those
of the screening behind the features that speak for it. Somebody who answered everything about all that they painted
has none open: the screening asks by where it hurts. An older drawing may show more than today's answers name.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from unknot.draw import Drawing
from unknot.locate import Estimate, load_locate_data, rivals_in
from unknot.plan import load_plan_data
from unknot.screen import load_screen_data
from unknot.screen.answers import read_answers
from unknot.screen.data.questions import Question
from unknot.screen.interview import Interview
from unknot_app.actions.carry_over import with_known_answers
from unknot_app.actions.drawing import read_painted
from unknot_app.actions.interview import interview_of
from unknot_app.actions.standing import Standing


@dataclass(frozen=True)
class OpenDanger:
    """A question to answer first, and whether the interview has its card now: else the drawing is confirmed first."""

    question: Question
    is_on_its_card: bool


def open_danger(standing: Standing, estimate: Estimate) -> OpenDanger | None:
    """Return the first open question of an illness that the estimate makes plausible; None when all are answered."""
    painted = read_painted(standing.drawing)
    if painted is None or standing.screening is None:
        return None
    names = _questions_of(estimate, painted)
    answers = read_answers(_answers_about(standing, painted), standing.today)
    interview = interview_of(standing.screening)
    for question in load_screen_data().questions.values():
        if question.id in names and answers.is_shown(question.id) and answers.value(question.id) is None:
            return OpenDanger(question, _is_asked(interview, question))
    return None


def _answers_about(standing: Standing, painted: Drawing) -> dict[str, object]:
    """Return the answers as if everything that is painted had been named."""
    return with_known_answers(standing.answers, painted, None)


def _is_asked(interview: Interview, question: Question) -> bool:
    return any(question in interview.shown(card) for card in interview.cards)


def _questions_of(estimate: Estimate, painted: Drawing) -> frozenset[str]:
    """Return the questions of every emergency that can hurt where something is painted, and of what is likely.

    An illness for a doctor the same day is likely from the probability on from which planning is careful for it.
    """
    likely = load_plan_data().composition.grave_rival_from
    regions = {name.split(":")[0] for name in painted.painted_cells}
    grave = {one.id for one in rivals_in(regions) if one.urgency == "emergency"}
    grave |= {one.id for one in estimate.candidates if one.urgency == "same_day" and one.probability >= likely}
    return frozenset[str]().union(*(safety_questions_of(one) for one in grave))


@cache
def safety_questions_of(differential: str) -> frozenset[str]:
    """Return the questions of the screening whose answers speak for or against an illness."""
    data = load_locate_data()
    kind = data.differentials[differential].kind
    found = (
        data.features[name].safety_question
        for name, links in data.links.items()
        if any((one.source_type, one.source) in (("differential", differential), ("kind", kind)) for one in links)
    )
    return frozenset(name for name in found if name)
