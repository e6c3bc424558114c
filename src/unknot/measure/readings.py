"""Reading what was answered: one value, a list of answers, named readings, ticked sentences, trials of pressure.

Missing (null or "missing") is never 0. A value beyond its range is never clipped: both end in a `NoScore`. What has
the wrong shape, such as a field that nobody reads or a list of another length, is a `BadInput`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from math import isfinite

from unknot.errors import BadInput, nearest
from unknot.knowledge import UNSURE
from unknot.measure.data import load_measure_data
from unknot.measure.data.instruments import Instrument
from unknot.measure.result import CannotScoreError

Answers = Mapping[str, object]
Values = tuple[float | None, ...]

MISSING = (None, "missing")
# Ways of counting that give whole numbers where the answers are whole.
WHOLE_SCORES = ("single", "sum", "sum_times_4", "sum_and_subscale", "fm2016")
NOT_APPLICABLE = "not_applicable"
# 1 and 0 are equal to True and False.
YES_NO: dict[object, int] = {"yes": 1, "no": 0, True: 1, False: 0}


def refuse_unknown_fields(answers: Answers, known: Collection[str]) -> None:
    """Raise BadInput for a field that nobody reads, so that a misspelt one cannot be lost."""
    for name in answers:
        if name not in known:
            raise BadInput(f"unknown field {name!r:.60}; expected {', '.join(known)}{nearest(name, known)}")


def is_missing(given: object) -> bool:
    """Return whether there is no answer."""
    return given is None or (isinstance(given, str) and given in MISSING)


def read_list(given: object, name: str, least: int, most: int) -> Sequence[object]:
    """Return the answers of a list that holds as many as an instrument asks.

    Raises
    ------
    CannotScoreError
        If the whole list is missing.
    BadInput
        If it is no list, or has another length.
    """
    if is_missing(given):
        raise CannotScoreError("too_many_missing", f"no score without {name}")
    expected = f"{most}" if least == most else f"{least} to {most}"
    if not isinstance(given, list | tuple):
        raise BadInput(f"{name}: expected a list of {expected} answers, got {given!r:.60}")
    if not least <= len(given) <= most:
        hint = "; write null for one that is missing" if len(given) < least else ""
        raise BadInput(f"{name}: expected {expected} answers, got {len(given)}{hint}")
    return given


def read_value(instrument: Instrument, name: str, given: object) -> float | None:
    """Return one answer as a number, or None where it is missing.

    Raises
    ------
    CannotScoreError
        If it is no number that the instrument allows.
    """
    if is_missing(given) or (instrument.unsure and given == UNSURE):
        return None
    if instrument.is_yes_no and isinstance(given, str | bool) and given in YES_NO:
        return YES_NO[given]
    value = as_number(given)
    if value is not None and _is_allowed(instrument, value):
        return value
    raise CannotScoreError("out_of_range", f"{name}: expected {allowed_in_words(instrument)}, got {given!r:.40}")


def as_number(given: object) -> float | None:
    """Return a finite number, or None for anything else: a truth value is no number."""
    if isinstance(given, bool) or not isinstance(given, int | float):
        return None
    try:
        return float(given) if isfinite(given) else None
    except OverflowError:  # a whole number that no float can hold
        return None


def _is_allowed(instrument: Instrument, given: float) -> bool:
    if instrument.whole and not given.is_integer():
        return False
    if instrument.item_values:
        return given in instrument.item_values
    return instrument.item_min <= given <= instrument.item_max


def allowed_in_words(instrument: Instrument) -> str:
    """Return what one answer may be."""
    if instrument.is_yes_no:
        return "yes, no, 1 or 0"
    if instrument.item_values:
        return f"one of {', '.join(map(str, instrument.item_values))}"
    kind = "a whole number" if instrument.whole else "a number"
    return f"{kind} from {instrument.item_min:.10g} to {instrument.item_max:.10g}"


def read_answers(instrument: Instrument, answers: Answers) -> Values:
    """Return the values of `{answers: [...]}`."""
    refuse_unknown_fields(answers, ("answers",))
    return _read_each(instrument, _listed(instrument, answers))


def _listed(instrument: Instrument, answers: Answers) -> Sequence[object]:
    most = instrument.asks
    return read_list(answers.get("answers"), "answers", instrument.least_asked or most, most)


def _read_each(instrument: Instrument, given: Sequence[object]) -> Values:
    return tuple(read_value(instrument, f"answer {number}", one) for number, one in enumerate(given, 1))


def read_fields(instrument: Instrument, answers: Answers) -> Values:
    """Return the values of named readings, in the order of the instrument's fields."""
    refuse_unknown_fields(answers, instrument.fields)
    return tuple(read_value(instrument, name, answers.get(name)) for name in instrument.fields)


