"""How hard the texts are to read, by the grade of Flesch and Kincaid.

    python -m tools.readability

The grade is the year of school in the United States in which a text is understood, from the length of sentences and
of words; 6 stands for the age of 11 to 12. It sees neither rare short words nor a muddled thought, so a low grade is
needed and not enough. `tests/data/test_learn.py` holds the pages to learn from to it; for the rest this only reports.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import textstat

from unknot.evidence import load_claims
from unknot.learn import load_learn_data
from unknot.learn.data import Page
from unknot.plan import load_plan_data
from unknot.screen import load_screen_data
from unknot_app.actions.learning import filled


def grade(texts: Iterable[str]) -> float:
    """Return the grade of texts read one after the other."""
    return float(textstat.flesch_kincaid_grade(" ".join(closed(text) for text in texts)))


def closed(text: str) -> str:
    """Return a text with a full stop, so that it is not read as one sentence with the next."""
    return text if text.endswith((".", "?", ":", ".”")) else f"{text}."


def texts_of(page: Page) -> list[str]:
    """Return what a page says, without its headings."""
    return [page.head.lead, *(str(filled(statement)) for statement in page.statements)]


def texts_of_the_program() -> Iterator[tuple[str, list[str]]]:
    """Yield the name of each kind of text that a person meets on the way, and the texts."""
    screen, plan = load_screen_data(), load_plan_data()
    yield "questions", [question.text for question in screen.questions.values()]
    yield "danger signs: what to do", [flag.advice for flag in screen.red_flags.values() if flag.advice]
    yield "reasons not to press", [rule.why for rule in screen.contraindications.values() if rule.why]
    yield "steps of techniques", [step for one in plan.techniques.values() for step in one.steps]
    yield "steps of stretches", [step for one in plan.exercises.values() for step in one.steps]
    claims = load_claims().claims.values()
    yield "claims: verdicts", [claim.verdict for claim in claims]
    yield "claims: sizes", [claim.size for claim in claims]


def main() -> None:
    """Print the grade of each page and of each kind of text."""
    for name, page in load_learn_data().pages.items():
        print(f"{grade(texts_of(page)):5.1f}  learn: {name}")
    print(f"{grade(word.text for word in load_learn_data().words.values()):5.1f}  learn: words")
    for name, texts in texts_of_the_program():
        print(f"{grade(texts):5.1f}  {name} ({len(texts)})")


if __name__ == "__main__":
    main()
