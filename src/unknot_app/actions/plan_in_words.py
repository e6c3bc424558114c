"""A session plan in words: what each step is called, how long it takes, and with what numbers it is done.

The command line and the page say the same words; the page passes them through its translation.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from unknot.body import load_atlas, muscle_of
from unknot.knowledge import Entry
from unknot.plan import CHANGES, Change, SessionPlan, Step, load_plan_data, step_key
from unknot.plan.steps import TAKE_CARE
from unknot.screen import load_screen_data
from unknot_app.actions.estimate_in_words import first_name, with_side
from unknot_app.actions.outcome import reason_told
from unknot_app.actions.sentences import Sentence

PRESSURE_SCALE = (
    "Pressure: 1 a resting hand, 2 the skin moves, 3 the muscle is moved and it is pleasant, 4 firm, a good hurt. "
    "Pain: 0 none, 10 the worst you can imagine, felt while pressing."
)
# One slow breath: in for four seconds, out for six, as the breathing of a session is counted.
BREATH_S = 10
BOTH_SIDES = "left and right"
# What each kind of step is, where a plan says what is left.
KINDS = {
    "breathe": "slow breathing",
    "warm_up": "an easy movement to warm up",
    "press": "pressing",
    "stretch": "stretching and moving",
    "retest": "the movement that hurt, once more",
}
WARMTH = "warmth"
# What the name of the position says already, or what is nothing.
SAID_BY_POSITION = ("none", "wall")


CHANGES_IN_WORDS: dict[Change, str] = {
    "gentler": "Gentler",
    "firmer": "Firmer",
    "shorter": "Hold shorter",
    "longer": "Hold longer",
    "fewer": "Fewer times",
    "more": "More times",
    "earlier": "Earlier",
    "later": "Later",
    "leave_out": "Leave this out",
}


@dataclass(frozen=True)
class StepInWords:
    """A step as it is told. `number` counts from 1."""

    number: int
    step: Step
    name: Sentence
    clinical_name: str
    duration: Sentence
    details: tuple[Sentence, ...]
    is_verified: bool
    sources: tuple[str, ...]

    @property
    def breaths(self) -> int:
        """Return how many slow breaths one hold takes; 0 where nothing is held so long."""
        step = self.step
        seconds = step.duration_s if step.kind == "breathe" else step.hold_s
        return round(seconds / BREATH_S) if seconds >= BREATH_S else 0

    @property
    def key(self) -> str:
        return step_key(self.step)

    @property
    def cautions(self) -> tuple[str, ...]:
        """Return what is told before anything else of a step: what lies near its spot."""
        return tuple(line for line in self.step.how if line.startswith(TAKE_CARE))

    @property
    def muscle(self) -> str:
        """Return the id of the muscle that is pressed; empty for any other step."""
        return muscle_of(self.step.id) if self.step.kind == "press" else ""

    @property
    def changes(self) -> tuple[tuple[Change, str], ...]:
        """Return the changes that the step takes, each with its words; none for one that stays as it is."""
        return tuple((change, CHANGES_IN_WORDS[change]) for change in CHANGES.get(self.step.kind, ()))


def steps_in_words(plan: SessionPlan, on: str = "") -> tuple[StepInWords, ...]:
    """Return the steps of a plan in words.

    `on` is who is pressed by somebody else, by name; empty for the person alone. Spots of one muscle and side, which
    have one everyday name, are counted.
    """
    names = [_name(step) for step in plan.steps]
    spots = Counter(str(name) for name in names)
    seen: Counter[str] = Counter()
    told = []
    for number, (step, name) in enumerate(zip(plan.steps, names, strict=True), 1):
        seen[str(name)] += 1
        if step.kind == "press" and spots[str(name)] > 1:
            values = {**name.values, "spot": seen[str(name)], "spots": spots[str(name)]}
            name = Sentence(f"{name.text}, spot %(spot)s of %(spots)s", values)
        told.append(_step_in_words(number, step, name, on))
    return tuple(told)


def pressed_by_name(plan: SessionPlan, name: str) -> str:
    """Return the name of the person who is pressed, where somebody else presses; else nothing."""
    return "" if plan.wishes.who == "self" else name


def minutes_of(plan: SessionPlan) -> int:
    """Return the length in whole minutes, at least 1."""
    return max(1, round(plan.total_s / 60))


def duration_in_words(seconds: int) -> Sentence:
    minutes, rest = divmod(seconds, 60)
    if not minutes:
        return Sentence("%(seconds)s s", {"seconds": rest})
    if not rest:
        return Sentence("%(minutes)s min", {"minutes": minutes})
    return Sentence("%(minutes)s min %(seconds)s s", {"minutes": minutes, "seconds": f"{rest:02d}"})


def left_out_in_words(plan: SessionPlan) -> tuple[Sentence, ...]:
    """Return the points that are not in the plan and why, both sides of a point together."""
    together: dict[tuple[str, str], list[str]] = {}
    for one in plan.left_out:
        reason = reason_told(one.reason, one.rules, plan.clearance.answers)
        together.setdefault((one.id, reason), []).append(one.side)
    return tuple(_left_out(point, reason, sides) for (point, reason), sides in together.items())


def kinds_left(plan: SessionPlan) -> tuple[str, ...]:
    """Return what a plan without pressing still holds, each kind once."""
    kinds = (WARMTH if step.technique == "heat_before" else KINDS[step.kind] for step in plan.steps)
    return tuple(dict.fromkeys(kinds))


def is_pressing(plan: SessionPlan) -> bool:
    return any(step.kind == "press" for step in plan.steps)


def _left_out(point: str, reason: str, sides: list[str]) -> Sentence:
    side = BOTH_SIDES if len(sides) > 1 else sides[0]
    values = {"point": (clinical_name_of(point),), "side": (side,), "reason": (reason,)}
    return Sentence("%(point)s; %(side)s: %(reason)s.", values)


def clinical_name_of(point_id: str) -> str:
    """Return the muscle and the label of a point, in the clinic's words."""
    atlas = load_atlas()
    point = atlas.trigger_points[point_id]
    return f"{atlas.muscles[point.muscle].name}, {point.label}"


