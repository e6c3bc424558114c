"""All facts of measuring together, read once and checked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from unknot.errors import BadInput, nearest
from unknot.knowledge import Entry, Reader
from unknot.measure.data.fm2016 import Fm2016Data, read_fm2016
from unknot.measure.data.instruments import Instrument, Unit
from unknot.measure.data.reporting import (
    ClassifyRule,
    CourseRule,
    OwnComparisonRule,
    PainLevels,
    PgicLevels,
    ReliableChangeRule,
    ResponderRule,
    TimePoint,
    TogetherRule,
    WeeklySet,
    Wording,
)
from unknot.measure.data.thresholds import Norm, Threshold

INSTRUMENTS, CHANGE, NORMS, UNITS = "instruments.toml", "change.toml", "norms.toml", "units.toml"
REPORTING = "reporting.toml"


@dataclass(frozen=True)
class MeasureData:
    """All facts of the stage."""

    instruments: dict[str, Instrument]
    thresholds: dict[str, Threshold]
    norms: dict[str, Norm]
    units: dict[str, Unit]
    classify: ClassifyRule
    pain_levels: PainLevels
    pgic_levels: PgicLevels
    course: CourseRule
    together: TogetherRule
    responder: ResponderRule
    reliable_change: ReliableChangeRule
    own_comparison: OwnComparisonRule
    wordings: dict[str, Wording]
    time_points: dict[str, TimePoint]
    weekly: dict[str, WeeklySet]
    fm2016: Fm2016Data

    def thresholds_of(self, instrument: str) -> list[Threshold]:
        """Return the thresholds of an instrument, its default first."""
        own = [one for one in self.thresholds.values() if one.instrument == instrument]
        return sorted(own, key=lambda one: not one.default)


@cache
def load_measure_data() -> MeasureData:
    """Return the facts of measuring, read once and checked.

    Raises
    ------
    KnowledgeError
        If an entry is not valid, or a source or an instrument is unknown; all faults are listed.
    """
    reader = Reader("measure")
    data = MeasureData(
        instruments=reader.entries(INSTRUMENTS, "instrument", Instrument),
        thresholds=reader.entries(CHANGE, "threshold", Threshold),
        norms=reader.entries(NORMS, "norm", Norm),
        units=reader.entries(UNITS, "unit", Unit),
        classify=reader.section(REPORTING, "classify", ClassifyRule),
        pain_levels=reader.section(REPORTING, "pain_levels", PainLevels),
        pgic_levels=reader.section(REPORTING, "pgic_levels", PgicLevels),
        course=reader.section(REPORTING, "course", CourseRule),
        together=reader.section(REPORTING, "together", TogetherRule),
        responder=reader.section(REPORTING, "responder", ResponderRule),
        reliable_change=reader.section(REPORTING, "reliable_change", ReliableChangeRule),
        own_comparison=reader.section(REPORTING, "own_comparison", OwnComparisonRule),
        wordings=reader.entries(REPORTING, "wording", Wording),
        time_points=reader.entries(REPORTING, "time_point", TimePoint),
        weekly=reader.entries(REPORTING, "weekly", WeeklySet),
        fm2016=read_fm2016(reader),
    )
    _check_sources(reader, data)
    _check_instruments(reader, data)
    _check_names(reader, data)
    reader.finish()
    return data


def find_instrument(name: str) -> Instrument:
    """Return an instrument by its id.

    Raises
    ------
    BadInput
        If there is none; the message names the nearest, or all.
    """
    known = load_measure_data().instruments
    if name not in known:
        hint = nearest(name, known) or f"; expected one of {', '.join(known)}"
        raise BadInput(f"unknown instrument {name!r:.60}{hint}")
    return known[name]


def _check_sources(reader: Reader, data: MeasureData) -> None:
    reader.resolve_sources(INSTRUMENTS, data.instruments.items())
    reader.resolve_sources(CHANGE, data.thresholds.items())
    reader.resolve_sources(NORMS, data.norms.items())
    reader.resolve_sources(UNITS, data.units.items())
    names = ("classify", "pain_levels", "pgic_levels", "course", "together", "responder", "reliable_change")
    single: dict[str, Entry] = {name: getattr(data, name) for name in (*names, "own_comparison")}
    reader.resolve_sources(REPORTING, [*single.items(), *data.wordings.items(), *data.time_points.items()])
    reader.resolve_sources(REPORTING, data.weekly.items())


def _check_instruments(reader: Reader, data: MeasureData) -> None:
    defaults = Counter(one.instrument for one in data.thresholds.values() if one.default)
    judged = {one.instrument for one in data.thresholds.values()}
    for name, instrument in data.instruments.items():
        if instrument.item and not instrument.items_included:
            reader.fault(INSTRUMENTS, name, "its wording may not be shown, but items stand here")
        if name in judged and defaults[name] != 1:
            reader.fault(CHANGE, name, f"has {defaults[name]} default thresholds, expected 1")


def _check_names(reader: Reader, data: MeasureData) -> None:
    def resolve(file: str, entry: str, names: Iterable[str]) -> None:
        reader.resolve(file, entry, "instrument", names, data.instruments)

    for threshold in data.thresholds.values():
        resolve(CHANGE, threshold.id, [threshold.instrument])
    for norm in data.norms.values():
        resolve(NORMS, norm.id, [norm.instrument])
    for time_point in data.time_points.values():
        resolve(REPORTING, time_point.id, time_point.measures)
    for weekly in data.weekly.values():
        named = [*weekly.measures, weekly.function, *filter(None, [weekly.instead])]
        resolve(REPORTING, weekly.id, named)
        for name in named:
            if name in data.instruments and not data.instruments[name].item:
                reader.fault(REPORTING, weekly.id, f"asks {name}, whose wording does not stand here")
