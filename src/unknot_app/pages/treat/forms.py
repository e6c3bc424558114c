"""Three numbers, before and after; what was done of each step, without scripts; and how the body answered."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.core.exceptions import BadRequest
from django.http import QueryDict

from unknot.body import load_atlas
from unknot.treat import Feelings, PlannedStep, SessionRecord, load_treat_data, pressed_steps
from unknot.treat.data import Sign
from unknot_app.actions.session_in_words import ASKED
from unknot_app.pages.drawing.places import Part, place_form
from unknot_app.pages.frame.sent import sent_rating

DID = ("done", "partly", "skipped")


@dataclass(frozen=True)
class Row:
    """One of the three numbers: its name in the form, its words, and what was chosen."""

    name: str
    words: str
    chosen: int | None


def rows_of(feelings: Feelings) -> tuple[Row, ...]:
    return tuple(Row(name, words, getattr(feelings, name)) for name, words in ASKED.items())


def read_feelings(sent: QueryDict) -> Feelings:
    """Return the numbers that were sent; what was left out, or is no number of the page, is not known."""
    return Feelings(**{name: sent_rating(sent, name) for name in ASKED})


def read_done(sent: QueryDict, planned: Iterable[PlannedStep]) -> list[dict[str, Any]]:
    """Return what was told of each step afterwards; a step of which nothing was told is not in it."""
    told = {step.step: sent.get(f"did.{step.step}") for step in planned}
    return [{"step": key, "state": did} for key, did in told.items() if did in DID]


@dataclass(frozen=True)
class Checked:
    """What a check sent, with what is missing or contradicts itself."""

    treatment_id: UUID
    after_h: int
    soreness: int | None
    signs: tuple[str, ...]
    where: tuple[str, ...]
    faults: frozenset[str] = frozenset()


@dataclass(frozen=True)
class CheckForm:
    """The check as it stands on the page: what can be named, and what was chosen."""

    new: tuple[tuple[Sign, bool], ...]
    warning: tuple[tuple[Sign, bool], ...]
    pressed: tuple[tuple[str, str, str, bool], ...]
    elsewhere: tuple[Part, ...]
    soreness: int | None = None
    faults: frozenset[str] = field(default_factory=frozenset)


def check_form(record: SessionRecord, sent: Checked | None) -> CheckForm:
    signs, ticked = load_treat_data().signs.values(), sent.signs if sent else ()
    where = sent.where if sent else ()
    marks = [dict(zip(("id", "side"), cell.split(":"), strict=True)) for cell in where]
    return CheckForm(
        new=tuple((sign, sign.id in ticked) for sign in signs if not sign.is_warning),
        warning=tuple((sign, sign.id in ticked) for sign in signs if sign.is_warning),
        pressed=tuple((cell, name, side, cell in where) for cell, name, side in _pressed(record)),
        elsewhere=place_form(marks).parts,
        soreness=sent.soreness if sent else None,
        faults=sent.faults if sent else frozenset(),
    )


def _pressed(record: SessionRecord) -> Iterable[tuple[str, str, str]]:
    """Yield each place that was pressed: as it is sent, its name, and its side."""
    regions = load_atlas().regions
    steps = (planned for planned, _ in pressed_steps(record).values())
    cells = {f"{step.region}:{step.step.split(':')[1]}": step for step in steps if step.region in regions}
    for cell in cells:
        region, side = cell.split(":")
        yield cell, regions[region].name, side


def read_check(sent: QueryDict) -> Checked:
    """Return what a check sent; names that are not on the page are passed over.

    "Nothing new" beside something that was ticked is no answer: it is asked which is right.
    """
    signs = tuple(name for name in load_treat_data().signs if name in sent.getlist("item"))
    cells = load_atlas().cells
    soreness = sent_rating(sent, "soreness")
    faults = set()
    if soreness is None:
        faults.add("soreness")
    if signs and sent.get("do") == "none":
        faults.add("both")
    if not signs and sent.get("do") != "none":
        faults.add("neither")
    try:
        treatment_id, after_h = UUID(sent.get("session", "")), int(sent.get("after_h", ""))
    except ValueError:
        raise BadRequest from None  # only a manipulated page names no session
    where = tuple(cell for cell in dict.fromkeys(sent.getlist("place")) if cell in cells)
    return Checked(treatment_id, after_h, soreness, signs, where, frozenset(faults))
