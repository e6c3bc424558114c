"""Suggest an example for each mutant of the rules that no example notices.

    python -m tools.suggest_examples

What it prints is what the rules say now: read each line, and keep in tests/spec/screening.toml only what is right.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from tests.builders import TODAY, answers
from tests.property.strategies import Raw, harmless, missing_answers, options_of, ways_to_hold
from tests.spec.screening import Example

from tools.mutate_rules import SAME, Examples, Mutant, mutants, noticed_by
from unknot.screen import Answers, load_screen_data, screen
from unknot.screen.limits import take_apart

MOST_TRIED = 12
AN_AGREEMENT = {"ok": "yes", "date": TODAY.isoformat(), "allowed": ["gentle"]}


# Somebody in whom fewer other rules speak, so that the one in question is heard.
STARTS: tuple[Raw, ...] = (
    {},
    {"session_mode": "therapist"},
    {"pain_regions": ["leg_foot"]},
    {"age": 30},
    {"leg_swelling": "yes", "leg_swelling_signs": ["tender"]},
    {"surgery_when": "under_6_weeks", "doctor_ok_operation": AN_AGREEMENT},
)


def ways_to_show_it(mutant: Mutant) -> Iterator[Raw]:
    """Yield answers with which the mutant may come out otherwise."""
    data = load_screen_data()
    if mutant.rule in data.when:
        goal = mutant.seen if mutant.seen is not None else data.when[mutant.rule]
        asked = dict.fromkeys(goal.questions())
        alone = [
            {name: [option]}
            for name in asked
            if data.questions[name].type == "multi"
            for option in options_of(data.questions[name])
            if f"{name}: {option} removed" == mutant.way
        ]
        for start in (*alone, *STARTS):
            yield from islice(ways_to_hold([(goal, True)], start), MOST_TRIED)
        return
    yield {}
    yield {"session_mode": "therapist"}


def whole(way: Raw) -> Raw:
    """Return the way with every follow-up answered harmlessly, and without what an ordinary person says anyway."""
    base, full = answers(), answers(**way)
    while open_questions := missing_answers(full):
        for name in open_questions:
            full[name] = harmless(name)
    return {name: value for name, value in full.items() if base.get(name) != value}


def as_is(says: Raw, limits: Iterable[str] = ()) -> Example:
    """Return what the rules say now as an example."""
    bare = Example(says)
    found = screen(Answers(bare.given, bare.as_of))
    have = {str(key): value for key, (value, _) in take_apart(found.limits).items()}
    return Example(
        says,
        found.urgency,
        found.session,
        sorted((*found.red_flags, *found.contraindications)),
        {name: have[name] for name in limits if name in have},
        sorted(found.unanswered),
    )


def suggest(mutant: Mutant) -> Example | None:
    """Return an example that the mutant does not come out as, or None."""
    for says in map(whole, ways_to_show_it(mutant)):
        now = as_is(says)
        before = take_apart(screen(Answers(now.given, now.as_of)).limits)
        with mutant.in_place():
            if noticed_by(now):
                return now
            after = take_apart(screen(Answers(now.given, now.as_of)).limits)
        names = [str(key) for key, (value, _) in before.items() if after.get(key, (None,))[0] != value]
        if names:
            return as_is(says, names[:1])
    return None


def told(example: Example) -> str:
    """Return an example as a line of the file."""
    parts = {"says": example.says, "urgency": example.urgency, "session": example.session, "fires": example.fires}
    if example.limits:
        parts["limits"] = example.limits
    if example.unanswered:
        parts["unanswered"] = example.unanswered
    left_out = {"urgency": "none", "session": "allowed", "fires": []}
    kept = {name: value for name, value in parts.items() if left_out.get(name) != value or name == "says"}
    return "  { " + ", ".join(f"{name} = {_toml(value)}" for name, value in kept.items()) + " },"


def _toml(value: Any) -> str:
    if isinstance(value, dict):
        inner = ", ".join(f"{_key(name)} = {_toml(item)}" for name, item in value.items())
        return f"{{ {inner} }}" if inner else "{}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(_toml, value))}]"
    return json.dumps(value)


def _key(name: str) -> str:
    return name if name.replace("_", "").isalnum() else json.dumps(name)


def main() -> None:
    """Print suggestions for all mutants that survive."""
    known, suggested = Examples(), dict[str, Example]()
    for mutant in mutants():
        if (mutant.rule, mutant.way) in SAME or known.notice(mutant):
            continue
        with mutant.in_place():
            if any(mutant.rule in one.rules and noticed_by(one) for one in suggested.values()):
                continue
        example = suggest(mutant)
        if example is None:
            print(f"# nothing found for {mutant.table} {mutant.rule}: {mutant.way}", flush=True)
            continue
        before = suggested.get(str(example.says), example)
        suggested[str(example.says)] = as_is(example.says, {**before.limits, **example.limits})
    for example in suggested.values():
        print(told(example))


if __name__ == "__main__":
    main()