def _name(step: Step) -> Sentence:
    if step.kind == "press":
        return with_side(first_name(_muscle_names(step)), step.side)
    exercise = load_plan_data().exercises.get(step.id)
    # What moves both sides at once, or warms, has no side to be told.
    return with_side(step.name, step.side if exercise and exercise.side == "same" else None)


def _muscle_names(step: Step) -> str:
    return load_atlas().muscles[muscle_of(step.id)].common_name


def _step_in_words(number: int, step: Step, name: Sentence, on: str) -> StepInWords:
    fact = _fact_behind(step)
    return StepInWords(
        number=number,
        step=step,
        name=name,
        clinical_name=clinical_name_of(step.id) if step.kind == "press" else "",
        duration=duration_in_words(step.duration_s),
        details=(*_pressed_on(step, on), *_details(step)),
        is_verified=fact.is_verified,
        sources=fact.sources,
    )


def _fact_behind(step: Step) -> Entry:
    """Return the entry of the facts that a step follows."""
    data = load_plan_data()
    if step.technique:
        return data.techniques[step.technique]
    if step.id in data.exercises:
        return data.exercises[step.id]
    return data.breathing.get(step.id) or data.composition


def _pressed_on(step: Step, on: str) -> Iterable[Sentence]:
    if on and step.kind == "press":
        muscle = _muscle_names(step).split(";")[0]
        yield Sentence(_PRESSED_ON[step.side or ""], {"name": on, "muscle": (muscle,)})


_PRESSED_ON = {
    "left": "press on %(name)s’s left side: %(muscle)s",
    "right": "press on %(name)s’s right side: %(muscle)s",
    "": "press on %(name)s: %(muscle)s",
}


def _details(step: Step) -> Iterable[Sentence]:
    vocabulary, data = load_screen_data().vocabulary, load_plan_data()
    if step.position:
        position = vocabulary.positions[step.position].name
        if step.surface and step.surface not in SAID_BY_POSITION:
            surface = vocabulary.surfaces[step.surface].name
            yield Sentence("%(position)s; %(surface)s", {"position": (position,), "surface": (surface,)})
        else:
            yield Sentence("%(position)s", {"position": (position,)})
    if step.technique and step.applicator:
        names = {
            "technique": (data.techniques[step.technique].name,),
            "applicator": (data.applicators[step.applicator].name.lower(),),
        }
        yield Sentence("%(technique)s: %(applicator)s", names)
    if step.pressure_level and step.pressure_level[1]:
        yield _range("pressure %(low)s of 5", "pressure %(low)s to %(high)s of 5", step.pressure_level)
    if step.pain and step.kind == "press":
        yield _range("pain %(low)s of 10", "pain %(low)s to %(high)s of 10", step.pain)
    if step.hold_s and step.reps:
        values = {"reps": step.reps, "hold_s": step.hold_s, "rest_s": step.rest_s}
        text = "%(reps)s x %(hold_s)s s, %(rest_s)s s rest" if step.reps > 1 else "%(reps)s x %(hold_s)s s"
        yield Sentence(text, values)


def _range(single: str, several: str, window: tuple[int, int]) -> Sentence:
    low, high = window
    return Sentence(single if low == high else several, {"low": low, "high": high})
