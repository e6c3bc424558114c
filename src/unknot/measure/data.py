"""The facts that measuring needs: what an instrument asks, how it is scored, and which change matters."""

# Modules that define many models leave out `from __future__ import annotations`; see unknot.knowledge.
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Literal

from pydantic import Field

from unknot.errors import BadInput, nearest
from unknot.knowledge import Entry, Reader, Status, Value

Range = tuple[int, int]
Direction = Literal["higher_worse", "higher_better", "by_domain"]
MicFrom = Literal["measurement_error", "borrowed", "quoted"]

INSTRUMENTS, CHANGE, NORMS, UNITS = "instruments.toml", "change.toml", "norms.toml", "units.toml"
REPORTING, FM2016 = "reporting.toml", "fm2016.toml"


class Item(Value):
    """One question of an instrument, in words that may be shown, with its steps or the words at both ends."""

    id: str
    text: str
    anchor_low: str = ""
    anchor_high: str = ""
    options: tuple[str, ...] = ()


class Instrument(Entry):
    """A questionnaire or a measurement: what it asks, whose it is, and how answers become a score."""

    id: str
    name: str
    plain_name: str = ""
    domain: str
    type: Literal["prom", "physical", "diary", "drawing"]
    licence: str
    licence_status: Status
    items_included: bool
    asks: int
    least_asked: int | None = None
    item_min: float = 0
    item_max: float = 0
    item_values: tuple[int, ...] = ()
    whole: bool = True
    fields: tuple[str, ...] = ()
    least_answered: int | None = None
    unsure: bool = False
    range: tuple[float, float]
    unit: str | None = None
    direction: Direction
    recall: str
    instruction: str = ""
    scoring: str
    scoring_text: str
    reverse_items: tuple[int, ...] = ()
    subscale_items: tuple[int, ...] = ()
    subscale_band: tuple[float, str] | None = None
    least_total: float | None = None
    bands: tuple[tuple[float, float, str], ...] = ()
    bands_note: str = ""
    cutoff: float | None = None
    cutoff_text: str = ""
    not_an_outcome: bool = False
    missing: str
    missing_basis: str = ""
    contact_cm2: float = 1
    ramp_kgf_cm2_s: float | None = None
    loinc: str = ""
    loinc_text: str = ""
    loinc_other: tuple[str, ...] = ()
    item: tuple[Item, ...] = ()

    @property
    def is_yes_no(self) -> bool:
        """Return whether an answer is yes (1) or no (0)."""
        return not self.fields and (self.item_min, self.item_max) == (0, 1)


class Threshold(Entry):
    """From which change on a score is better or worse, for one use of an instrument.

    `mic_from`: where the important change comes from, unless people were asked which change they notice.
    """

    id: str
    instrument: str
    use: str
    default: bool = False
    mdc: float | None = Field(default=None, gt=0)
    mdc_level: str = ""
    sem: float | None = Field(default=None, gt=0)
    mic_abs: float | None = Field(default=None, gt=0)
    mic_from: MicFrom | None = None
    mic_pct: float | None = Field(default=None, gt=0)
    mic_by_baseline: tuple[tuple[float, float, float], ...] = ()
    levels: tuple[float, ...] = ()


class Norm(Entry):
    """What is known of usual values or of reliability."""

    id: str
    instrument: str
    age_from: int | None = None
    value: float | None = None
    unit: str = ""
    text: str


class Unit(Entry):
    """A unit of pressure, as kPa; or of force, to be divided by the area of contact in cm2."""

    id: str
    kpa: float = Field(gt=0)
    per_area: bool = False
    text: str


class ClassifyRule(Entry):
    """How a change is classified, in words, and how far two figures may differ and still be equal."""

    formula: tuple[str, ...]
    boundaries: str
    tolerance: float = Field(gt=0)


class PainLevels(Entry):
    """How large a reduction of pain is, from how many percent on, largest first."""

    levels: tuple[tuple[str, float], ...]


class PgicLevels(Entry):
    """Which answers to the global impression of change tell how large a change."""

    levels: tuple[tuple[str, tuple[int, ...]], ...]


