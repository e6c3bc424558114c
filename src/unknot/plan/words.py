"""Sentences of a plan: reasons, notes, aftercare and stop rules, from the data's own words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from unknot.locate import Estimate, describe_painted, odds_in_words
from unknot.plan.adjust import AFTER, rule_name
from unknot.plan.data.applicators import HANDS
from unknot.plan.frame import Frame
from unknot.plan.own_limits import FIRST_SESSIONS, GRAVE_RIVAL, NERVE_LIKELY, grave_share
from unknot.plan.pressing.ways import Cut, Way
from unknot.plan.session import Note, Step, StepReason
from unknot.screen import load_screen_data
from unknot.screen.consent import CONSENT

CUT_WORDS = {
    "max_pressure": "Pressure at most {allowed} of 5 instead of {wanted}",
    "max_pain": "Pain at most {allowed} of 10 instead of {wanted}",
    "max_hold_s": "Pressed firmly for at most {allowed} seconds at a time instead of {wanted}",
    "max_still_s": "No touch kept still for more than {allowed} seconds",
}
OWN_RULES = {
    FIRST_SESSIONS: "first sessions begin gently",
    GRAVE_RIVAL: "something that is not muscle can look like this",
    NERVE_LIKELY: "a nerve is the likelier source",
}
# What the plan rules are for.
PLAN_RULES = {
    "low_back": "gentle work on the low back",
    "neck": "gentle work on the neck",
    "headache": "gentle work with headache",
    "widespread": "gentle work with pain all over",
    "very_bad_now": "it hurts very much right now",
    "leg_symptoms": "what you feel in a leg",
    "partner": "somebody at home presses",
}
# At most so many causes are talked about; more would bury the advice.
MOST_CAUSES = 2


def describe_rule(frame: Frame, rule: str) -> str:
    """Return a rule in words: its name, or the limit of a danger zone."""
    screening = load_screen_data()
    if rule in screening.contraindications:
        return screening.contraindications[rule].name
    if rule in screening.danger_zones:
        return screening.danger_zones[rule].limit.rstrip(".")
    if rule in OWN_RULES:
        return OWN_RULES[rule]
    if rule.startswith(AFTER):
        return _because(frame, rule)
    if rule == f"{CONSENT}.max_pain":
        return "the limit that you agreed to"
    if rule.startswith(f"{CONSENT}."):
        return f"{screening.sensitive_areas[rule.removeprefix(f'{CONSENT}.')].part}, without your yes today"
    if rule.startswith("cause."):
        return "what set the pain off"
    if rule.startswith("plan_rule."):
        return PLAN_RULES[rule.removeprefix("plan_rule.")]
    return "limits for every adult"


def _because(frame: Frame, rule: str) -> str:
    consequences = frame.wishes.history.adjustment.consequences
    return next((one.because for one in consequences if rule_name(one) == rule), "what earlier sessions showed")


def describe_rules(frame: Frame, rules: Iterable[str]) -> str:
    """Return several rules in words."""
    return "; ".join(dict.fromkeys(describe_rule(frame, rule) for rule in rules))


def fits_reason(frame: Frame, explains: Iterable[str], probability: float) -> StepReason:
    """Return the reason that a point fits the drawing."""
    places = "; ".join(describe_painted(name) for name in explains) or "nothing that you painted, but its neighbours"
    return StepReason(
        code="fits_drawing", text=f"Known to be felt here: {places}. Fits your picture: {odds_in_words(probability)}."
    )


def stretch_reason(frame: Frame, exercise: str, muscle: str) -> StepReason:
    """Return why a stretch is the one for a muscle: measured in the model of the body, or known without it."""
    entry, data = frame.atlas.muscles[muscle], frame.data
    name = f"the {entry.name.lower()}"
    if data.lengthening_percent(exercise, muscle) >= data.composition.least_lengthening_percent:
        percent = data.told_percent(exercise, muscle)
        in_model = f"about {percent} % in the model" if percent else "in the model"
        text = f"Of the stretches you can do, this lengthens {name} most ({in_model})."
    elif entry.model_paths:
        text = f"Known to stretch {name}; in the model of the body it hardly does."
    else:
        text = f"Known to stretch {name}. The model of the body lacks this muscle, so nothing is measured."
    return StepReason(code="fits_drawing", text=text)


def choice_reasons(frame: Frame, way: Way) -> list[StepReason]:
    """Return why this technique and applicator."""
    rule = way.choice_rule
    reasons = []
    if rule and (way.technique.id == rule.technique or way.applicator.id in rule.use):
        reasons.append(StepReason(code="choice", text=f"Chosen for: {rule.text}.", rule=rule.id))
    if frame.is_therapist or way.applicator.id not in HANDS:
        reasons.append(StepReason(code="choice", text=f"{way.applicator.name}: {way.applicator.ergonomics}."))
    return reasons


def cut_reasons(frame: Frame, cuts: Iterable[Cut]) -> list[StepReason]:
    """Return a reason for each rule that lowered a number."""
    return [
        StepReason(
            code="limit",
            text=f"{_cut_words(cut)}: {describe_rule(frame, rule)}.",
            rule=rule,
        )
        for cut in cuts
        for rule in cut.rules
    ]


def _cut_words(cut: Cut) -> str:
    return CUT_WORDS[cut.name].format(allowed=cut.allowed, wanted=cut.wanted)


def changed_reasons(frame: Frame, usual: Way, rules: Iterable[str]) -> list[StepReason]:
    """Return a reason for each rule that took the usual way to press a point away."""
    usually = f"Otherwise it would be: {usual.technique.name.lower()}, {usual.applicator.name.lower()}. "
    return [
        StepReason(
            code="limit",
            text=f"{'Also changed' if number else f'{usually}Changed'}: {describe_rule(frame, rule)}.",
            rule=rule,
        )
        for number, rule in enumerate(sorted(rules))
    ]


NUMBER_WORDS = {
    "max_pressure": "pressure at most {} of 5",
    "max_pain": "pain at most {} of 10",
    "max_hold_s": "firm pressing (3 of 5 or more) for at most {} seconds at a time; a muscle rests short for longer",
    "max_still_s": "no touch kept still for more than {} seconds",
    "max_points": "at most {} points",
    "max_minutes_session": "at most {} minutes",
    "max_minutes_supine": "at most {} minutes on the back",
    "rest_hours": "{} hours between sessions",
    "start_pressure": "beginning with a pressure of {} of 5",
}


def rule_notes(frame: Frame) -> list[Note]:
    """Return what each rule that fired asks for, in one sentence a rule."""
    notes = []
    for name in frame.clearance.contraindications:
        rule = frame.screening.contraindications[name]
        effect, atlas = rule.effect, frame.atlas
        asked = [
            words.format(value) for key, words in NUMBER_WORDS.items() if (value := getattr(effect, key)) is not None
        ]
        tools = [name for name in effect.no_tools if _is_at_hand(frame, name)]
        asked += [f"without {_names(frame, tools)}"] if tools else []
        asked += [f"no {_names(frame, effect.no_actions)}"] if effect.no_actions else []
        asked += [f"not {_names(frame, effect.avoid_positions)}"] if effect.avoid_positions else []
        asked += [f"not on {_names(frame, effect.avoid_surfaces)}"] if effect.avoid_surfaces else []
        asked += ["only by a therapist"] if effect.therapist_only else []
        left_out = [atlas.places[place].name for place in effect.avoid if place in atlas.places]
        asked += [f"leave out: {', '.join(left_out)}"] if left_out else []
        if effect.avoid_answers:
            named = any(frame.clearance.answers.value(question) for question in effect.avoid_answers)
            open_place = "say which places; until then none is pressed"
            asked.append("leave out the places that you named" if named else open_place)
        where = [atlas.places[place].name for place in effect.scope if place in atlas.places]
        scope = f" (there: {', '.join(where)})" if where else ""
        if asked:
            notes.append(Note(code="limit", text=f"{rule.name}: {'; '.join(asked)}{scope}.", rule=name))
    return notes


def _is_at_hand(frame: Frame, name: str) -> bool:
    classes = frame.screening.vocabulary.tool_classes
    return bool(set(classes[name].members if name in classes else (name,)) & frame.applicators)


def _names(frame: Frame, names: Iterable[str]) -> str:
    vocabulary, applicators = frame.screening.vocabulary, frame.data.applicators
    words = []
    for name in names:
        entry = (
            vocabulary.tool_classes.get(name)
            or vocabulary.positions.get(name)
            or vocabulary.position_classes.get(name)
            or vocabulary.surfaces.get(name)
            or vocabulary.actions.get(name)
            or applicators.get(name)
            or vocabulary.tools.get(name)
        )
        words.append(
            re.split("[:(,]", entry.name if entry and entry.name else name.replace("_", " "))[0].strip().lower()
        )
    return " or ".join(words)


def estimate_notes(frame: Frame, estimate: Estimate, presses: Sequence[Step]) -> list[Note]:
    """Return what the estimate itself asks the person to know: graver rivals, a likely nerve, no clear point."""
    composition, notes = frame.data.composition, []
    if grave_share(estimate) >= composition.grave_rival_from:
        text = (
            "What you painted can also come from something that is not muscle, and pressing does not help that. "
            "Your answers show no sign of it. Press lightly, and see a doctor soon if it does not ease, and at once "
            "if you feel ill or anything new appears."
        )
        notes.append(Note(code="grave_rival", text=text, rule=GRAVE_RIVAL))
    if estimate.families.get("nerve", 0.0) >= composition.nerve_told_from:
        text = (
            "Your picture fits a nerve better than a muscle. Guidelines advise against massage for nerve-root pain, "
            "so it can only be a small extra: stop for tingling or pain further down, and have the leg or arm "
            "examined."
        )
        notes.append(Note(code="nerve", text=text))
    points = [one.probability for one in estimate.candidates if one.kind == "trigger_point"]
    if presses and max(points, default=0.0) < composition.no_clear_point_below:
        text = (
            "No single point stands out, and that is common. The points below only fit better than the others; "
            "gentle work there, movement and warmth help ordinary pain whatever its source."
        )
        notes.append(Note(code="no_clear_point", text=text))
    if not presses:
        notes.append(
            Note(code="no_pressing", text="Nothing is pressed today; what is left is movement and breathing.")
        )
    return notes


def _rules_that_shorten(frame: Frame) -> list[str]:
    """Return the rules of the answers that allow less time than was wished for."""
    most = frame.limits.global_.max_minutes_session
    if most is None or most >= frame.wishes.minutes:
        return []
    return [rule for rule in frame.limits.reasons.get("max_minutes_session", ()) if rule != "default_limits"]


def plan_notes(frame: Frame, total_s: int) -> list[Note]:
    """Return what the person has to know before beginning."""
    limits, notes = frame.limits, rule_notes(frame)
    if all(rule.retest for rule in frame.plan_rules):
        text = "First make the movement that hurts, once and slowly, and note your pain from 0 to 10."
        notes.insert(0, Note(code="pretest", text=text))
    wanted_s = 60 * frame.wishes.minutes
    if total_s < frame.data.composition.told_shorter_below * wanted_s:
        rules = _rules_that_shorten(frame)
        why = f" ({describe_rules(frame, rules)})" if rules else ""
        text = (
            f"This takes about {max(1, round(total_s / 60))} of your {frame.wishes.minutes} minutes{why}. A longer "
            "session would not help more; rest, warmth or a walk fill the time well."
        )
        notes.append(Note(code="shorter", text=text, rule=_first(rules)))
    if limits.global_.not_alone:
        notes.append(_limit_note(frame, "not_alone", "Do not do this alone: have somebody with you"))
    if limits.global_.check_sugar:
        notes.append(_limit_note(frame, "check_sugar", "Check your blood sugar before and after"))
    for rule in frame.plan_rules:
        if rule.head:
            notes.append(Note(code="head", text=f"Head {rule.head}.", rule=f"plan_rule.{rule.id}"))
        if rule.timing:
            notes.append(Note(code="timing", text=f"When: {rule.timing}.", rule=f"plan_rule.{rule.id}"))
    for cause in frame.causes[:MOST_CAUSES]:
        advice = frame.data.cause_advice[cause]
        notes.append(Note(code="cause", text=advice.words, rule=cause))
    return notes


def aftercare_notes(frame: Frame) -> list[Note]:
    """Return what to do after the session, and how long to wait for the next."""
    limits, practices = frame.limits, frame.data.practices
    notes = [
        Note(code="soreness", text="Some soreness for a day or two is usual. Warmth and easy movement help."),
        Note(code="keep_active", text=f"{practices['keep_active'].what}."),
    ]
    if limits.global_.rise_slowly_min:
        text = f"Sit for {limits.global_.rise_slowly_min} minutes before you stand up"
        notes.append(_limit_note(frame, "rise_slowly_min", text))
    wanted = [name for rule in frame.plan_rules for name in rule.practice]
    wanted += [
        name
        for cause in frame.causes[:MOST_CAUSES]
        for name in frame.data.cause_advice[cause].plan.get("practice", ())
    ]
    for name in dict.fromkeys(wanted):
        practice = practices[name]
        if name != "keep_active" and not set(practice.applicators) & set(limits.no_tools):
            dose = f": {practice.dose}" if practice.dose else ""
            notes.append(Note(code="practice", text=f"{practice.what}{dose}.", rule=name))
    for cause in frame.causes[:MOST_CAUSES]:
        see = frame.data.cause_advice[cause].see_someone
        if see:
            notes.append(Note(code="see_someone", text=see, rule=cause))
    rest_hours = limits.global_.rest_hours or 0
    notes.append(_limit_note(frame, "rest_hours", f"Wait at least {rest_hours} hours before the next session"))
    return notes


def stop_notes(frame: Frame, technique_rules: Iterable[str]) -> list[Note]:
    """Return when to stop, and what to do then."""
    signs = frame.screening.stop_signs
    notes = [
        Note(code="emergency", text=f"Stop and call the emergency number: {', '.join(signs.stop_and_emergency)}."),
        Note(code="same_day", text=f"Stop and see a doctor today: {', '.join(signs.stop_and_same_day_doctor)}."),
        Note(code="this_point", text=f"Leave this point: {', '.join(signs.stop_this_point)}."),
    ]
    rules = frame.data.stop_rules
    return notes + [Note(code=name, text=f"{rules[name].text}.") for name in dict.fromkeys(technique_rules)]


def _limit_note(frame: Frame, name: str, text: str) -> Note:
    rules = frame.limits.reasons.get(name, ())
    return Note(code=name, text=f"{text} ({describe_rules(frame, rules)}).", rule=_first(rules))


def _first(rules: Iterable[str]) -> str | None:
    return next(iter(rules), None)
