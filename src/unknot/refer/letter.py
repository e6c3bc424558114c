"""What a letter may hold, in which order, and what of it is offered: items made of a person's own record.

Urgency comes first. An item is put in only when the person ticks it; private answers are items of their own, never
offered ticked, and whoever shows the items masks them until then. No item names an illness that the person did not.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from unknot.measure import load_measure_data
from unknot.refer.data import BLOCKED, LetterForm, load_refer_data
from unknot.screen import Answers, load_screen_data
from unknot.screen.clearance import STOPS_SESSION, Session, Urgency
from unknot.screen.telling import answers_behind, is_private_answer, says_nothing

LetterKind = Literal["doctor", "therapist", "summary", "file"]
LETTER_KINDS: tuple[LetterKind, ...] = ("doctor", "therapist", "summary", "file")
# The kind that another program reads: beside its texts it holds the values behind them.
FILE: LetterKind = "file"

# A doctor wanted today or now: a short letter is read.
URGENT: frozenset[Urgency] = frozenset(("same_day", "emergency_now"))
# Items that are the same for everybody; all others are "rule.ID", "answer.QUESTION" and "measured.INSTRUMENT".
URGENCY, DRAWING, LIMITS, DENIED, DENIED_PRIVATE, SESSIONS, COURSE, REPLY = (
    "urgency",
    "drawing",
    "limits",
    "denied",
    "denied_private",
    "sessions",
    "course",
    "reply",
)
COMPLAINT, REACTIONS, REACTIONS_PRIVATE, PLAN, AGREED = (
    "complaint",
    "reactions",
    "reactions_private",
    "plan",
    "agreed",
)
MEASURED = "measured."
# What is measured of a mood is as private as an answer about it.
PRIVATE_DOMAIN = "mood"


@dataclass(frozen=True)
class AtHand:
    """What a record holds that a letter may tell.

    `rules` are those that fired, the most urgent first; `sessions` counts those that have ended.
    `is_measured`: weekly answers can be told as a course. `measured` names the instruments with a score; `reactions`
    are the items of what came of sessions, `has_plan` and `is_agreed` whether there is a plan or a consent to tell.
    """

    urgency: Urgency
    session: Session
    rules: tuple[str, ...]
    answers: Answers
    has_drawing: bool = False
    sessions: int = 0
    is_measured: bool = False
    measured: tuple[str, ...] = ()
    reactions: tuple[str, ...] = ()
    has_plan: bool = False
    is_agreed: bool = False

    @property
    def situation(self) -> str:
        """Return the urgency, or that nothing is pressed for a reason that is no danger sign."""
        is_blocked = self.session == "blocked" and self.urgency not in STOPS_SESSION
        return BLOCKED if is_blocked else self.urgency


@dataclass(frozen=True)
class LetterItem:
    """One thing that a letter may say: a rule that fired and the answers behind it, an answer, a drawing."""

    id: str
    section: str
    questions: tuple[str, ...] = ()
    rule: str = ""
    is_private: bool = False
    is_ticked: bool = False


def letter_items(kind: LetterKind, at_hand: AtHand) -> tuple[LetterItem, ...]:
    """Return what a letter may hold, in the order in which it stands there.

    Parameters
    ----------
    kind
        For whom: a doctor, a therapist, or the person's own papers.
    at_hand
        What the record holds.

    Returns
    -------
    tuple of LetterItem
        Each answer at most once: with the first danger sign that it stands behind, or by itself.

    Notes
    -----
    Source: the order and what is offered are choices of this project, in ``data/refer/letters.toml``.
    """
    form = load_refer_data().letters[kind]
    ticked = form.ticked_when_urgent if at_hand.urgency in URGENT else form.ticked
    told: set[str] = set()
    items = []
    for section, item in _items(form, at_hand):
        questions = tuple(name for name in item.questions if name not in told)
        if item.questions and not questions and not item.rule:
            continue
        told.update(questions)
        is_ticked = section in ticked and not item.is_private
        items.append(LetterItem(item.id, section, questions, item.rule, item.is_private, is_ticked))
    return tuple(items)


def question_asked(kind: LetterKind, at_hand: AtHand) -> str:
    """Return the question that is offered for a letter; empty where none is."""
    return load_refer_data().letters[kind].asks.get(at_hand.situation, "")


def _items(form: LetterForm, at_hand: AtHand) -> Iterator[tuple[str, LetterItem]]:
    behind = {name for rule in at_hand.rules if _section_of(rule) == "signs" for name in _behind(rule, at_hand)}
    for section in form.sections:
        for item in _of_section(section, at_hand, behind):
            yield section, item


def _of_section(section: str, at_hand: AtHand, behind: set[str]) -> Iterator[LetterItem]:
    questions = load_refer_data().letter_sections[section].questions
    match section:
        case "urgency":
            yield LetterItem(URGENCY, section)
        case "signs" | "permissions" | "cautions":
            yield from _rules(section, at_hand)
        case "drawing" if at_hand.has_drawing:
            yield LetterItem(DRAWING, section)
        case "limits" if at_hand.session == "allowed":
            yield LetterItem(LIMITS, section)
        case "denied":
            yield from _denied(section, questions, at_hand.answers)
        case "tried" if at_hand.sessions:
            yield LetterItem(SESSIONS, section)
        case "course" if at_hand.is_measured:
            yield LetterItem(COURSE, section)
        case "complaint" if at_hand.answers.value("pain_regions"):
            is_private = any(_is_private(name, at_hand.answers) for name in questions)
            yield LetterItem(COMPLAINT, section, questions, is_private=is_private)
        case "measured":
            yield from _measured(section, at_hand.measured)
        case "reactions":
            for name in at_hand.reactions:
                yield LetterItem(name, section, is_private=name == REACTIONS_PRIVATE)
        case "plan" if at_hand.has_plan:
            yield LetterItem(PLAN, section)
        case "agreed" if at_hand.is_agreed:
            yield LetterItem(AGREED, section)
        case "reply" if any(_asks_a_doctor(rule) for rule in at_hand.rules):
            yield LetterItem(REPLY, section)
        case "who" | "pain" | "health":
            yield from _answers(section, [name for name in questions if name not in behind], at_hand.answers)


def _measured(section: str, instruments: tuple[str, ...]) -> Iterator[LetterItem]:
    known = load_measure_data().instruments
    for name in instruments:
        yield LetterItem(f"{MEASURED}{name}", section, is_private=known[name].domain == PRIVATE_DOMAIN)


def _section_of(rule: str) -> str:
    if rule in load_screen_data().red_flags:
        return "signs"
    return "permissions" if _asks_a_doctor(rule) else "cautions"


def _asks_a_doctor(rule: str) -> bool:
    """Return whether a contraindication stops a session, or lets it go on only after a doctor's word."""
    found = load_screen_data().contraindications.get(rule)
    return found is not None and (found.effect.session == "none" or found.effect.clearance is not None)


