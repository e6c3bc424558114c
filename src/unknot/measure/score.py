"""Scoring: from the answers to an instrument to its score.

An instrument is scored in three steps: its answers are read as values, the values are counted by the way that the
data name (`scoring`), and what follows from the score alone, its band and whether a screen is positive, is added.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import inf

from unknot.errors import BadInput
from unknot.measure.data import find_instrument
from unknot.measure.data.instruments import Instrument
from unknot.measure.fm2016 import Fm2016Score, score_fm2016
from unknot.measure.readings import (
    Answers,
    Values,
    read_answers,
    read_fields,
    read_obtained,
    read_ppt,
    read_rmdq24,
)
from unknot.measure.result import CannotScoreError, NoScore, Score

READ_BY: dict[str, Callable[[Instrument, Answers], Values]] = {"rmdq24": read_rmdq24, "ppt": read_ppt}
WHO5_FACTOR = 4
# The rating that is the outcome where each rating is a score of its own: the second, the average.
OUTCOME = 1
# The field of a score that was obtained elsewhere, such as of a questionnaire whose wording may not be shown.
OBTAINED = "score"


def score(instrument: str, answers: Mapping[str, object]) -> Score | Fm2016Score | NoScore:
    """Return the score of an instrument.

    Parameters
    ----------
    instrument
        Its id, such as `rmdq24`; all are listed in docs/reference/instruments.md.
    answers
        `{"answers": [...]}` in the order of the instrument; or by its own names. rmdq24: `mode` "tick" and `ticked`,
        a list of the sentences' numbers or ids, or their count. ppt: `trials`, `unit`, if wanted `contact_cm2` and
        `drop_first`. mm_schober: `start`, `flexed` (cm). lumbar_*_incl: `t12`, `sacrum` (degrees). finger_to_floor:
        `distance` (cm). headache_days: `headache_days`, `days_filled`. pain_extent: `shaded`, `total`. fm2016: see
        `score_fm2016`. None or "missing" is a missing answer. Instead of answers, `{"score": 46}` for any of them:
        a score that was obtained elsewhere, in the instrument's own range and unit.

    Returns
    -------
    Score or Fm2016Score or NoScore
        Not rounded, in the instrument's own range and unit. A value beyond its range, and more missing answers than
        the instrument's rule allows, give a `NoScore`.

    Raises
    ------
    BadInput
        If there is no such instrument, or the answers have another shape than the instrument asks.

    Notes
    -----
    Source: for each instrument its entry in data/measure/instruments.toml, with the rule in words (`scoring_text`,
    `missing`). Which answers may be missing is published for some and a choice of this project for others; the
    entry says which.

    Examples
    --------
    >>> score("odi", {"answers": [3, 2, 2, 3, 2, 3, 1, None, 3, 2]}).score
    46.666666666666664
    """
    asked = find_instrument(instrument)
    if not isinstance(answers, Mapping):
        raise BadInput(f"{instrument}: expected an object of answers, got {answers!r:.60}")
    try:
        if OBTAINED in answers:
            return _obtained(asked, answers)
        return score_fm2016(answers) if instrument == "fm2016" else _score(asked, answers)
    except CannotScoreError as error:
        return error.reason


def _score(instrument: Instrument, answers: Answers) -> Score:
    read = READ_BY.get(instrument.id, read_fields if instrument.fields else read_answers)
    values = read(instrument, answers)
    given = [value for value in values if value is not None]
    least = len(values) if instrument.least_answered is None else instrument.least_answered
    if len(given) < least:
        raise CannotScoreError("too_many_missing", f"answered: {len(given)}; needed: at least {least}")
    found = SCORED_BY[instrument.scoring](instrument, values)
    if found.score is not None:
        _check_range(instrument, found.score)
    return found.model_copy(update=_what_follows(instrument, found))


def _obtained(instrument: Instrument, answers: Answers) -> Score:
    found = Score(score=read_obtained(instrument, OBTAINED, answers))
    follows = _what_follows(instrument, found)
    if instrument.subscale_band:
        del follows["band"]  # the total alone would name a band that is too low
    return found.model_copy(update=follows)


def _check_range(instrument: Instrument, value: float) -> None:
    """Raise where readings, each of them possible, give a score that is not."""
    low, high = instrument.range
    if not low <= value <= high:
        message = f"the score would be {value:g}, expected {low:g} to {high:g}: look at the readings again"
        raise CannotScoreError("out_of_range", message)


def _what_follows(instrument: Instrument, found: Score) -> dict[str, object]:
    update: dict[str, object] = {"unit": instrument.unit}
    if found.score is None:
        return update
    if instrument.bands and found.band is None:
        # What lies between two bands belongs to the higher one.
        update["band"] = next(name for _, high, name in instrument.bands if found.score <= high)
    if instrument.cutoff is not None:
        is_bad_high = instrument.direction == "higher_worse"
        update["positive"] = found.score >= instrument.cutoff if is_bad_high else found.score <= instrument.cutoff
    return update


# From here on nothing is missing but where a way of counting allows it.


def _given(values: Values) -> list[float]:
    return [value for value in values if value is not None]


def _single(_: Instrument, values: Values) -> Score:
    return Score(score=values[0])


def _each(_: Instrument, values: Values) -> Score:
    return Score(score=values[OUTCOME], scores=values)


def _mean(_: Instrument, values: Values) -> Score:
    given = _given(values)
    return Score(score=sum(given) / len(given))


def _sum(instrument: Instrument, values: Values) -> Score:
    counted = enumerate(_given(values), 1)
    reverse = instrument.reverse_items
    return Score(score=sum(instrument.item_max - one if number in reverse else one for number, one in counted))


def _sum_times_4(_: Instrument, values: Values) -> Score:
    raw = sum(_given(values))
    return Score(score=WHO5_FACTOR * raw, raw=raw)


def _prorated(instrument: Instrument, values: Values) -> Score:
    given = _given(values)
    total = len(values) * sum(given) / len(given)
    return Score(score=total, raw=total, percent=100 * total / instrument.range[1])


def _percent_of_answered(instrument: Instrument, values: Values) -> Score:
    given = _given(values)
    percent = 100 * sum(given) / (instrument.item_max * len(given))
    return Score(score=percent, raw=sum(given), percent=percent)


def _sum_and_subscale(instrument: Instrument, values: Values) -> Score:
    given = _given(values)
    subscale = sum(given[number - 1] for number in instrument.subscale_items)
    least, name = instrument.subscale_band or (inf, "")
    band = name if subscale >= least else None
    return Score(score=sum(given), subscale=subscale, band=band)


def _difference(_: Instrument, values: Values) -> Score:
    before, after = _given(values)
    return Score(score=after - before)


def _difference_of_sizes(_: Instrument, values: Values) -> Score:
    upper, lower = _given(values)
    return Score(score=abs(upper) - abs(lower))


def _share(instrument: Instrument, values: Values) -> Score:
    """Return the first of two counts as a share of the second, on the scale of the instrument."""
    part, whole = _given(values)
    if whole == 0 or part > whole:
        named = dict(zip(instrument.fields, (part, whole), strict=True))
        message = ", ".join(f"{name} {value:g}" for name, value in named.items())
        raise CannotScoreError("out_of_range", f"expected the first to be at most the second, above 0, got {message}")
    if instrument.least_total is not None and whole < instrument.least_total:
        message = f"{instrument.fields[1]}: {whole:g}; needed: at least {instrument.least_total:g}"
        raise CannotScoreError("too_many_missing", message)
    return Score(score=instrument.range[1] * part / whole)


SCORED_BY: dict[str, Callable[[Instrument, Values], Score]] = {
    "single": _single,
    "each": _each,
    "mean": _mean,
    "sum": _sum,
    "sum_times_4": _sum_times_4,
    "sum_prorated": _prorated,
    "percent_of_answered": _percent_of_answered,
    "sum_and_subscale": _sum_and_subscale,
    "difference": _difference,
    "difference_of_sizes": _difference_of_sizes,
    "share": _share,
}
