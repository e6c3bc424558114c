"""What `unknot fhir` writes for people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any

from unknot.exchange import HealthRecord, Stated, Understood
from unknot.refer import load_refer_data
from unknot.screen import load_screen_data
from unknot_app.cli.words import bullets, heading, wrap

if TYPE_CHECKING:
    from unknot_app.site.health_files import Offered


def items_report(offered: Sequence[Offered]) -> str:
    """Return what may go into a file, section by section."""
    sections = load_refer_data().letter_sections
    lines = ["[x] goes in if nothing is chosen; the rest with --item."]
    for section, items in groupby(offered, lambda one: one.section):
        lines += heading(sections[section].name)
        for one in items:
            lines.append(f"[{'x' if one.is_ticked else ' '}] {one.id}")
            lines += [wrap(one.says, 6)] if one.says else []
    return "\n".join(lines)


def checked_report(bundle: dict[str, Any], record: HealthRecord, understood: Understood) -> str:
    """Return that a file is valid, and what is understood of it."""
    count = len(bundle.get("entry", ()))
    born = f", born {record.born}" if record.born else ""
    lines = [
        f"Valid FHIR R4: a Bundle of type {bundle.get('type')} with {count} {'entry' if count == 1 else 'entries'}.",
        f"About: {record.name or 'somebody without a name'}{born}.",
    ]
    items = load_screen_data().items
    ticks = [f"{items[one.item].text}: {_listed(one.said)}" for one in understood.suggestions]
    for title, told in (
        ("It would tick, once somebody confirms it", ticks),
        ("What hurts", list(_texts(understood.complaints))),
        ("Not understood", list(_texts(understood.not_understood))),
        ("Marked as wrong, or a medicine of the past", list(_texts(understood.left_alone))),
        ("Not read", [f"{number} {kind}" for kind, number in record.others.items()]),
    ):
        lines += [*heading(title), *bullets(told)] if told else []
    return "\n".join(lines)


def _texts(stated: Iterable[Stated]) -> Iterator[str]:
    return (one.text or "without words" for one in stated)


def _listed(stated: Iterable[Stated]) -> str:
    return "; ".join(_texts(stated))
