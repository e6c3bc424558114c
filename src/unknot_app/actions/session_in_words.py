"""A session in words: what each cue says, how it was before and after, what the signs to stop mean."""

from __future__ import annotations

from dataclasses import dataclass

from unknot.body import load_atlas, muscle_of
from unknot.plan import Step, load_plan_data
from unknot.screen import load_screen_data
from unknot.treat import Cue, Feelings, SessionRecord, load_treat_data, pressed_steps
from unknot_app.actions.estimate_in_words import first_name, with_side
from unknot_app.actions.plan_in_words import clinical_name_of
from unknot_app.actions.sentences import Sentence

ASKED = {"pain": "Pain", "tension": "Tension", "stress": "Stress"}
STRETCH = "Hold the stretch"
# Signs that end a session, and the rule among the facts that says what to do.
SIGNS = ("nerve_sign", "unwell")
AT_EASE = "Find a place where you are at ease."
SIDES = {"left": "Now the left side", "right": "Now the right side"}


@dataclass(frozen=True)
class CueInWords:
    """What a cue says: a few words that are read from afar, and a sentence that helps to do it."""

    title: Sentence
    line: Sentence


def cue_in_words(cue: Cue, step: Step, on: str = "") -> CueInWords:
    """Return what a cue says. `on` is who is pressed by somebody else, by name; empty for the person alone."""
    return CueInWords(_title(cue, step, on), _line(cue, step, on))


def _title(cue: Cue, step: Step, on: str) -> Sentence:
    if cue.kind == "switch":
        return Sentence(SIDES[cue.side or "left"])
    if cue.kind == "hold" and step.kind == "warm_up":
        return Sentence("Warm up")
    if cue.kind == "hold" and step.kind == "press":
        return _press_title(step, on)
    titles = {
        "get_ready": "Get ready",
        "hold": STRETCH,
        "move": "Move slowly",
        "breathe": "Breathe slowly",
        "rest": "Let go and rest",
        "move_on": "How was it?",
    }
    return Sentence(titles[cue.kind])


def _line(cue: Cue, step: Step, on: str) -> Sentence:
    if cue.kind == "get_ready":
        is_posed = on and step.position
        values = {"name": on, "position": (_position(step),)}
        return Sentence("%(name)s: %(position)s" if is_posed else "%(position)s", values)
    if cue.kind == "hold" and step.kind == "press":
        return _press_line(step, on)
    if cue.kind == "move_on" and on:
        return Sentence(
            "Ask %(name)s: how strong was it at most, how sore is the spot now? 0 is nothing, 10 the worst.",
            {"name": on},
        )
    if cue.kind == "move_on":
        return Sentence("How strong was it at most, and how sore is the spot now? 0 is nothing, 10 the worst.")
    if cue.kind == "breathe":
        return Sentence(load_plan_data().breathing[step.id].say)
    lines = {
        "hold": "Only as far as it pulls gently. Breathe.",
        "move": "Gently, only as far as it is easy.",
        "rest": "Breathe out. The next one comes in a moment.",
        "switch": "Turn over in your own time.",
    }
    return Sentence(lines[cue.kind])


def _position(step: Step) -> str:
    return load_screen_data().vocabulary.positions[step.position].name if step.position else AT_EASE


# What is done to a spot, by what a technique holds: for the person alone, and on somebody else.
PRESS_TITLES = {
    "pressure": ("Press and hold", "Press on %(name)s and hold"),
    "slow_release": ("Sink in and wait", "Sink in on %(name)s and wait"),
    "ease_position": ("Stay like this", "Hold %(name)s like this"),
    "stroke": ("Stroke slowly", "Stroke slowly on %(name)s"),
    "moving": ("Press and move", "Press, while %(name)s moves"),
    "percussion": ("Keep it moving", "Keep it moving on %(name)s"),
}


def _press_title(step: Step, on: str) -> Sentence:
    alone, on_somebody = PRESS_TITLES[_hold_kind(step)]
    return Sentence(on_somebody, {"name": on}) if on else Sentence(alone)


def _press_line(step: Step, on: str) -> Sentence:
    if step.pain is None:
        # What dulls pain also dulls its warning.
        return Sentence("Press gently. Go by firmness, not by pain. Breathe.")
    if _hold_kind(step) == "ease_position":
        return Sentence("Do not press now: the spot should hardly hurt. Breathe.")
    values = {"name": on, "pain": step.pain[1]}
    if on:
        return Sentence("Slowly. %(name)s says when it hurts %(pain)s out of 10: go no further.", values)
    return Sentence("Slowly, at most until it hurts %(pain)s out of 10. Breathe.", values)


def _hold_kind(step: Step) -> str:
    return load_plan_data().techniques[step.technique].hold_kind if step.technique else "pressure"


def before_and_now(before: int | None, now: int | None) -> Sentence:
    """Return two numbers and what lies between them, as far as they were given."""
    if before is None and now is None:
        return Sentence("not given")
    if before is None or now is None:
        text = "%(now)s now; before was not given" if before is None else "%(before)s before; now was not given"
        return Sentence(text, {"before": before, "now": now})
    values = {"before": before, "now": now, "by": abs(now - before)}
    if now == before:
        return Sentence("%(before)s before, %(now)s now: the same", values)
    if now < before:
        return Sentence("%(before)s before, %(now)s now: %(by)s less", values)
    return Sentence("%(before)s before, %(now)s now: %(by)s more", values)


def spots_compared(record: SessionRecord) -> tuple[tuple[Sentence, Sentence], ...]:
    """Return of each spot that was pressed its name, and how sore it was before and afterwards, where it was said."""
    done = [done for _, done in pressed_steps(record).values()]
    return tuple(
        (_spot_name(one.step), before_and_now(one.soreness_before, one.soreness))
        for one in done
        if (one.soreness_before, one.soreness) != (None, None)
    )


def _spot_name(key: str) -> Sentence:
    point, _, side = key.partition(":")
    muscle = load_atlas().muscles[muscle_of(point)]
    return with_side(f"{first_name(muscle.common_name)} ({clinical_name_of(point)})", side)


@dataclass(frozen=True)
class Compared:
    """One of the three numbers before and after; a number that was not given is None."""

    name: str
    before: int | None
    after: int | None

    @property
    def in_words(self) -> Sentence:
        return before_and_now(self.before, self.after)


def compared(before: Feelings, after: Feelings) -> tuple[Compared, ...]:
    return tuple(Compared(words, getattr(before, name), getattr(after, name)) for name, words in ASKED.items())


def in_one_sentence(before: Feelings, after: Feelings) -> str:
    """Return what a session changed in the pain, as far as two numbers can say it."""
    if before.pain is None or after.pain is None:
        return "How it feels tomorrow says more than how it feels now."
    gained, least = before.pain - after.pain, load_treat_data().course.meaningful_pain_points
    if gained >= least:
        return "Less pain than before. How it feels tomorrow says more."
    if gained <= -least:
        return "More pain than before. Rest now, keep warm, and press nothing more today."
    return "About the same as before. That is common; tomorrow says more."


def what_to_do(ending: str) -> str:
    """Return what the facts say to do after a sign that ended a session; empty for any other ending."""
    return load_plan_data().stop_rules[ending].text if ending in SIGNS else ""
