"""What answers tell: which stand behind a rule that fired, which say nothing, and which are private."""

from __future__ import annotations

from collections.abc import Iterable

from unknot.screen.answers import Answers
from unknot.screen.data import load_screen_data
from unknot.screen.data.questions import Question
from unknot.screen.interview import none_answer


def says_nothing(question: Question, answer: object) -> bool:
    """Return whether an answer is missing, or the no or "none of these" of its question.

    A no to a question of which a yes would reassure says something.
    """
    none = none_answer(question)
    if question.reassuring and answer is not None:
        return False
    return answer in (None, "no", none, tuple(none) if isinstance(none, list) else none)


def is_private_answer(question: Question, answer: object) -> bool:
    """Return whether an answer is masked until the person shows it: by its question, or by an option in it."""
    given = answer if isinstance(answer, tuple) else (answer,)
    private = {option for group in question.option_groups if group.sensitive for option in group.options}
    return question.sensitive or bool(private.intersection(map(str, given)))


def answers_behind(rule: str, answers: Answers) -> tuple[str, ...]:
    """Return the questions behind a rule that fired: those whose answers made it fire, without a no.

    Of a rule that today's facts judge otherwise, all that it asks about are taken.

    Parameters
    ----------
    rule
        The id of a red flag or contraindication; one of older facts, that is gone, has nothing behind it.
    answers
        The answers that it fired for.
    """
    data = load_screen_data()
    if rule not in data.when:
        return ()
    when = data.when[rule]
    fired = _telling(when.behind(answers), answers) if when.holds(answers) else ()
    return fired or _telling(when.questions(), answers)


def _telling(names: Iterable[str], answers: Answers) -> tuple[str, ...]:
    """Return the questions, each once, that were answered with more than a no."""
    questions = load_screen_data().questions
    return tuple(name for name in dict.fromkeys(names) if not says_nothing(questions[name], answers.value(name)))
