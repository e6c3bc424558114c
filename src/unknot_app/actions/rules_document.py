"""All rules as a document that a clinician reads and annotates: a table (CSV) and pages (PDF)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import Any

from unknot.knowledge import knowledge_version
from unknot_app.actions.conditions_in_words import Asked, Condition
from unknot_app.actions.rules_in_words import Rule, all_rules
from unknot_app.actions.sentences import Sentence
from unknot_app.actions.spreadsheet import as_csv
from unknot_app.actions.typesetting import Paper, as_pdf

Say = Callable[[str], str]

TEMPLATE = Path(__file__).with_name("rules.typ")
TITLE = "The rules of the screening"
NOT_REVIEWED = "Not reviewed by a clinician yet"
REVIEWED = "Reviewed by a clinician"
OVERDUE = "The review is overdue"
ABOUT = (
    "Every rule that Unknot judges answers by, made from its data files. Please mark what is wrong, missing or too "
    "strict; the id names the rule in the files. Status: whether the fact was read in the source, or is general "
    "knowledge that nobody has checked. A condition on a question that was not shown or not answered is false, and "
    "no session is planned while a question that matters stands open."
)
HEADER = (
    "id",
    "kind",
    "what the person is told",
    "name for professionals",
    "condition",
    "what it does",
    "reason",
    "advice",
    "signs",
    "what stands behind it",
    "rests on",
    "status",
    "sources, and how far each was read",
    "published accuracy",
    "remark",
    "review",
    "next review",
    "AGREE? (yes, no, change)",
    "YOUR REMARK",
    "YOUR NAME, DATE",
)
OWN_COLUMNS = 3
# How a published accuracy is told: on pages without what makes a percentage of a dangerous illness.
ACCURACY = {
    "sensitivity": "sensitivity",
    "specificity": "specificity",
    "lr_positive": "positive likelihood ratio",
    "lr_negative": "negative likelihood ratio",
    "odds_ratio": "odds ratio",
    "auc": "area under the curve",
    "setting": "setting",
    "threshold": "threshold",
}
SHARES = {"post_test_probability": "probability after the test", "frequency": "frequency"}


def rules_csv(day: date, say: Say = str) -> bytes:
    """Return all rules as a table, one a row, with empty columns for the reader's judgement."""
    return as_csv(map(say, HEADER), (_row(rule, day, say) for rule in all_rules().values()))


def rules_pdf(day: date, paper: Paper, say: Say = str, language: str = "en") -> bytes:
    """Return all rules as pages, each rule with room for a remark."""
    data = {
        "paper": paper,
        "language": language,
        "title": say(TITLE),
        "version": f"{say('Facts of version')} {knowledge_version()}",
        "about": say(ABOUT),
        "kinds": [
            {"name": say(name), "rules": [_told(rule, day, say) for rule in rules]}
            for name, rules in groupby(all_rules().values(), lambda rule: rule.kind_name)
        ],
        "agree": [say(word) for word in ("Agree", "Change", "Leave out")],
        "remark": say("Remark"),
    }
    return as_pdf(TEMPLATE, data)


def review_in_words(rule: Rule, day: date, say: Say = str) -> str:
    reviewed = say(REVIEWED if rule.is_reviewed else NOT_REVIEWED)
    return f"{reviewed}. {say(OVERDUE)}." if rule.is_overdue(day) else f"{reviewed}."


def accuracies_in_words(rule: Rule, told: Mapping[str, str], say: Say = str) -> tuple[str, ...]:
    """Return each published accuracy in one line, as it was printed, with the figures that are to be told."""
    lines = []
    for one in rule.accuracy:
        figures = [f"{say(words)} {getattr(one, name)}" for name, words in told.items() if getattr(one, name)]
        if figures:
            lines.append(f"{say(one.feature)}: {', '.join(figures)}")
    return tuple(lines)


def lines_of(condition: Condition, say: Say, depth: int = 0) -> Iterator[str]:
    """Yield a condition as lines, each part deeper than what holds it together."""
    pad = "    " * depth
    if isinstance(condition, Asked):
        yield f"{pad}“{say(condition.question)}” {condition.answered.said(say)}"
        return
    yield pad + say(condition.how_many)
    for part in condition.parts:
        yield from lines_of(part, say, depth + 1)


def _row(rule: Rule, day: date, say: Say) -> tuple[object, ...]:
    return (
        rule.id,
        say(rule.kind_name),
        _capital(rule.title.said(say)),
        say(rule.name) if rule.name else "",
        "\n".join(lines_of(rule.condition, say)) if rule.condition else "",
        "\n".join(_sentences(rule.does, say)),
        say(rule.reason) if rule.reason else "",
        say(rule.says) if rule.says else "",
        "\n".join(map(say, rule.signs)),
        say(rule.finding) if rule.finding else "",
        say(rule.basis_name) if rule.basis else "",
        say(rule.status_name),
        "\n".join(_sources(rule, say)),
        "\n".join(accuracies_in_words(rule, ACCURACY | SHARES, say)),
        say(rule.entry.note) if rule.entry.note else "",
        review_in_words(rule, day, say),
        rule.review.next_review.isoformat(),
        *[""] * OWN_COLUMNS,
    )


def _told(rule: Rule, day: date, say: Say) -> dict[str, Any]:
    facts = (
        ("For professionals", rule.name),
        ("Reason", rule.reason),
        ("What the person is told", rule.says),
        ("What stands behind it", rule.finding),
        ("Rests on", rule.basis_name),
        ("Remark in the data", rule.entry.note),
    )
    return {
        "id": rule.id,
        "title": _capital(rule.title.said(say)),
        "does": list(_sentences(rule.does, say)),
        "signs": list(map(say, rule.signs)),
        "when": say("It holds when"),
        "condition": _tree(rule.condition, say) if rule.condition else None,
        "facts": [[say(label), say(text)] for label, text in facts if text],
        "accuracy_label": say("Published accuracy"),
        "accuracy": list(accuracies_in_words(rule, ACCURACY | SHARES, say)),
        "status": f"{say(rule.status_name)}. {review_in_words(rule, day, say)}",
        "next_review": f"{say('Next review')}: {rule.review.next_review.isoformat()}",
        "sources": list(_sources(rule, say)),
    }


def _tree(condition: Condition, say: Say) -> dict[str, Any]:
    if isinstance(condition, Asked):
        return {"text": f"“{say(condition.question)}” {condition.answered.said(say)}", "parts": []}
    return {"text": say(condition.how_many), "parts": [_tree(part, say) for part in condition.parts]}


def _sentences(sentences: Iterable[Sentence], say: Say) -> Iterator[str]:
    return (_capital(one.said(say)) for one in sentences)


def _capital(said: str) -> str:
    return said[:1].upper() + said[1:]


def _sources(rule: Rule, say: Say) -> Iterator[str]:
    for source, seen in rule.sources:
        year = f" ({source.year})" if source.year else ""
        link = f", doi:{source.doi}" if source.doi else ""
        yield f"{source.title}{year}{link}: {say(seen)}"