class CourseRule(Entry):
    """How a course over weeks is judged, in words, how many answered weeks it takes, and when it is old.

    `same_answer_within_minutes`: so soon after one another, answers to the same question are one.
    """

    days_of_a_week: int = Field(gt=0)
    least_weeks: int = Field(ge=3)
    old_after_days: int = Field(gt=0)
    same_answer_within_minutes: int = Field(gt=0)
    formula: tuple[str, ...]


class TogetherRule(Entry):
    """How the courses of pain and function become one answer, in words."""

    formula: tuple[str, ...]


class ResponderRule(Entry):
    """From which improvement on somebody has responded: percent of pain and function, points of activities."""

    pain_pct: float = Field(gt=0)
    function_pct: float = Field(gt=0)
    activities_points: float = Field(gt=0)
    impressions: tuple[int, ...]
    formula: tuple[str, ...]


class ReliableChangeRule(Entry):
    """From which index on a change is reliable."""

    at_least: float = Field(gt=0)
    formula: tuple[str, ...]


class OwnComparisonRule(Entry):
    """How two ways are compared on one's own body: the design, the priors on ten points, and when it is decided.

    `sure`: from which probability of any difference on one way is better; `likely`: from which probability on it
    also matters; `sure_of_none`: from which probability on no difference matters. `chance_winners_pct`: in how many
    of 100 people with two equally good ways some comparison of so many names a winner, as measured by
    `python -m benchmarks.n_of_1`.
    """

    pairs: Range
    period_days: int = Field(gt=0)
    left_out_days: int = Field(ge=0)
    half_lives_days: tuple[float, ...]
    least_days: int = Field(gt=2)
    prior_level: float = Field(gt=0)
    prior_effect: float = Field(gt=0)
    prior_trend: float = Field(gt=0)
    prior_noise: float = Field(gt=0)
    likeness: tuple[float, float]
    noise: tuple[float, float]
    sure: float = Field(gt=0.5, lt=1)
    likely: float = Field(ge=0.5, lt=1)
    sure_of_none: float = Field(gt=0.5, lt=1)
    more_weeks_at_most: int = Field(gt=0)
    chance_winners_pct: tuple[tuple[int, float], ...]
    formula: tuple[str, ...]


class Wording(Entry):
    """What a result is called."""

    id: str
    text: str


class TimePoint(Entry):
    """When to measure, and what."""

    id: str
    when: str
    measures: tuple[str, ...]
    why: str = ""


class WeeklySet(Entry):
    """What is asked once a week of somebody with a complaint, in order, and which of it is the function."""

    id: str
    measures: tuple[str, ...]
    function: str
    instead: str = ""


class Pair(Value):
    """Ranges of the Widespread Pain Index and the Symptom Severity Scale that meet the criteria together."""

    wpi: Range
    sss: Range


class Fm2016Criteria(Entry):
    """When the 2016 criteria of fibromyalgia are met."""

    pairs: tuple[Pair, ...]


class Fm2016Item(Entry):
    """Something that the criteria ask: a severity from 0 to 3, a yes or no, or how long it has lasted."""

    id: str
    kind: Literal["severity", "yes_no", "duration"]
    question: str


class SeverityLabel(Entry):
    """What a step of severity is called."""

    value: int = Field(ge=0, le=3)
    text: str


@dataclass(frozen=True)
class Fm2016Data:
    """The criteria of fibromyalgia, what they ask beside the areas, and the words for 0 to 3."""

    criteria: Fm2016Criteria
    items: dict[str, Fm2016Item]
    severities: dict[int, str]


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
        fm2016=_read_fm2016(reader),
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


def _read_fm2016(reader: Reader) -> Fm2016Data:
    criteria = reader.section(FM2016, "criteria", Fm2016Criteria)
    items = reader.entries(FM2016, "item", Fm2016Item)
    labels = reader.entries(FM2016, "severity", SeverityLabel, key="value")
    reader.resolve_sources(FM2016, [("criteria", criteria), *items.items(), *labels.items()])
    return Fm2016Data(criteria, items, {label.value: label.text for label in labels.values()})


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
