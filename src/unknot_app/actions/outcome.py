"""What a clearance means for a person: what to do, how soon, why, and what will be limited.

The command line and the page say the same words; the page passes them through its translation.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from unknot.knowledge import UNSURE
from unknot.screen import Answers, load_screen_data, read_answers
from unknot.screen.clearance import STOPS_SESSION
from unknot.screen.data.questions import Question
from unknot.screen.interview import still_readable
from unknot.screen.telling import answers_behind, is_private_answer
from unknot_app.actions.limits_in_words import limits_of_rule, limits_of_session
from unknot_app.actions.sentences import Sentence

# Most urgent first: the one sentence that says what to do.
HEADLINES = {
    "emergency_now": "Call the emergency number now.",
    "same_day": "Please speak to a doctor today.",
    "doctor_first": "Please see a doctor before any massage, within days.",
    "mention": "A session may go ahead. Mention one thing to your doctor at the next chance.",
    "none": "Nothing in your answers needs a doctor first.",
}
BLOCKED = "No session for now."
MEANWHILE_BLOCKED = "Until then: no pressing. Moving gently and slow breathing are good for most."
INCOMPLETE = "Some questions are still open. Until they are answered, nothing can be planned."
MEANWHILE = {
    "emergency_now": "Keep still in the way that hurts least, and have somebody stay with you.",
    "same_day": (
        "Until then: no pressing and no stretching. Warmth, if your skin feels heat as usual, and moving gently."
    ),
    "doctor_first": (
        "Until then: no pressing. Moving gently, and warmth if your skin feels heat as usual, are good for most."
    ),
}
HOW_SURE = (
    "Questions cannot exclude every illness, and they cannot show one. "
    "If anything new or worse appears, ask a doctor."
)

A_PRIVATE_ANSWER = "a private answer of yours speaks against it"


@dataclass(frozen=True)
class Quoted:
    """An answer of the person, quoted: the question, what they answered, and the card it stands on."""

    question: Question
    answer: str
    is_sensitive: bool


@dataclass(frozen=True)
class Told:
    """What one rule tells, with the answers that made it fire."""

    rule: str
    title: str
    text: str
    urgency: str
    is_verified: bool
    sources: tuple[str, ...]
    because: tuple[Quoted, ...]
    limits: tuple[Sentence, ...]

    @property
    def is_sensitive(self) -> bool:
        """Return whether the very name of the rule gives a private answer away."""
        return _gives_away(self.because)

    @property
    def opens_help(self) -> bool:
        return any(one.question.opens_help for one in self.because)

    @property
    def is_by_answer(self) -> bool:
        """Return whether the answers are told before the rule: a limit for some illness would read as a diagnosis."""
        return self.urgency == "none" and not self.stops and bool(self.because)

    @property
    def stops(self) -> bool:
        """Return whether this alone stands in the way of a session; then the answers are quoted at once."""
        rule = load_screen_data().contraindications.get(self.rule)
        return self.urgency in STOPS_SESSION or (rule is not None and rule.effect.session == "none")


@dataclass(frozen=True)
class Outcome:
    """A clearance in words."""

    urgency: str
    session: str
    headline: str
    meanwhile: str
    danger: tuple[Told, ...]
    careful: tuple[Told, ...]
    limits: tuple[Sentence, ...]
    # Answers "not sure" that no rule took up: without a word, nothing would remind of them.
    not_sure: tuple[Quoted, ...] = ()

    @property
    def is_emergency(self) -> bool:
        return self.urgency == "emergency_now"

    @property
    def opens_help(self) -> bool:
        return any(told.opens_help for told in self.danger)

    @property
    def blocking(self) -> tuple[Told, ...]:
        """Return what stands in the way of a session without being a danger sign, such as a fever just over."""
        return tuple(told for told in self.careful if told.stops)

    @property
    def is_doctor_first(self) -> bool:
        return any(told.stops for told in self.danger)

    @property
    def danger_told(self) -> tuple[Told, ...]:
        """Return what is told in full: where a doctor comes first, nothing that says a session may go ahead."""
        return tuple(told for told in self.danger if told.stops or not self.is_doctor_first)

    @property
    def also_to_tell(self) -> tuple[Told, ...]:
        """Return what a doctor should hear too, by its title alone."""
        return tuple(told for told in self.danger if told not in self.danger_told and not told.is_sensitive)

    @property
    def to_correct(self) -> tuple[Quoted, ...]:
        """Return the answers that made it an emergency, one a card."""
        found = [quoted for told in self.danger if told.urgency == "emergency_now" for quoted in told.because]
        return tuple({quoted.question.card: quoted for quoted in reversed(found)}.values())


def outcome_of(asked: Mapping[str, Any], said: Mapping[str, Any]) -> Outcome:
    """Return what a stored clearance means, in the words of the day it was made.

    Parameters
    ----------
    asked
        The input: answers and `as_of`.
    said
        The output: the clearance as it was shown.
    """
    day = date.fromisoformat(asked["as_of"])
    answers = read_answers(still_readable(asked["answers"], day), day)
    told = [_told(advice, answers, said["limits"]) for advice in said["advice"]]
    urgency, session = said["urgency"], said["session"]
    return Outcome(
        urgency=urgency,
        session=session,
        headline=headline(urgency, session),
        meanwhile=MEANWHILE.get(urgency, MEANWHILE_BLOCKED if session == "blocked" else ""),
        danger=tuple(one for one in told if one.urgency != "none"),
        careful=tuple(one for one in told if one.urgency == "none"),
        limits=tuple(limits_of_session(said["limits"])),
        not_sure=_not_sure(answers, told),
    )


def _not_sure(answers: Answers, told: Sequence[Told]) -> tuple[Quoted, ...]:
    """Return the answers "not sure" behind none of what is told."""
    quoted_before = {one.question.id for rule in told for one in rule.because}
    unsure = (name for name in load_screen_data().questions if _is_unsure(answers.value(name)))
    return tuple(quoted(name, answers) for name in unsure if name not in quoted_before)


def _is_unsure(answer: object) -> bool:
    if isinstance(answer, Mapping):
        return answer.get("ok") == UNSURE
    return answer == UNSURE or (isinstance(answer, tuple) and UNSURE in answer)


def headline(urgency: str, session: str) -> str:
    """Return what to do, in one sentence."""
    if session == "incomplete" and urgency in ("none", "mention"):
        return INCOMPLETE
    if session == "blocked" and urgency in ("none", "mention"):
        return BLOCKED
    return HEADLINES[urgency]


def _told(advice: Mapping[str, Any], answers: Answers, limits: Mapping[str, Any]) -> Told:
    return Told(
        rule=advice["rule"],
        title=advice["title"],
        text=advice["text"],
        urgency=advice["urgency"],
        is_verified=advice["status"] == "verified",
        sources=tuple(advice["sources"]),
        because=tuple(quoted(name, answers) for name in answers_behind(advice["rule"], answers)),
        limits=tuple(limits_of_rule(advice["rule"], limits)),
    )


def is_private(rule: str, answers: Answers) -> bool:
    """Return whether the very name of a rule that fired gives a private answer away."""
    return _gives_away([quoted(name, answers) for name in answers_behind(rule, answers)])


def reason_told(reason: str, rules: Iterable[str], answers: Answers) -> str:
    """Return why something is not pressed, without the name of a rule that gives a private answer away."""
    return A_PRIVATE_ANSWER if any(is_private(rule, answers) for rule in rules) else reason


def _gives_away(because: Sequence[Quoted]) -> bool:
    return bool(because) and all(one.is_sensitive for one in because)


def quoted(name: str, answers: Answers) -> Quoted:
    data = load_screen_data()
    question, answer = data.questions[name], answers.value(name)
    if isinstance(answer, Mapping):
        return Quoted(question, YES_NO.get(str(answer.get("ok")), ""), question.sensitive)
    given = answer if isinstance(answer, tuple) else (answer,)
    words = "; ".join(_word(question, one) for one in given)
    return Quoted(question, words, is_private_answer(question, answer))


YES_NO = {"yes": "Yes", "no": "No", "unsure": "Not sure"}


def _word(question: Question, answer: object) -> str:
    if question.type == "yes_no":
        return YES_NO[str(answer)]
    if question.type in ("integer", "scale_0_10"):
        return str(answer)
    return load_screen_data().option_text(question.id, str(answer))