def read_rmdq24(instrument: Instrument, answers: Answers) -> Values:
    """Return the values of the sentences, as ticked (`{mode: tick, ticked}`) or as yes and no (`{answers}`).

    A sentence that is not ticked is 0, and one that does not apply to the person counts as not ticked; only a yes
    or no can be missing.
    """
    refuse_unknown_fields(answers, ("mode", "ticked", "answers"))
    if "ticked" in answers and "answers" in answers:
        raise BadInput("rmdq24: give either ticked or answers, not both")
    modes = ("tick",) if "ticked" in answers else ("yes_no", "tick")
    mode = modes[0] if is_missing(answers.get("mode")) else answers["mode"]
    if mode not in modes:
        raise BadInput(f"mode: expected {' or '.join(modes)}, got {mode!r:.40}")
    if "ticked" in answers:
        return _read_ticked(instrument, answers["ticked"])
    given = ["no" if one == NOT_APPLICABLE else one for one in _listed(instrument, answers)]
    values = _read_each(instrument, given)
    return tuple(value or 0.0 for value in values) if mode == "tick" else values


def _read_ticked(instrument: Instrument, given: object) -> Values:
    """Return 1 for each sentence that is ticked, named by its number or its id; a whole number is their count."""
    numbers = {item.id: number for number, item in enumerate(instrument.item, 1)}
    if isinstance(given, int) and not isinstance(given, bool):
        return _read_count(given, len(numbers))
    ticked = {_number_of(one, numbers) for one in read_list(given, "ticked", 0, len(numbers))}
    return tuple(float(number in ticked) for number in numbers.values())


def _number_of(given: object, numbers: Mapping[str, int]) -> int:
    if isinstance(given, str):
        if given not in numbers:
            raise BadInput(f"ticked: unknown sentence {given!r:.40}{nearest(given, numbers)}")
        return numbers[given]
    if isinstance(given, int) and not isinstance(given, bool) and 1 <= given <= len(numbers):
        return given
    raise CannotScoreError("out_of_range", f"ticked: expected sentences from 1 to {len(numbers)}, got {given!r:.40}")


def _read_count(given: int, count: int) -> Values:
    if not 0 <= given <= count:
        raise CannotScoreError("out_of_range", f"ticked: expected a count from 0 to {count}, got {given}")
    return (1.0,) * given + (0.0,) * (count - given)


def read_obtained(instrument: Instrument, name: str, answers: Answers) -> float:
    """Return a score that was obtained elsewhere.

    Raises
    ------
    CannotScoreError
        If it is missing, or no number that the instrument can give.
    BadInput
        If answers stand beside it.
    """
    refuse_unknown_fields(answers, (name,))
    given = answers[name]
    if is_missing(given):
        raise CannotScoreError("too_many_missing", f"{name}: there is none")
    value, (low, high) = as_number(given), instrument.range
    is_whole = instrument.whole and instrument.scoring in WHOLE_SCORES
    if value is None or not low <= value <= high or (is_whole and not value.is_integer()):
        kind = "a whole number" if is_whole else "a number"
        raise CannotScoreError("out_of_range", f"{name}: expected {kind} from {low:g} to {high:g}, got {given!r:.40}")
    return value


def read_ppt(instrument: Instrument, answers: Answers) -> Values:
    """Return the trials of a pressure pain threshold in kPa.

    `unit` says what the trials are in; where it is a force, it is divided by `contact_cm2`, the area of the probe
    (1 cm2 when missing). `drop_first`: of three trials the first does not count.
    """
    refuse_unknown_fields(answers, ("trials", "unit", "contact_cm2", "drop_first"))
    drop_first = answers.get("drop_first") or False
    if not isinstance(drop_first, bool):
        raise BadInput(f"drop_first: expected true or false, got {drop_first!r:.40}")
    most = instrument.asks
    kpa = _kpa_of(instrument, answers.get("unit"), answers.get("contact_cm2"))
    given = read_list(answers.get("trials"), "trials", 1, most)
    trials = tuple(_read_trial(instrument, f"trial {number}", one, kpa) for number, one in enumerate(given, 1))
    return trials[1:] if drop_first and len(trials) == most else trials


def _read_trial(instrument: Instrument, name: str, given: object, kpa: float) -> float | None:
    pressure = as_number(given)
    if pressure is None:
        return read_value(instrument, name, given)
    return read_value(instrument, f"{name} in {instrument.unit}", pressure * kpa)


def _kpa_of(instrument: Instrument, unit: object, contact_cm2: object) -> float:
    """Return how many kPa one of the unit is."""
    units = load_measure_data().units
    if not isinstance(unit, str) or unit not in units:
        raise BadInput(f"unit: expected one of {', '.join(units)}, got {unit!r:.40}{nearest(str(unit), units)}")
    if not units[unit].per_area:
        return units[unit].kpa
    area = instrument.contact_cm2 if is_missing(contact_cm2) else as_number(contact_cm2)
    if area is None or area <= 0:
        raise BadInput(f"contact_cm2: expected the area of the probe in cm2, above 0, got {contact_cm2!r:.40}")
    return units[unit].kpa / area
