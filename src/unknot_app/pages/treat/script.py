"""What the player reads: the cues with their words, the steps with their limits, and where the session stands."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from unknot.plan import Step, load_plan_data, step_key
from unknot.treat import Cue, build_timeline
from unknot_app.actions.plan_in_words import pressed_by_name, steps_in_words
from unknot_app.actions.session_in_words import cue_in_words
from unknot_app.actions.treating import UnderWay
from unknot_app.pages.templatetags.words import in_words

# What the player says by itself; {gaps} are filled on the page.
WORDS = {
    "ease_off": _("Let up now. Half as much."),
    "still_too_much": _("Still too much? Press “Ease off” once more, and we let go."),
    "hold_ended": _("Let go. That was enough for this hold. The next ones are lighter."),
    "lighter_next": _("The next hold is lighter."),
    "good": _("Good. Stay like this and breathe."),
    "more": _("A little more. Stop at a good hurt."),
    "limit": _("This is today’s limit. Stay like this."),
    "stretch_limit": _("A little further, as long as it only pulls gently. That is today’s limit."),
    "no_longer": _("This hold is as long as today’s limits allow. Rest between may take longer."),
    "stop": _("Let go. How are you?"),
    "alone": _("Are you still there? It waits for you."),
    "asleep": _("This device was asleep. Nothing went on meanwhile."),
    "paused": _("Paused. Let go and rest."),
    "where": _("You were at step {step}, {seconds} seconds left. Go on?"),
    "ready": _("Ready when you are."),
    "step": _("Step {step} of {steps}: {name}"),
    "hold": _("{rep} of {reps}"),
    "level": _("Pressure {level} of 5. Today at most {most}."),
    "next": _("Next: {name}"),
    "last": _("After this you are done."),
    "over": _("Done. One moment."),
    "start": _("Start"),
    "go_on": _("Go on"),
    "pause": _("Pause"),
    "breathe_in": _("Breathe in"),
    "breathe_out": _("Breathe out"),
    "sore_before": _("Touch it: how sore is it?"),
    "pain_during": _("While it was pressed: how strong, at most?"),
    "sore_after": _("How sore is the spot now?"),
    "no_voice": _("This device has no voice for this language: beeps and words lead you."),
    "no_wake": _("This browser cannot keep the screen awake. Set it to stay on, or listen to the beeps."),
    "seconds_left": _("{seconds} seconds left"),
    "sound_test": _("This is how it sounds."),
    "older": _("This session went on in another window."),
}


def script_of(session: UnderWay) -> dict[str, Any]:
    steps, on = session.plan.steps, pressed_by_name(session.plan, session.treatment.person.name)
    told = steps_in_words(session.plan, on)
    return {
        "id": str(session.treatment.id),
        "person": str(session.treatment.person_id),
        "revision": session.treatment.revision,
        "record": session.record.model_dump(mode="json", include={"done", "felt", "place", "ended"}),
        "cues": [_cue(cue, steps[cue.step], on) for cue in build_timeline(steps)],
        "steps": [
            {
                "key": step_key(step),
                "kind": step.kind,
                "name": in_words(words.name),
                "level": step.pressure_level if step.kind == "press" else None,
                "breath": _breath(step),
                "cautions": [gettext(line) for line in words.cautions],
            }
            for step, words in zip(steps, told, strict=True)
        ],
    }


def _breath(step: Step) -> tuple[int, int] | None:
    """Return the seconds of breathing in and out that a step leads to."""
    breathing = load_plan_data().breathing.get(step.id) if step.kind == "breathe" else None
    return (breathing.in_s, breathing.out_s) if breathing else None


def _cue(cue: Cue, step: Step, on: str) -> dict[str, Any]:
    words = cue_in_words(cue, step, on)
    return {**cue.model_dump(), "title": in_words(words.title), "line": _as_a_sentence(in_words(words.line))}


def _as_a_sentence(line: str) -> str:
    return line[:1].upper() + line[1:]
