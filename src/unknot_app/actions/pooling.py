"""Pooling the studies of a table, which comes as CSV or as JSON."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence

from unknot.errors import BadInput, nearest
from unknot.evidence import Caution, Pooled, StudyEffect, pool, read_study
from unknot.evidence.effects import FIELDS
from unknot_app.actions.json_text import read_json_text
from unknot_app.actions.reading import read_fields

CASE_FIELDS = ("studies", "method", "hksj")
DEFAULT_METHOD = "reml"


def pool_text(text: str, method: str | None = None, hksj: bool | str | None = None) -> Pooled:
    """Pool what a file holds: JSON if it begins with a brace, else a CSV table. What is given here has priority."""
    text = text.removeprefix("\ufeff")
    if not text.lstrip().startswith(("{", "[")):
        return pool_table(text, method, hksj)
    return pool_case(read_json_text(text), method, hksj)


def pool_case(raw: object, method: str | None = None, hksj: bool | str | None = None) -> Pooled:
    """Pool the studies of a case; a field `case` is the caller's own. What is given here has priority."""
    case = {name: value for name, value in raw.items() if name != "case"} if isinstance(raw, Mapping) else raw
    given = read_fields(case, CASE_FIELDS)
    listed = given.get("studies")
    if not isinstance(listed, Sequence) or isinstance(listed, str):
        raise BadInput(f"studies: expected a list of studies, got {listed!r:.60}")
    studies = [read_study(one, f"studies.{number}") for number, one in enumerate(listed)]
    wanted = given.get("hksj") if hksj is None else hksj
    return pool(studies, method or given.get("method") or DEFAULT_METHOD, hksj=False if wanted is None else wanted)


def pool_table(text: str, method: str | None = None, hksj: bool | str | None = None) -> Pooled:
    """Pool the studies of a CSV table, one a row. Columns that nobody reads are named in the result."""
    studies, unread = read_table(text)
    pooled = pool(studies, method or DEFAULT_METHOD, hksj=hksj or False)
    if not unread:
        return pooled
    caution = Caution(code="columns_not_read", text=f"Columns that were not read: {', '.join(unread)}.")
    return pooled.model_copy(update={"cautions": (*pooled.cautions, caution)})


def read_table(text: str) -> tuple[list[StudyEffect], list[str]]:
    """Return the studies of a CSV table and the columns that were not read."""
    rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = [name.strip().casefold() for name in next(rows, [])]
        table = [(rows.line_num, cells) for cells in rows if any(cell.strip() for cell in cells)]
    except csv.Error as error:
        raise BadInput(f"row {rows.line_num}: the table is broken: {error}") from None
    unread = _check_header(header)
    studies = []
    for number, cells in table:
        if len(cells) != len(header):
            raise BadInput(f"row {number}: expected {len(header)} cells as in the header, got {len(cells)}")
        named = {name: cell.strip() for name, cell in zip(header, cells, strict=True) if name in FIELDS}
        studies.append(read_study(named, f"row {number}"))
    return studies, unread


def _check_header(header: Sequence[str]) -> list[str]:
    if "study" not in header or "effect" not in header:
        got = ", ".join(header) or "an empty file"
        raise BadInput(
            "row 1: expected a header, separated by commas, with study, effect and one of variance, se, or ci_low "
            f"with ci_high; got {got:.120}"
        )
    twice = [name for name in header if header.count(name) > 1]
    if twice:
        raise BadInput(f"row 1: column {twice[0]!r} stands twice")
    unread = [name for name in header if name not in FIELDS]
    for name in unread:
        if nearest(name, FIELDS):
            raise BadInput(f"row 1: unknown column {name!r:.60}{nearest(name, FIELDS)}; rename it, or leave it out")
    return unread
