"""Would the tests notice a rule of the screening that is gone or too mild? Change one at a time and see.

    make mutate-rules        or        python -m tools.mutate_rules

Every rule is dropped once and loosened once in each way that makes it fire less or do less:

- an alternative of `any` or of a list of options is removed (below a `not`: a part of `all`);
- a threshold is moved by one to the milder side;
- the urgency of a danger sign is lowered by one step;
- one field of an effect, a danger zone or the ordinary limits is made milder: a number by one, the first name of a
  list left out, a yes made a no;
- the `ask_if` of a question is dropped.

Each mutant meets the examples of tests/spec/screening.toml in this process, those first that speak of its rule. One
that none notices is named, and the command fails; `python -m tools.suggest_examples` helps to find an example. A few
mutants change nothing for any answers and are listed with the reason.
"""

from __future__ import annotations

import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel
from tests.spec.screening import Example, read_examples

from unknot.screen import URGENCY_ORDER, Answers, load_screen_data
from unknot.screen import expressions as ex

# The higher of two is the stricter; of all other numbers the lower.
HIGHER_IS_STRICTER = {"rest_hours", "rise_slowly_min"}
# What the project's pages tell and no limit says.
ONLY_TOLD = {"until", "clearance", "half_width_mm", "self_hard_point_half_width_mm"}


@dataclass(frozen=True)
class Mutant:
    """One change of the facts: in a table of the data, what an entry becomes; None drops it."""

    rule: str
    way: str
    table: str
    entry: Any
    # Of a condition: with which answers the change can be seen.
    seen: ex.Expression | None = None

    @contextmanager
    def in_place(self) -> Iterator[None]:
        """Change the facts that everything in this process reads, and change them back."""
        data = load_screen_data()
        if self.table == "default_limits":
            before: Any = data.default_limits
            object.__setattr__(data, self.table, self.entry)
            try:
                yield
            finally:
                object.__setattr__(data, self.table, before)
            return
        table: dict[str, Any] = getattr(data, self.table)
        before = dict(table)
        if self.entry is None:
            del table[self.rule]
        else:
            table[self.rule] = self.entry
        try:
            yield
        finally:
            # In the old order, which the order of advice follows.
            table.clear()
            table.update(before)


# ---------------------------------------------------------------- milder conditions
@dataclass(frozen=True)
class Milder:
    """A condition made milder at one place, and where that can be seen: when `seen` holds, but the milder one not."""

    way: str
    condition: ex.Expression
    seen: ex.Expression


def milder(expression: ex.Expression, *, wanted: bool = True) -> Iterator[Milder]:
    """Yield how the expression can hold less often by one small change, or more often where it is not wanted."""
    match expression:
        case ex.Not(part):
            for one in milder(part, wanted=not wanted):
                yield Milder(one.way, ex.Not(one.condition), ex.Not(one.seen))
        case ex.All(parts) | ex.Any(parts):
            yield from _milder_parts(type(expression), parts, wanted=wanted)
        case ex.OneOf(question, options) if wanted and len(options) > 1:
            for option in options:
                left = tuple(other for other in options if other != option)
                way = f"{question}: {option} removed"
                yield Milder(way, ex.OneOf(question, left), ex.OneOf(question, (option,)))
        case ex.Compared(question, symbol, bound):
            step = (1 if symbol in (">", ">=") else -1) * (1 if wanted else -1)
            moved = ex.Compared(question, symbol, bound + step)
            between = ex.All((expression, ex.Not(moved)) if wanted else (moved, ex.Not(expression)))
            way = f"{question} {symbol} {bound:g} moved to {bound + step:g}"
            yield Milder(way, moved, between if wanted else ex.Not(between))


def _milder_parts(
    kind: type[ex.All] | type[ex.Any], parts: tuple[ex.Expression, ...], *, wanted: bool
) -> Iterator[Milder]:
    is_choice = (kind is ex.Any) == wanted
    for number, part in enumerate(parts):
        before, after = parts[:number], parts[number + 1 :]

        def alone(one: ex.Expression, others: tuple[ex.Expression, ...] = before + after) -> ex.Expression:
            """Return a part for itself; below a `not` it decides when the other parts hold."""
            return one if wanted else ex.Not(ex.All((*others, ex.Not(one))))

        if is_choice and before + after:
            way = f"alternative with {', '.join(dict.fromkeys(part.questions()))} removed"
            yield Milder(way, kind(before + after), alone(part))
        for one in milder(part, wanted=wanted):
            seen = alone(one.seen) if is_choice else kind((*before, one.seen, *after))
            yield Milder(one.way, kind((*before, one.condition, *after)), seen)


def milder_fields(model: BaseModel) -> Iterator[tuple[str, BaseModel]]:
    """Yield a model with one of its limits made milder."""
    for name in type(model).model_fields:
        value = getattr(model, name)
        if name in ONLY_TOLD or value in (None, False, ()) or (isinstance(value, str) and name != "session"):
            continue
        if name == "session":
            yield "a session is no longer forbidden", model.model_copy(update={name: None})
        elif value is True:
            yield f"{name} dropped", model.model_copy(update={name: False})
        elif isinstance(value, int):
            step = -1 if name in HIGHER_IS_STRICTER else 1
            yield f"{name} {value} becomes {value + step}", model.model_copy(update={name: value + step})
        # Without its last scope a rule would bind everywhere, which is not milder.
        elif name in _LISTS_THAT_BIND and (name != "scope" or len(value) > 1):
            yield f"{name} without {value[0]}", model.model_copy(update={name: value[1:]})


