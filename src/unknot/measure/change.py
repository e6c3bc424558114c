"""Change: whether a score is better, the same or worse, by the published thresholds of its instrument.

A change counts when it is *reliable* (at least the minimal detectable change, else it may be measurement error) and
*important* (at least the minimal important change, in points or in percent). Not enough data, and a change within
measurement error, are ordinary answers.
"""

# Modules that define many models leave out `from __future__ import annotations`; see unknot.knowledge.
from typing import Literal

from unknot.errors import BadInput, nearest
from unknot.knowledge import Value
from unknot.measure.data import find_instrument, load_measure_data
from unknot.measure.data.instruments import Direction, Instrument
from unknot.measure.data.thresholds import Threshold
from unknot.measure.readings import as_number, is_missing

Classification = Literal["improved", "unchanged", "worse", "not_classified"]
Reason = Literal[
    "reliable_and_important",
    "within_measurement_error",
    "no_room_to_improve",
    "too_small_to_matter",
    "not_enough_data",
    "no_threshold",
    "domain_not_given",
]

# The four short forms of PROMIS; only of one is more of it better.
DOMAINS: dict[str, Direction] = {
    "pain_interference": "higher_worse",
    "sleep_disturbance": "higher_worse",
    "fatigue": "higher_worse",
    "physical_function": "higher_better",
}
# Fewer activities than these have the threshold of one activity: the published one for the mean is for three or more.
ACTIVITIES_OF_A_MEAN, ONE_ACTIVITY = 3, "psfs.one_activity"
SIZES = ("small", "medium", "large")
NO_LEVEL = "none"


class Change(Value):
    """How a score has changed between two days.

    `d`: the improvement in points, negative when it is worse; null when a score is missing. `pct`: the same in
    percent of the baseline, only where higher is worse and the baseline is above 0. `level`: how large it is
    (substantial, moderate, minimal, none), for instruments that have levels. `reason`: why it is classified so.
    `threshold`: which entry of data/measure/change.toml was used.
    """

    d: float | None
    pct: float | None
    classification: Classification
    level: str | None
    reason: Reason
    threshold: str | None


def change(
    instrument: str, baseline: object, now: object, *, use: str | None = None, domain: str | None = None
) -> Change:
    """Return how a score has changed.

    Parameters
    ----------
    instrument
        Its id, such as `rmdq24`.
    baseline, now
        Scores in the instrument's range and unit (pain_nrs: the same one of its ratings; ppt: kPa), or None or
        "missing". For psfs also the ratings of the activities, in the same order: only those rated both times count.
    use
        The id of a threshold of the instrument instead of its default one, such as `pain_nrs.neck`.
    domain
        promis_sf only: `pain_interference`, `sleep_disturbance`, `fatigue` or `physical_function`.

    Returns
    -------
    Change
        Never rounded. Thresholds are inclusive.

    Raises
    ------
    BadInput
        If the instrument, the threshold or the domain is unknown, or a score lies beyond the instrument's range.

    Notes
    -----
    Source: the thresholds are published for each instrument (data/measure/change.toml). That a change has to be
    reliable and important, and that getting worse is judged by points alone, is a choice of this project
    (data/measure/reporting.toml). A difference between two days does not show what caused it.

    Examples
    --------
    >>> change("pain_nrs", 7, 4).classification
    'improved'
    """
    asked = find_instrument(instrument)
    direction = _direction_of(asked, domain)
    if instrument == "psfs" and (isinstance(baseline, list | tuple) or isinstance(now, list | tuple)):
        before, after, few = _mean_of_both(asked, baseline, now)
        threshold = _threshold_of(asked, use or (ONE_ACTIVITY if few else None))
    else:
        before, after = _read_score(asked, "baseline", baseline), _read_score(asked, "now", now)
        threshold = _threshold_of(asked, use)
    return _judge(asked, direction, threshold, before, after)


