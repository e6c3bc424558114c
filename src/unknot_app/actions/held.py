"""What a record holds that can go into a file for another program, as the plain values that such a file is made of.

The same values are told in words before the file is made, so that nothing goes in unseen.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from django.db.models import QuerySet
from django.utils.translation import gettext

from unknot.body import load_atlas
from unknot.body.atlas import muscle_of
from unknot.exchange import (
    Agreement,
    Answered,
    Complaint,
    Measured,
    PaintedOn,
    Planned,
    Question,
    Reacted,
    Session,
)
from unknot.measure import Instrument, load_measure_data
from unknot.refer.letter import REACTIONS, REACTIONS_PRIVATE
from unknot.screen import Answers, load_screen_data
from unknot.screen.consent import load_consent_data
from unknot.treat import Reaction, SessionRecord, load_treat_data, pressed_steps, read_reaction, read_session_record
from unknot_app.actions.consent_events import history_of_consent
from unknot_app.actions.drawing import cell_in_words
from unknot_app.actions.estimate_in_words import first_name, with_side
from unknot_app.actions.kept_drawings import KeptDrawing, kept_drawing_of
from unknot_app.actions.outcome import YES_NO, quoted
from unknot_app.actions.persons_plan import plan_for
from unknot_app.actions.plan_in_words import steps_in_words
from unknot_app.actions.progress import part_of
from unknot_app.actions.standing import Standing
from unknot_app.records import models
from unknot_app.records.queries import consents_of, measurements_of, reactions_of, treatments_of

LOW_BACK, LONG = "low_back", "over_3_months"
# Its answers are trials of an instrument, not questions.
TRIALS = "ppt"
# What 0 and 1 stand for.
YES_OR_NO = ("no", "yes")
WITHDRAWN = "I take my consent back."


@dataclass(frozen=True)
class Held:
    """The values of a record, by what they are of; each measure oldest first."""

    answered_at: datetime
    complaint: Complaint | None
    painted: PaintedOn | None
    measured: Mapping[str, tuple[Measured, ...]]
    sessions: tuple[Session, ...]
    reactions: Mapping[str, tuple[Reacted, ...]]
    plan: Planned | None
    agreements: tuple[Agreement, ...]


def held_by(standing: Standing, answers: Answers) -> Held:
    """Return what the record of a person holds; `answers` are those that were judged."""
    assert standing.judged  # asked only of somebody who answered
    person, answered_at = standing.person, standing.judged.made_at
    return Held(
        answered_at=answered_at,
        complaint=complaint_said(answers, answered_at),
        painted=_painted(standing),
        measured=_measured(measurements_of(person).exclude(score=None).order_by("taken_at")),
        sessions=tuple(_sessions(treatments_of(person).exclude(ended_at=None))),
        reactions=_reactions(reactions_of(person)),
        plan=_plan(standing),
        agreements=tuple(_agreements(standing)),
    )


def answered(name: str, answers: Answers) -> Answered:
    """Return a question of the screening with what was answered."""
    question, given = load_screen_data().questions[name], answers.value(name)
    text = gettext(question.text)
    if isinstance(given, bool) or given is None or isinstance(given, Mapping):
        words = gettext(quoted(name, answers).answer)
        return Answered(question=Question(id=name, text=text, type="string"), given=words)
    if isinstance(given, int):
        return Answered(question=Question(id=name, text=text, type="integer"), given=given)
    words_of = _words_of_options(name)
    chosen = given if isinstance(given, tuple) else (given,)
    asked = Question(
        id=name, text=text, type="choice", options=tuple(words_of.items()), repeats=question.type == "multi"
    )
    return Answered(question=asked, given=tuple((one, words_of[one]) for one in chosen))


def _words_of_options(name: str) -> dict[str, str]:
    data = load_screen_data()
    if data.questions[name].type == "yes_no":
        return {option: gettext(words) for option, words in YES_NO.items()}
    return {option: gettext(data.option_text(name, option)) for option in data.forms[name].options}


def complaint_said(answers: Answers, at: datetime) -> Complaint | None:
    """Return what the record is about; None where it is not the low back."""
    if not answers.includes("pain_regions", LOW_BACK):
        return None
    is_chronic = answers.value("pain_duration") == LONG
    text = gettext("Low back pain for over three months") if is_chronic else gettext("Low back pain")
    return Complaint(id=LOW_BACK, text=text, is_chronic=is_chronic, at=at)


def _painted(standing: Standing) -> PaintedOn | None:
    kept = kept_drawing_of(standing.person, standing.drawing.id) if standing.drawing else None
    return _painted_on(kept) if kept else None


def _painted_on(kept: KeptDrawing) -> PaintedOn:
    places = tuple((cell_in_words(one.place).said(gettext), one.intensity) for one in kept.painted.places)
    return PaintedOn(id=kept.id, at=kept.confirmed_at, places=places, extent_percent=kept.summary.extent_percent)


def _measured(stored: QuerySet[models.Measurement]) -> dict[str, tuple[Measured, ...]]:
    """Return the scores by their instruments; the answers stand behind the last of each only."""
    known = load_measure_data().instruments
    together: dict[str, list[models.Measurement]] = {}
    for one in stored:
        if one.instrument in known:
            together.setdefault(one.instrument, []).append(one)
    return {
        name: tuple(_one_measured(known[name], one, is_last=one is ones[-1]) for one in ones)
        for name, ones in together.items()
    }


def _one_measured(instrument: Instrument, one: models.Measurement, *, is_last: bool) -> Measured:
    assert one.score is not None  # only what has a score is read
    return Measured(
        id=one.id,
        instrument=instrument.id,
        name=gettext(instrument.plain_name or instrument.name),
        at=one.taken_at,
        score=one.score,
        unit=instrument.unit or "",
        where=_where(one),
        answers=tuple(_answers_behind(instrument, one)) if is_last else (),
    )


def _where(one: models.Measurement) -> str:
    point, side = one.about.get("point", ""), one.about.get("side", "")
    if point in load_atlas().trigger_points:
        name = first_name(load_atlas().muscles[muscle_of(point)].common_name)
        return f"{with_side(name, side).said(gettext)}, {load_atlas().trigger_points[point].label}"
    return gettext(part_of(one)) if part_of(one) else ""


def _answers_behind(instrument: Instrument, one: models.Measurement) -> Iterator[Answered]:
    """Yield the questions whose wording may be shown, with what was answered to them."""
    if not instrument.items_included or instrument.fields or instrument.id == TRIALS:
        return
    ticked, listed = one.answers.get("ticked"), one.answers.get("answers")
    for number, item in enumerate(instrument.item):
        given: object = None
        if isinstance(ticked, list):
            given = int(item.id in ticked or number + 1 in ticked)
        elif isinstance(listed, list) and number < len(listed):
            given = listed[number]
        if isinstance(given, int | float):
            yield _one_answered(instrument, number, given)


def _one_answered(instrument: Instrument, number: int, given: float) -> Answered:
    item = instrument.item[number]
    question = partial(Question, id=item.id, text=gettext(item.text))
    if instrument.is_yes_no:
        options = tuple((name, gettext(YES_NO[name])) for name in YES_OR_NO)
        return Answered(question=question(type="choice", options=options), given=(options[int(given)],))
    if item.options:
        options = tuple((str(step), gettext(words)) for step, words in enumerate(item.options, 1))
        return Answered(question=question(type="choice", options=options), given=(options[int(given) - 1],))
    return Answered(question=question(type="integer" if instrument.whole else "decimal"), given=given)


def _sessions(stored: QuerySet[models.Treatment]) -> Iterator[Session]:
    for one in stored:
        record = read_session_record(one.record)
        if record.ended_at:
            yield Session(
                id=one.id,
                began_at=record.started_at,
                ended_at=record.ended_at,
                is_complete=record.ended == "done",
                pressed=tuple(dict.fromkeys(_pressed(record))),
                pain_before=record.before.pain,
                pain_after=record.after.pain if record.after else None,
            )


def _pressed(record: SessionRecord) -> Iterator[str]:
    atlas = load_atlas()
    for key in pressed_steps(record):
        point, _, side = key.partition(":")
        if point in atlas.trigger_points:  # not one of older facts
            yield with_side(first_name(atlas.muscles[muscle_of(point)].common_name), side).said(gettext)


def _reactions(stored: QuerySet[models.Reaction]) -> dict[str, tuple[Reacted, ...]]:
    """Return what came of sessions; signs that may be dangerous are told apart, as private answers are."""
    found: dict[str, list[Reacted]] = {REACTIONS: [], REACTIONS_PRIVATE: []}
    for one in stored:
        reaction = read_reaction(one.said)
        plain = [sign for sign in reaction.signs if sign not in reaction.warnings]
        told = {REACTIONS: [*_soreness(reaction), *_signs(plain)], REACTIONS_PRIVATE: [*_signs(reaction.warnings)]}
        for name, events in told.items():
            if events:
                found[name].append(_reacted(one, reaction, tuple(events)))
    return {name: tuple(ones) for name, ones in found.items() if ones}


def _reacted(one: models.Reaction, reaction: Reaction, events: tuple[str, ...]) -> Reacted:
    return Reacted(
        id=one.id, session=one.treatment_id, at=reaction.answered_at, after_h=reaction.after_h, events=events
    )


def _soreness(reaction: Reaction) -> Iterator[str]:
    if reaction.soreness:
        name = gettext(load_treat_data().events["soreness"].name)
        yield gettext("%(name)s: %(number)s of 10") % {"name": name, "number": reaction.soreness}


def _signs(signs: Sequence[str]) -> Iterator[str]:
    for sign in signs:
        yield gettext(load_treat_data().signs[sign].name)


def _plan(standing: Standing) -> Planned | None:
    planned = plan_for(standing)
    if planned is None or not planned.plan.steps:
        return None
    steps = tuple(
        ". ".join((step.name.said(gettext), *(detail.said(gettext) for detail in step.details)))
        for step in steps_in_words(planned.plan)
    )
    return Planned(id=planned.result.id, made_at=planned.result.made_at, steps=steps)


def _agreements(standing: Standing) -> Iterator[Agreement]:
    """Yield the consents, newest first; which private places were agreed to is not told."""
    stored = {one.made_at: one.id for one in consents_of(standing.person)}
    for event in history_of_consent(standing.person):
        kind = load_consent_data().kinds[event.kind]
        if event.is_withdrawal:
            yield Agreement(
                id=stored[event.made_at],
                at=event.made_at,
                statement=f"{gettext(kind.name)}: {gettext(WITHDRAWN)}",
                is_withdrawn=True,
            )
        elif event.consent:
            yield Agreement(
                id=stored[event.made_at],
                at=event.made_at,
                statement=gettext(kind.statement),
                until=event.consent.until,
                giver=event.consent.giver,
            )
