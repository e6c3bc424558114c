"""What a study found, as a number with its variance, and which studies may be pooled.

An *effect* is the difference between two arms: a mean difference, a standardised mean difference, or the logarithm of
a ratio. Its sign is kept as it was given. A *programme* is what trials share that makes them one: a team with one
series of patients, or a control group.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from statistics import NormalDist
from typing import Annotated
from unicodedata import category

from pydantic import Field

from unknot.errors import BadInput, nearest
from unknot.knowledge import Value

LEVEL = 0.95
# Half the width of a 95 % interval, in standard errors: 1.959964.
REACH = NormalDist().inv_cdf(0.5 + LEVEL / 2)
LEAST_STUDIES = 2

NUMBERS = ("effect", "variance", "se", "ci_low", "ci_high")
# What has to be the same in all studies that are pooled, and why.
SAME_IN_ALL = {
    "measure": "different measures have no common unit",
    "comparator": "a difference from a sham and one from another treatment do not ask the same question",
    "value_kind": "end scores and change scores are not the same quantity",
}
WORDS = ("study", *SAME_IN_ALL, "programme", "group")
FIELDS = (*WORDS, *NUMBERS)
# Beyond these, squares and weights can no longer be calculated with.
LARGEST_EFFECT = 1e50
VARIANCES = (1e-100, 1e100)
# A ratio is symmetric only as a logarithm.
RATIOS = {"rr", "or", "hr", "irr", "risk ratio", "relative risk", "odds ratio", "hazard ratio", "rate ratio", "ratio"}
NO_COMPARISON = {"none": "no control group", "mixed": "a mixture of controls"}
# How far an effect may lie off the middle of its interval, as a share of the width: rounding of printed figures.
OFF_MIDDLE = 0.1


class StudyEffect(Value):
    """The effect of one study.

    `variance`: of the effect, above 0, in its unit squared. `where`: the row or entry that it was read from.
    """

    study: str
    effect: Annotated[float, Field(ge=-LARGEST_EFFECT, le=LARGEST_EFFECT)]
    variance: Annotated[float, Field(ge=VARIANCES[0], le=VARIANCES[1])]
    measure: str = ""
    comparator: str = ""
    value_kind: str = ""
    programme: str = ""
    group: str = ""
    where: str = ""

    @property
    def se(self) -> float:
        """Return the standard error, in the unit of the effect."""
        return math.sqrt(self.variance)

    @property
    def interval(self) -> tuple[float, float]:
        """Return the 95 % interval of this study alone."""
        return self.effect - REACH * self.se, self.effect + REACH * self.se


def read_study(raw: object, where: str) -> StudyEffect:
    """Read one study: a name, its effect, and one of variance, standard error and 95 % interval.

    Parameters
    ----------
    raw
        An object with `study`, `effect` and `variance`, `se` or both `ci_low` and `ci_high`; if wanted also
        `measure`, `comparator`, `value_kind`, `programme` and `group`. Numbers may be written as text.
    where
        The row or entry, for messages.

    Raises
    ------
    BadInput
        If a field is unknown, missing, not a number or not possible; the message names row, study and field.
    """
    if not isinstance(raw, Mapping):
        raise BadInput(f"{where}: expected an object with study, effect and variance, got {raw!r:.60}")
    given = {name: value for name, value in raw.items() if value not in (None, "")}
    for name in given:
        if name not in FIELDS:
            raise BadInput(
                f"{where}: unknown field {name!r:.60}; expected {', '.join(FIELDS)}{nearest(name, FIELDS)}"
            )
    if "study" not in given:
        raise BadInput(f"{where}: study is missing; expected a name, such as smith2001")
    where = f"{where} ({_one_line(given['study']):.60})"
    words = {name: _word(given[name], name, where) for name in WORDS if name in given}
    numbers = {name: _number(given[name], name, where) for name in NUMBERS if name in given}
    if "effect" not in numbers:
        raise BadInput(f"{where}: effect is missing; expected a number. A study without one cannot be pooled")
    _refuse_ratio(words.get("measure", ""), where)
    variance = _variance(numbers, where)
    if abs(numbers["effect"]) > LARGEST_EFFECT or not VARIANCES[0] <= variance <= VARIANCES[1]:
        raise BadInput(f"{where}: such numbers cannot be calculated with; give effect and variance in another unit")
    return StudyEffect(effect=numbers["effect"], variance=variance, where=where, **words)


def _word(raw: object, name: str, where: str) -> str:
    if isinstance(raw, bool) or not isinstance(raw, str | int):
        raise BadInput(f"{where}: {name}: expected a text, got {raw!r:.60}")
    word = _one_line(raw)
    if any(category(sign) == "Cs" for sign in word):
        raise BadInput(f"{where}: {name}: holds half a sign, which cannot be written: {raw!a:.60}")
    return word


def _one_line(raw: object) -> str:
    return " ".join(str(raw).split())


def _number(raw: object, name: str, where: str) -> float:
    try:
        found = float(raw) if isinstance(raw, str | int | float) and not isinstance(raw, bool) else math.nan
    except (OverflowError, ValueError):
        found = math.nan
    if not math.isfinite(found):
        raise BadInput(f"{where}: {name}: expected a number with a decimal point, got {raw!r:.60}")
    return found


def _refuse_ratio(measure: str, where: str) -> None:
    if measure.casefold().replace("_", " ") in RATIOS:
        raise BadInput(
            f"{where}: measure {measure!r}: expected the logarithm of a ratio, with the variance of the logarithm; "
            f"take logarithms of effect and interval and call the measure log_{measure.casefold().replace(' ', '_')}"
        )


def _variance(numbers: Mapping[str, float], where: str) -> float:
    ways = [name for name in ("variance", "se") if name in numbers]
    ways += ["ci_low and ci_high"] if "ci_low" in numbers or "ci_high" in numbers else []
    if len(ways) != 1:
        got = f"got {' and '.join(ways)}" if ways else "got none of them"
        raise BadInput(f"{where}: expected one of variance, se, or ci_low with ci_high; {got}")
    if ways[0] in numbers:
        found, name = numbers[ways[0]], ways[0]
        if found <= 0:
            raise BadInput(f"{where}: {name} is {found:g}; expected a number above 0, as every study has some doubt")
        return found if name == "variance" else found * found
    standard_error = _standard_error(numbers, where)
    return standard_error * standard_error


def _standard_error(numbers: Mapping[str, float], where: str) -> float:
    """Return the standard error behind a published 95 % interval, by the quantile of the normal distribution."""
    if "ci_low" not in numbers or "ci_high" not in numbers:
        missing = "ci_low" if "ci_high" in numbers else "ci_high"
        raise BadInput(f"{where}: {missing} is missing; expected both ends of the 95 % interval")
    low, effect, high = numbers["ci_low"], numbers["effect"], numbers["ci_high"]
    if not low < high or not low <= effect <= high:
        raise BadInput(f"{where}: expected ci_low <= effect <= ci_high, got {low:g}, {effect:g}, {high:g}")
    if abs((low + high) / 2 - effect) > OFF_MIDDLE * (high - low):
        raise BadInput(
            f"{where}: the effect {effect:g} is not in the middle of its interval, {low:g} to {high:g}; a ratio has "
            "to be given as logarithms, anything else with its variance or se"
        )
    return (high - low) / (2 * REACH)


def check_may_be_pooled(studies: Sequence[StudyEffect]) -> None:
    """Refuse studies that must not be pooled.

    Raises
    ------
    BadInput
        If there are fewer than two studies, one stands twice, two are of one programme, or measures, kinds of value
        or comparators differ or are said of some studies only; the message names the rows.
    """
    if len(studies) < LEAST_STUDIES:
        got = f"{len(studies)}: {studies[0].where}" if studies else "0"
        raise BadInput(
            f"expected at least {LEAST_STUDIES} studies to pool, got {got}; a single study is shown as it is"
        )
    _refuse_the_same(studies, "study", "stands twice", "if these are two trials, give each its own name")
    _refuse_the_same(
        studies,
        "programme",
        "is counted twice",
        "trials of one team and series, or arms that share a control group, count once: keep one, or pool the arms",
    )
    for name, why in SAME_IN_ALL.items():
        _refuse_different(studies, name, why)
    for one in studies:
        if one.comparator.casefold() in NO_COMPARISON:
            what = NO_COMPARISON[one.comparator.casefold()]
            raise BadInput(
                f"{one.where}: comparator {one.comparator!r}: {what} cannot be pooled; leave the study out"
            )
    nameless = [one for one in studies if not one.group]
    if nameless and len(nameless) < len(studies):
        raise BadInput(f"{nameless[0].where}: group is missing; expected one for each study, or none at all")


def _refuse_the_same(studies: Sequence[StudyEffect], name: str, fault: str, way_out: str) -> None:
    seen: dict[str, StudyEffect] = {}
    for one in studies:
        value = str(getattr(one, name))
        first = seen.setdefault(value.casefold(), one) if value else one
        if first is not one:
            raise BadInput(f"{one.where}: {name} {value!r} {fault}, first in {first.where}; {way_out}")


def _refuse_different(studies: Sequence[StudyEffect], name: str, why: str) -> None:
    first = next((one for one in studies if getattr(one, name)), None)
    for one in studies if first else ():
        value, expected = getattr(one, name), getattr(first, name)
        if value.casefold() != expected.casefold():
            got = f"is {value!r}" if value else "is missing"
            raise BadInput(
                f"{one.where}: {name} {got}, but {expected!r} in {first.where if first else ''}; {why}. "
                "Pool each kind by itself"
            )
