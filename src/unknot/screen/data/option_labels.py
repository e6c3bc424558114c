"""The words of the options of questions: a question's own, or those that every question shares."""

from __future__ import annotations

from unknot.knowledge import Entry, Names, Reader
from unknot.screen.data.questions import Question

OPTION_LABELS = "option_labels.csv"

# In place of a question: the words of an option for every question that has none of its own for it.
EVERY_QUESTION = "*"


class OptionLabel(Entry):
    """The words of an option."""

    question: str
    option: str
    text: str

    @property
    def id(self) -> str:
        """Return the name by which it is kept."""
        return f"{self.question}.{self.option}"


def label_of(labels: dict[str, OptionLabel], question: str, option: str) -> str:
    """Return the name of the label of an option; the question's own where there is none."""
    names = (f"{question}.{option}", f"{EVERY_QUESTION}.{option}")
    return next((name for name in names if name in labels), names[0])


def read_option_labels(reader: Reader, questions: dict[str, Question]) -> dict[str, OptionLabel]:
    """Read the labels by "question.option" or "*.option": one for every option, and none for nothing."""
    labels: dict[str, OptionLabel] = {}
    for label in reader.rows(OPTION_LABELS, OptionLabel):
        if label.id in labels:
            reader.fault(OPTION_LABELS, label.id, "stands twice")
        labels[label.id] = label
    _check_that_all_are_used(reader, labels, {name: one.worded_options for name, one in questions.items()})
    reader.resolve_sources(OPTION_LABELS, labels.items())
    return labels


def _check_that_all_are_used(reader: Reader, labels: dict[str, OptionLabel], options: dict[str, Names]) -> None:
    used = {label_of(labels, question, option) for question, names in options.items() for option in names}
    for name in sorted(used - labels.keys()):
        reader.fault(OPTION_LABELS, name, "has no row")
    for name, label in labels.items():
        if name not in used:
            _say_why_unused(reader, label, options)


def _say_why_unused(reader: Reader, label: OptionLabel, options: dict[str, Names]) -> None:
    if label.question in options:
        known = options[label.question]
        reader.resolve(OPTION_LABELS, label.id, "option of its question", [label.option], known)
    elif label.question != EVERY_QUESTION:
        reader.resolve(OPTION_LABELS, label.id, "question", [label.question], options)
    else:
        reader.fault(OPTION_LABELS, label.id, "is the label of no option")