def _direction_of(instrument: Instrument, domain: str | None) -> Direction:
    if domain is None:
        return instrument.direction
    if instrument.direction != "by_domain":
        raise BadInput(f"domain: {instrument.id} has none")
    if domain not in DOMAINS:
        raise BadInput(
            f"domain: expected one of {', '.join(DOMAINS)}, got {domain!r:.40}{nearest(str(domain), DOMAINS)}"
        )
    return DOMAINS[domain]


def _threshold_of(instrument: Instrument, use: str | None) -> Threshold | None:
    own = {one.id: one for one in load_measure_data().thresholds_of(instrument.id)}
    if use is None:
        return next(iter(own.values()), None)
    if use not in own:
        raise BadInput(f"use: expected one of {', '.join(own) or 'none'}, got {use!r:.60}{nearest(str(use), own)}")
    return own[use]


def _read_score(instrument: Instrument, name: str, given: object) -> float | None:
    if is_missing(given):
        return None
    low, high = instrument.range
    value = as_number(given)
    if value is None or not low <= value <= high:
        raise BadInput(f"{name}: expected a score of {instrument.id} from {low:g} to {high:g}, got {given!r:.40}")
    return value


def _mean_of_both(instrument: Instrument, baseline: object, now: object) -> tuple[float | None, float | None, bool]:
    """Return both means over the activities that were rated both times, and whether these are few."""
    if is_missing(baseline) or is_missing(now):
        return None, None, True
    if not (isinstance(baseline, list | tuple) and isinstance(now, list | tuple)):
        raise BadInput(f"{instrument.id}: give both baseline and now as scores, or both as lists of ratings")
    most = instrument.asks
    if not len(baseline) == len(now) <= most:
        raise BadInput(f"{instrument.id}: expected the same activities twice, at most {most}")
    rated = [
        (_read_score(instrument, f"baseline.{number}", one), _read_score(instrument, f"now.{number}", other))
        for number, (one, other) in enumerate(zip(baseline, now, strict=True))
    ]
    both = [(one, other) for one, other in rated if one is not None and other is not None]
    if not both:
        return None, None, True
    count = len(both)
    return sum(one for one, _ in both) / count, sum(other for _, other in both) / count, count < ACTIVITIES_OF_A_MEAN


def _judge(
    instrument: Instrument,
    direction: Direction,
    threshold: Threshold | None,
    baseline: float | None,
    now: float | None,
) -> Change:
    d, pct = _improvement(direction, baseline, now)
    classification: Classification = "not_classified"
    reason: Reason
    if baseline is None or now is None:
        reason = "not_enough_data"
    elif d is None:
        reason = "domain_not_given"
    elif threshold is None or not _can_judge(threshold, direction):
        reason = "no_threshold"
    else:
        low, high = instrument.range
        room = baseline - low if direction == "higher_worse" else high - baseline
        classification, reason = _classify(threshold, baseline, room, d, pct)
    level = _level(instrument, threshold, now, d, pct)
    used = threshold.id if threshold and classification != "not_classified" else None
    return Change(d=d, pct=pct, classification=classification, level=level, reason=reason, threshold=used)


def _improvement(
    direction: Direction, baseline: float | None, now: float | None
) -> tuple[float | None, float | None]:
    """Return the improvement in points and in percent, each None where it is not defined."""
    if baseline is None or now is None or direction == "by_domain":
        return None, None
    if direction == "higher_better":
        return now - baseline, None
    d = baseline - now
    return d, 100 * d / baseline if baseline > 0 else None


def _can_judge(threshold: Threshold, direction: Direction) -> bool:
    """Return whether anything in a threshold applies; a percentage does not where higher is better."""
    by_points = threshold.mdc is not None or threshold.mic_abs is not None or bool(threshold.mic_by_baseline)
    return by_points or (threshold.mic_pct is not None and direction == "higher_worse")