_LISTS_THAT_BIND = {
    "avoid",
    "avoid_answers",
    "scope",
    "no_tools",
    "no_actions",
    "avoid_positions",
    "avoid_surfaces",
    "places",
}


# ---------------------------------------------------------------- all mutants
def mutants() -> Iterator[Mutant]:
    """Yield every mutant, in the order of the files."""
    data = load_screen_data()
    for name, flag in data.red_flags.items():
        yield Mutant(name, "dropped", "red_flags", None)
        lower = URGENCY_ORDER[URGENCY_ORDER.index(flag.urgency) - 1]
        yield Mutant(name, f"urgency {flag.urgency} becomes {lower}", "red_flags", _with(flag, "urgency", lower))
        yield from _of_condition(name)
    for name, rule in data.contraindications.items():
        yield Mutant(name, "dropped", "contraindications", None)
        for way, effect in milder_fields(rule.effect):
            yield Mutant(name, way, "contraindications", _with(rule, "effect", effect))
        yield from _of_condition(name)
    for name, zone in data.danger_zones.items():
        yield Mutant(name, "dropped", "danger_zones", None)
        for way, changed in milder_fields(zone):
            yield Mutant(name, way, "danger_zones", changed)
    for way, limits in milder_fields(data.default_limits):
        if way.split(" ")[0] in _DEFAULTS_THAT_SCREENING_READS:
            yield Mutant("default_limits", way, "default_limits", limits)
    for name in data.ask_if:
        yield Mutant(name, "ask_if dropped", "ask_if", None)


# The others are read by planning.
_DEFAULTS_THAT_SCREENING_READS = {
    "max_pressure",
    "max_pain",
    "max_pain_self",
    "max_hold_s",
    "max_hold_s_self",
    "max_points",
    "max_minutes_session",
    "rest_hours",
}


def _of_condition(name: str) -> Iterable[Mutant]:
    for one in milder(load_screen_data().when[name]):
        yield Mutant(name, one.way, "when", one.condition, one.seen)


def _with(entry: BaseModel, name: str, value: object) -> BaseModel:
    return entry.model_copy(update={name: value})


# Mutants that come out the same for any answers, and why. One that is noticed after all is named, too.
SAME: dict[tuple[str, str], str] = {
    **dict.fromkeys(
        (
            ("nerve_change_recent_examined", "saddle_since: over_6_weeks removed"),
            ("nerve_change_recent_examined", "bladder_bowel_since: over_6_weeks removed"),
            ("nerve_change_recent_examined", "leg_since: over_6_weeks removed"),
            ("both_legs_unexamined", "leg_since: over_6_weeks removed"),
        ),
        "the rule asks for two to six weeks beside it",
    ),
    **{
        (rule, way): "swollen, unsure and a leg that is not swollen are told apart beside it"
        for rule in ("leg_one_sign_only", "leg_one_sign")
        for way in (
            "alternative with leg_swelling removed",
            "leg_swelling_signs: swollen removed",
            "leg_swelling_signs: unsure removed",
        )
    },
    ("effort_pain", "alternative with smoking removed"): "smoking is asked from 40 on, and from 40 on the rule fires",
    ("leg_clot_signs", "a session is no longer forbidden"): "leg_clot_suspected or lung_clot forbids it too",
    ("vascular_eds_cleared", "no_tools without percussion_gun"): "hypermobile bans it too",
    ("side_of_neck", "no_tools without percussion_gun"): "another zone bans it there too",
}


# ---------------------------------------------------------------- who notices
def noticed_by(example: Example) -> bool:
    """Return whether the example does not come out as it says."""
    return bool(example.faults(Answers(example.given, example.as_of)))


class Examples:
    """The examples, those first that speak of a rule."""

    def __init__(self) -> None:
        self.every = read_examples()
        self.of_rule: dict[str, list[Example]] = defaultdict(list)
        for example in self.every:
            for rule in example.rules:
                self.of_rule[rule].append(example)

    def notice(self, mutant: Mutant) -> bool:
        """Return whether one of them does not come out as it says."""
        with mutant.in_place():
            return any(map(noticed_by, self.of_rule[mutant.rule])) or any(map(noticed_by, self.every))


def main() -> int:
    """Run all mutants, print a table, and fail when one survives, or is noticed that should change nothing."""
    began, examples = time.perf_counter(), Examples()
    counted: dict[str, Counter[str]] = defaultdict(Counter)
    wrong = []
    for mutant in mutants():
        is_noticed, is_same = examples.notice(mutant), (mutant.rule, mutant.way) in SAME
        came_out = "noticed" if is_noticed else "same" if is_same else "survived"
        counted[f"{mutant.table}: {_kind(mutant)}"][came_out] += 1
        if is_noticed == is_same:
            wrong.append(f"{came_out}: {mutant.table} {mutant.rule}: {mutant.way}")
    counted["all"] = sum((Counter(by) for by in counted.values()), Counter())
    width = max(map(len, counted))
    print(f"{'changed':{width}}  mutants  noticed  change nothing  survived")
    for name, by in counted.items():
        print(f"{name:{width}}  {by.total():7}  {by['noticed']:7}  {by['same']:14}  {by['survived']:8}")
    print(f"{time.perf_counter() - began:.0f} s", *wrong, sep="\n")
    return 1 if wrong else 0


def _kind(mutant: Mutant) -> str:
    if mutant.way in ("dropped", "ask_if dropped"):
        return mutant.way
    if mutant.table == "when":
        return "threshold moved" if " moved to " in mutant.way else "alternative removed"
    return "urgency lowered" if mutant.way.startswith("urgency") else "limit made milder"


if __name__ == "__main__":
    raise SystemExit(main())
