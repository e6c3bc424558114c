"""The rules that change the next session, read from `treat/progression.toml` and judged by plain numbers.

A rule whose input is not known does not match: what nobody said is never taken for a good sign, because nothing in
the rules makes a session heavier without an answer that asks for it.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from unknot.treat.data import ProgressionRule, load_treat_data

# What a session and its follow-up say, by the names of the rules; a name that is missing is not known.
Inputs = Mapping[str, float | bool]


def _is_multiple(value: float, of: float) -> bool:
    return value > 0 and value % of == 0


# The longest endings first: "_ge" must not be read in "pain_change".
COMPARISONS: dict[str, Callable[[Any, Any], Any]] = {
    "_multiple_of": _is_multiple,
    "_ge": operator.ge,
    "_gt": operator.gt,
    "_le": operator.le,
    "_lt": operator.lt,
    "": operator.eq,
}


def matching(group: str, inputs: Inputs) -> list[ProgressionRule]:
    """Return the rules of a group that are true of the inputs, in the order of the file."""
    rules = (rule for rule in load_treat_data().rules.values() if rule.group == group)
    return [rule for rule in rules if matches(rule, inputs)]


def matches(rule: ProgressionRule, inputs: Inputs) -> bool:
    """Return whether a rule is true: all comparisons of `when`, or any of those that each are enough."""
    if rule.any:
        return any(_all_hold(one, inputs) for one in rule.any)
    return _all_hold(rule.when, inputs)


def _all_hold(comparisons: Mapping[str, Any], inputs: Inputs) -> bool:
    return all(_holds(name, wanted, inputs) for name, wanted in comparisons.items())


def _holds(name: str, wanted: Any, inputs: Inputs) -> bool:
    ending = next(one for one in COMPARISONS if name.endswith(one))
    value = inputs.get(name.removesuffix(ending))
    # A named value, such as the end of this step's pain window.
    bound = inputs.get(wanted) if isinstance(wanted, str) else wanted
    if value is None or bound is None:
        return False
    return bool(COMPARISONS[ending](value, bound))


def highest_rank(actions: Iterable[str]) -> str:
    """Return the strictest of some actions; "continue" when there is none."""
    rank = load_treat_data().rank
    return max(actions, key=rank.__getitem__, default="continue")