def _rules(section: str, at_hand: AtHand) -> Iterator[LetterItem]:
    """Yield the rules of a section, each with the answers behind it, and private answers apart."""
    for rule in at_hand.rules:
        if _section_of(rule) != section:
            continue
        names = _behind(rule, at_hand)
        private = [name for name in names if _is_private(name, at_hand.answers)]
        if names and len(private) == len(names):
            # The very name of the rule would give a private answer away.
            yield LetterItem(f"rule.{rule}", section, names, rule, is_private=True)
            continue
        listed = () if section == "signs" else _listed_by_themselves()
        plain = tuple(name for name in names if name not in private and name not in listed)
        yield LetterItem(f"rule.{rule}", section, plain, rule)
        yield from _answers(section, private, at_hand.answers)


def _behind(rule: str, at_hand: AtHand) -> tuple[str, ...]:
    return answers_behind(rule, at_hand.answers)


def _listed_by_themselves() -> set[str]:
    """Return the questions of the pain and of health: but for danger signs, their answers stand there."""
    sections = load_refer_data().letter_sections
    return {*sections["pain"].questions, *sections["health"].questions}


def _answers(section: str, names: list[str] | tuple[str, ...], answers: Answers) -> Iterator[LetterItem]:
    questions = load_screen_data().questions
    for name in names:
        if not says_nothing(questions[name], answers.value(name)):
            yield LetterItem(f"answer.{name}", section, (name,), is_private=_is_private(name, answers))


def _denied(section: str, names: tuple[str, ...], answers: Answers) -> Iterator[LetterItem]:
    questions = load_screen_data().questions
    given = [(name, answers.value(name)) for name in names]
    denied = [name for name, answer in given if answer is not None and says_nothing(questions[name], answer)]
    for item, is_private in ((DENIED, False), (DENIED_PRIVATE, True)):
        found = tuple(name for name in denied if _is_private(name, answers) == is_private)
        if found:
            yield LetterItem(item, section, found, is_private=is_private)


def _is_private(name: str, answers: Answers) -> bool:
    return is_private_answer(load_screen_data().questions[name], answers.value(name))