def _classify(
    threshold: Threshold, baseline: float, room: float, d: float, pct: float | None
) -> tuple[Classification, Reason]:
    """Return what a change is called and why; `room` is the largest improvement that the scale allows."""
    if threshold.mdc is not None and not _reaches(abs(d), threshold.mdc):
        has_room = d < 0 or _reaches(room, threshold.mdc)
        return "unchanged", "within_measurement_error" if has_room else "no_room_to_improve"
    mic = _important_points(threshold, baseline)
    by_points = mic is not None and _reaches(d, mic)
    by_percent = threshold.mic_pct is not None and pct is not None and _reaches(pct, threshold.mic_pct)
    if d > 0 and (by_points or by_percent):
        return "improved", "reliable_and_important"
    if d < 0 and (mic is None or _reaches(-d, mic)):
        return "worse", "reliable_and_important"
    return "unchanged", "too_small_to_matter"


def _important_points(threshold: Threshold, baseline: float) -> float | None:
    """Return the important change in points; where published bands of the baseline overlap, the larger one."""
    banded = [mic for low, high, mic in threshold.mic_by_baseline if low <= baseline <= high]
    return max(banded) if banded else threshold.mic_abs


def _reaches(value: float, least: float) -> bool:
    return value >= least - load_measure_data().classify.tolerance


def _level(
    instrument: Instrument, threshold: Threshold | None, now: float | None, d: float | None, pct: float | None
) -> str | None:
    data = load_measure_data()
    if instrument.id == "pgic":
        told = {float(value): name for name, values in data.pgic_levels.levels for value in values}
        return None if now is None else told.get(now, NO_LEVEL)
    if instrument.id == "pain_nrs":
        if pct is None:
            return None
        return next((name for name, least in data.pain_levels.levels if _reaches(pct, least)), NO_LEVEL)
    if d is None or threshold is None or not threshold.levels:
        return None
    reached = sum(_reaches(d, least) for least in threshold.levels)
    return SIZES[reached - 1] if reached else NO_LEVEL


class Limits(Value):
    """Where the bounds of a change lie for somebody who begins at a score, on the scale of the instrument.

    `error`: within these, a score may differ from the baseline by chance. `gain_from`: from here on towards the
    better end it is an improvement; `loss_from`: from here on towards the other end it is worse. Null where no
    threshold is known, or where the scale has no room for it. `threshold`: which entry of data/measure/change.toml
    they come from.
    """

    error: tuple[float, float] | None = None
    gain_from: float | None = None
    loss_from: float | None = None
    threshold: str | None = None


def limits_of(instrument: str, baseline: float, *, use: str | None = None, domain: str | None = None) -> Limits:
    """Return the bounds of measurement error, of an improvement and of getting worse round a baseline.

    `use` and `domain` choose as in `change`.

    Raises
    ------
    BadInput
        If the instrument, the threshold or the domain is unknown, or the baseline lies beyond the range.

    Notes
    -----
    Source: data/measure/change.toml, by the rule of `change`.

    Examples
    --------
    >>> limits_of("pain_nrs", 7)
    Limits(error=(5.0, 9.0), gain_from=5.0, loss_from=9.0, threshold='pain_nrs.low_back')
    """
    asked = find_instrument(instrument)
    direction = _direction_of(asked, domain)
    threshold = _threshold_of(asked, use)
    start = _read_score(asked, "baseline", baseline)
    if threshold is None or start is None or direction == "by_domain":
        return Limits()
    low, high = asked.range
    is_low_good = direction == "higher_worse"
    by_percent = threshold.mic_pct * start / 100 if threshold.mic_pct and is_low_good else None
    important = [one for one in (_important_points(threshold, start), by_percent) if one is not None]
    mdc = threshold.mdc
    least_gain = max(mdc or 0, min(important, default=0))
    # Getting worse is judged by points alone.
    least_loss = max(mdc or 0, _important_points(threshold, start) or 0)
    towards_better = -1 if is_low_good else 1

    def within(least: float, direction: int) -> float | None:
        score = start + direction * least
        return score if least and low <= score <= high else None

    return Limits(
        error=(max(low, start - mdc), min(high, start + mdc)) if mdc else None,
        gain_from=within(least_gain, towards_better),
        loss_from=within(least_loss, -towards_better),
        threshold=threshold.id,
    )
