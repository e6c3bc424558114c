"""Widespread pain: the Widespread Pain Index, the Symptom Severity Scale, and the criteria of 2016.

Not known is never 0: a symptom that was not rated gives no score, and without an answer to how long it has lasted the
criteria are met or not only where that answer could not change it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from unknot.body import load_atlas
from unknot.draw import is_generalised, regions_of_areas
from unknot.errors import BadInput, nearest
from unknot.knowledge import UNSURE, Value
from unknot.measure.data import load_measure_data
from unknot.measure.data.fm2016 import Fm2016Item
from unknot.measure.readings import MISSING, YES_NO, is_missing, refuse_unknown_fields
from unknot.measure.result import NoScore

# Item ids of the published list may be written with this before the area.
AREA_PREFIX = "area_"
HIGHEST_SEVERITY = 3
NOT_KNOWN = (*MISSING, UNSURE)


class Fm2016Score(Value):
    """The Widespread Pain Index (0-19), the Symptom Severity Scale (0-12), and whether the criteria of 2016 are met.

    `met` is null where it hangs on how long the symptoms have lasted and that was not said. `score` is the sum of
    both (0-31), a measure of severity. `regions`: of five, those with pain; jaw, chest and belly count for none.
    """

    wpi: int
    sss: int
    score: int
    regions: tuple[str, ...]
    is_generalised: bool
    met: bool | None


def score_fm2016(answers: Mapping[str, object]) -> Fm2016Score | NoScore:
    """Return the score of the 2016 criteria of fibromyalgia.

    Parameters
    ----------
    answers
        `areas`: names of painful areas of the Widespread Pain Index, past week; an area that is not named does not
        hurt. `fatigue`, `unrefreshed`, `cognitive`: 0 to 3, past week. `headaches`, `lower_abdomen`, `depression`:
        yes or no, past six months. `three_months`: yes or no, symptoms generally present for so long.

    Returns
    -------
    Fm2016Score or NoScore
        A number or answer beyond its range, and a symptom or the list of areas left out, give no score.

    Raises
    ------
    BadInput
        If a field or an area is unknown.

    Notes
    -----
    Source: Wolfe et al. 2016 (`wolfe2016_table` in sources.csv). Met if WPI >= 7 and SSS >= 5, or WPI 4 to 6 and
    SSS >= 9; and pain in at least 4 of 5 regions; and for at least three months; whatever other diagnoses there are.
    It is a result for a talk with a doctor, no diagnosis.

    Examples
    --------
    >>> score_fm2016({"areas": ["neck"], "fatigue": 4}).error
    'out_of_range'
    """
    items = load_measure_data().fm2016.items.values()
    refuse_unknown_fields(answers, ("areas", *(item.id for item in items)))
    known = [item for item in items if answers.get(item.id) not in NOT_KNOWN]
    for item in known:
        if not _is_in_range(item, answers[item.id]):
            return _out_of_range(item, answers[item.id])
    rated = {item.id: _points(item, answers[item.id]) for item in known}
    lasted = rated.pop("three_months", None)
    missing = [item.id for item in items if item.kind != "duration" and item.id not in rated]
    if is_missing(answers.get("areas")):
        missing.insert(0, "areas")
    if missing:
        return NoScore(error="too_many_missing", message=f"no score without: {', '.join(missing)}")
    return _scored(_read_areas(answers["areas"]), sum(rated.values()), lasted)


def _scored(areas: tuple[str, ...], sss: int, lasted: int | None) -> Fm2016Score:
    criteria = load_measure_data().fm2016.criteria
    wpi, regions = len(areas), regions_of_areas(areas)
    is_pair = any(_is_within(wpi, pair.wpi) and _is_within(sss, pair.sss) for pair in criteria.pairs)
    met: bool | None = is_generalised(regions) and is_pair
    if met:
        met = None if lasted is None else bool(lasted)
    return Fm2016Score(
        wpi=wpi, sss=sss, score=wpi + sss, regions=regions, is_generalised=is_generalised(regions), met=met
    )


def _is_within(value: int, bounds: tuple[int, int]) -> bool:
    return bounds[0] <= value <= bounds[1]


def _is_in_range(item: Fm2016Item, given: object) -> bool:
    if item.kind == "severity":
        return isinstance(given, int) and not isinstance(given, bool) and 0 <= given <= HIGHEST_SEVERITY
    return isinstance(given, str | int) and given in YES_NO


def _points(item: Fm2016Item, given: Any) -> int:
    return int(given) if item.kind == "severity" else YES_NO[given]


def _out_of_range(item: Fm2016Item, given: object) -> NoScore:
    expected = f"a whole number from 0 to {HIGHEST_SEVERITY}" if item.kind == "severity" else "yes or no"
    return NoScore(error="out_of_range", message=f"{item.id}: expected {expected}, got {given!r:.40}")


def _read_areas(given: object) -> tuple[str, ...]:
    """Return the areas that are named, each once, in the order of the index."""
    if not isinstance(given, list | tuple):
        raise BadInput(f"areas: expected a list of areas, got {given!r:.60}")
    known = load_atlas().wpi_areas
    named = {str(area).removeprefix(AREA_PREFIX) for area in given}
    for name in named:
        if name not in known:
            raise BadInput(f"areas: unknown area {name!r:.60}{nearest(name, known)}")
    return tuple(area for area in known if area in named)
