"""What was asked and answered: a questionnaire with the questions that are shared, and the answers to them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from unknot.exchange.data import load_exchange_data
from unknot.exchange.elements import Making, Resource, id_of, instant
from unknot.exchange.shared import Answered, Measured, Question


def screening(making: Making, at: datetime, answers: Sequence[Answered]) -> Iterable[Resource]:
    """Yield the questions of the screening that are shared, and the answers to them."""
    yield from _asked(making, making.shared.id, "Questions before a massage", at, answers)


def behind(making: Making, one: Measured) -> Iterable[Resource]:
    """Yield the questions and answers behind a score."""
    yield from _asked(making, one.id, one.name, one.at, one.answers)


def _asked(
    making: Making, record: object, title: str, at: datetime, answers: Sequence[Answered]
) -> Iterable[Resource]:
    # Only what is shared is in it, so each document has a questionnaire of its own, named by its number.
    address = f"urn:uuid:{id_of('Questionnaire', record)}"
    yield making.resource(
        "Questionnaire",
        record,
        [title, *(one.question.text for one in answers)],
        url=address,
        version=making.shared.knowledge_version,
        title=title,
        status="active",
        subjectType=["Patient"],
        item=[_question(one.question) for one in answers],
    )
    yield making.resource(
        "QuestionnaireResponse",
        record,
        [title, *(f"{one.question.text} {_in_words(one)}" for one in answers)],
        questionnaire=address,
        status="completed",
        subject=making.subject,
        authored=instant(at),
        author=making.subject,
        source=making.subject,
        item=[_answer(one) for one in answers],
    )


def _question(question: Question) -> Resource:
    item: Resource = {"linkId": question.id, "text": question.text, "type": question.type}
    if question.options:
        item["answerOption"] = [{"valueCoding": _coding(*option)} for option in question.options]
    if question.repeats:
        item["repeats"] = True
    return item


def _answer(one: Answered) -> Resource:
    return {"linkId": one.question.id, "text": one.question.text, "answer": list(_values(one))}


def _values(one: Answered) -> Iterable[dict[str, Any]]:
    if isinstance(one.given, tuple):
        yield from ({"valueCoding": _coding(*option)} for option in one.given)
    elif isinstance(one.given, str):
        yield {"valueString": one.given}
    elif one.question.type == "integer":
        yield {"valueInteger": one.given}
    else:
        yield {"valueDecimal": one.given}


def _coding(option: str, words: str) -> Resource:
    return {"system": load_exchange_data().systems["local"].uri, "code": option, "display": words}


def _in_words(one: Answered) -> str:
    if isinstance(one.given, tuple):
        return "; ".join(words for _option, words in one.given)
    return str(one.given)
