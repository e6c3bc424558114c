"""The readable list of all rules."""

from __future__ import annotations

from datetime import date
from itertools import groupby

from unknot_app.actions.rules_in_words import all_rules
from unknot_app.cli.words import bullets, heading, wrap


def rules_report(day: date) -> str:
    """Return every rule by its kind, with how much of it a clinician has read."""
    rules = list(all_rules().values())
    reviewed = sum(rule.is_reviewed for rule in rules)
    overdue = sum(rule.is_overdue(day) for rule in rules)
    lines = [wrap(f"{len(rules)} rules, {reviewed} of them reviewed by a clinician, {overdue} overdue.")]
    for name, of_kind in groupby(rules, lambda rule: rule.kind_name):
        lines += heading(name)
        lines += bullets(f"{rule.title} [{rule.id}]" for rule in of_kind)
    return "\n".join(lines)
