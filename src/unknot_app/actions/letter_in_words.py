"""What a letter says, in words: each item as it may stand in it, and the letter that is made of those chosen.

A letter is kept as plain texts (`content`), so that what was seen before it was made is what it says ever after.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext

from unknot.body import load_atlas
from unknot.draw import Drawing
from unknot.refer import AtHand, LetterItem, LetterKind, load_refer_data
from unknot.refer import letter as items
from unknot.screen import load_screen_data
from unknot.screen.clearance import STOPS_SESSION
from unknot.treat import SessionRecord
from unknot_app.actions.body_names import name_of_muscle
from unknot_app.actions.course_in_words import as_a_fact, facts_of, impression_of
from unknot_app.actions.days import day_in_words
from unknot_app.actions.drawing import painted_alike
from unknot_app.actions.held import Held
from unknot_app.actions.held_in_words import in_words_of
from unknot_app.actions.kept_drawings import MOST_GROUPS, alike_in_words
from unknot_app.actions.outcome import Outcome, Quoted, Told, quoted
from unknot_app.actions.pictures.figure import Look
from unknot_app.actions.pictures.limits_on_body import picture_of_limits
from unknot_app.actions.progress import Progress
from unknot_app.actions.sentences import Sentence

# So many sessions are told, the last ones.
MOST_SESSIONS = 6
# So many answers of a questionnaire are quoted where it is chosen; the preview shows all.
MOST_QUOTED = 4
# Short names for who somebody is, in place of the questions.
ABOUT_ME = {"age": "Age", "sex": "Sex at birth"}
ENDED = {
    "nerve_sign": "ended because pain shot or it tingled",
    "unwell": "ended because I felt unwell",
    "stopped": "ended early by choice",
}
REPLY = (
    "Massage is all right for this person: ☐ yes  ☐ no  ☐ not yet, until: ____________",
    "Allowed: %(allowed)s",
    "Not allowed, or with care: ________________________________________",
    "Date, name, signature: ________________________________________",
)


@dataclass(frozen=True)
class Recorded:
    """What the record holds, as it is told."""

    today: date
    at_hand: AtHand
    outcome: Outcome
    limits: dict[str, Any]
    answered_on: date
    painted: Drawing | None
    painted_at: datetime | None
    drawing_id: UUID | None
    sessions: tuple[SessionRecord, ...]
    going: Progress
    held: Held | None = None


@dataclass(frozen=True)
class Course:
    """The pain before and after one session, from 0 to 10."""

    day: str
    before: int
    after: int


@dataclass(frozen=True)
class Part:
    """An item as it may stand in a letter: a title, answers quoted, lines, and the course that a chart shows."""

    item: LetterItem
    title: str = ""
    quoted: tuple[tuple[str, str], ...] = ()
    lines: tuple[str, ...] = ()
    course: tuple[Course, ...] = ()

    @property
    def quoted_at_first(self) -> tuple[tuple[str, str], ...]:
        """Return the answers by which an item is known where it is chosen; behind a danger sign all of them."""
        return self.quoted if self.item.rule or len(self.quoted) <= MOST_QUOTED else self.quoted[:MOST_QUOTED]

    @property
    def quoted_later(self) -> int:
        return len(self.quoted) - len(self.quoted_at_first)

    @property
    def is_why(self) -> bool:
        """Return whether the letter cannot say without it why a doctor is wanted."""
        return self.item.section == "signs" and self.item.is_private


@dataclass(frozen=True)
class Written:
    """What somebody typed for a letter; `name` is their own, as it should stand there."""

    name: str = ""
    recipient: str = ""
    question: str = ""
    remark: str = ""


def parts_of(kind: LetterKind, recorded: Recorded, found: Sequence[LetterItem]) -> tuple[Part, ...]:
    # How a rule limits a session is for whoever presses; a doctor judges for themselves.
    return tuple(
        _rule(recorded, item, tells_limits=kind == "therapist") if item.rule else _part(recorded, item)
        for item in found
    )


def _part(recorded: Recorded, item: LetterItem) -> Part:
    answers = tuple(quoted(name, recorded.at_hand.answers) for name in item.questions)
    match item.id:
        case items.URGENCY:
            return Part(item, gettext(load_refer_data().letter_words.advised[recorded.at_hand.situation]))
        case items.DRAWING:
            return _drawing(recorded, item)
        case items.LIMITS:
            return Part(item, lines=tuple(_limits(recorded)))
        case items.DENIED | items.DENIED_PRIVATE:
            return Part(item, lines=tuple(_short(one) for one in answers))
        case items.SESSIONS:
            return _sessions(recorded, item)
        case items.COURSE:
            return _measured(recorded.going, item)
        case items.REPLY:
            return Part(item, lines=tuple(_reply(recorded)))
    if recorded.held and (told := in_words_of(item, recorded.held)):
        return Part(item, told.title, (*map(_said, answers), *told.quoted), told.lines)
    if item.section == "who":
        return Part(item, _labelled(ABOUT_ME[item.questions[0]], gettext(answers[0].answer)))
    return Part(item, quoted=tuple(map(_said, answers)))


def _labelled(label: str, value: str) -> str:
    return f"{gettext(label)}: {value}"


def _said(one: Quoted) -> tuple[str, str]:
    return gettext(one.question.text), gettext(one.answer)


def _rule(recorded: Recorded, item: LetterItem, *, tells_limits: bool) -> Part:
    told = _told(recorded.outcome, item.rule)
    answers = tuple(_said(quoted(name, recorded.at_hand.answers)) for name in item.questions)
    lines = tuple(map(_capital, told.limits)) if tells_limits else ()
    return Part(item, gettext(told.title), answers, lines)


def _told(outcome: Outcome, rule: str) -> Told:
    return next(one for one in (*outcome.danger, *outcome.careful) if one.rule == rule)


def _capital(one: Sentence) -> str:
    said = one.said(gettext)
    return said[:1].upper() + said[1:]


def _short(one: Quoted) -> str:
    """Return what was answered with no: the words beside its tick box, or the question."""
    item = load_screen_data().items.get(one.question.id)
    return gettext(item.text if item else one.question.text)


def _drawing(recorded: Recorded, item: LetterItem) -> Part:
    assert recorded.painted
    assert recorded.painted_at  # only a confirmed drawing is an item
    alike = painted_alike(recorded.painted)
    title = gettext("Painted on %(day)s") % {"day": day_in_words(recorded.painted_at)}
    return Part(item, title, lines=tuple(map(alike_in_words, alike[:MOST_GROUPS])))


def _limits(recorded: Recorded) -> Iterator[str]:
    yield from map(_capital, recorded.outcome.limits)
    on_body = picture_of_limits(recorded.limits, Look())
    for text, names in (("Not pressed: %(names)s", on_body.not_here), ("Only gently: %(names)s", on_body.gentle)):
        if names:
            yield Sentence(text, {"names": names}).said(gettext)


def _sessions(recorded: Recorded, item: LetterItem) -> Part:
    count = len(recorded.sessions)
    title = ngettext(
        "One session of pressing sore spots (trigger points) and stretching at home",
        "%(count)s sessions of pressing sore spots (trigger points) and stretching at home",
        count,
    )
    # A file for another program holds them all.
    most = count if recorded.held else MOST_SESSIONS
    lines = [_session(one) for one in recorded.sessions[:most]]
    if count > most:
        lines.append(gettext("The %(shown)s last are told here.") % {"shown": most})
    lines.append(gettext("What changed after a session may also have changed without it."))
    # Oldest first, as a chart is read.
    course = tuple(one for record in reversed(recorded.sessions[:MOST_SESSIONS]) for one in _course(record))
    return Part(item, title % {"count": count}, lines=tuple(lines), course=course)


def _measured(going: Progress, item: LetterItem) -> Part:
    """Return what the weekly answers say: each primary measure, its age, and whether that is a response."""
    primary = [one for one in (going.pain, going.function) if one and one.course.change]
    lines = [one.said(gettext) for one in (*map(as_a_fact, primary), *facts_of(going))]
    if said := impression_of(going):
        lines.append(gettext("Compared with the beginning I said: %(said)s.") % {"said": gettext(said)})
    lines.append(gettext("What changed may also have changed without treatment."))
    return Part(item, lines=tuple(lines))


def _session(record: SessionRecord) -> str:
    done = sum(one.state != "skipped" for one in record.done)
    said = {"day": day_in_words(record.started_at), "done": done, "planned": len(record.planned)}
    parts = [gettext("%(day)s: %(done)s of %(planned)s steps done") % said]
    if pressed := _pressed(record):
        parts.append(gettext("pressed: %(muscles)s") % {"muscles": ", ".join(pressed)})
    if record.ended in ENDED:
        parts.append(gettext(ENDED[record.ended]))
    return f"{'; '.join([*parts, _pain(record)])}."


def _pressed(record: SessionRecord) -> list[str]:
    """Return the muscles that were pressed, by the words of everybody, each once."""
    atlas = load_atlas()
    pressing = {step.step for step in record.planned if step.kind == "press"}
    pressed = [one.step for one in record.done if one.state != "skipped" and one.step in pressing]
    points = [atlas.trigger_points.get(step.split(":")[0]) for step in pressed]  # None: a point of older facts
    muscles = dict.fromkeys(point.muscle for point in points if point)
    return [gettext(name_of_muscle(atlas.muscles[muscle]).name) for muscle in muscles]


def _pain(record: SessionRecord) -> str:
    for one in _course(record):
        return gettext("pain %(before)s before, %(after)s after") % {"before": one.before, "after": one.after}
    return gettext("pain before and after was not given")


def _course(record: SessionRecord) -> Iterator[Course]:
    """Yield the pain before and after, where both were given."""
    before, after = record.before.pain, record.after.pain if record.after else None
    if before is not None and after is not None:
        yield Course(date_format(timezone.localtime(record.started_at), "j M"), before, after)


def _reply(recorded: Recorded) -> Iterator[str]:
    data = load_screen_data()
    question = next(one for one in data.questions.values() if one.type == "clearance")
    allowed = "  ".join(f"☐ {gettext(data.option_text(question.id, one))}" for one in question.allowed_options)
    for text in REPLY:
        yield gettext(text) % {"allowed": allowed}


def compose(
    kind: LetterKind,
    recorded: Recorded,
    parts: Sequence[Part],
    chosen: Collection[str],
    written: Written,
) -> dict[str, Any]:
    """Return the letter as plain texts: what was chosen, in its order, with what was typed."""
    data = load_refer_data()
    form, told = data.letters[kind], [part for part in parts if part.item.id in chosen]
    typed = _typed(written)
    sections = []
    for name in form.sections:
        here = [*typed.get(name, ()), *(part for part in told if part.item.section == name)]
        entries = [_entry(part) for part in here]
        if entries:
            sections.append({"id": name, "name": gettext(data.letter_sections[name].name), "entries": entries})
    return {
        "kind": kind,
        "title": gettext(form.name),
        "day": day_in_words(recorded.today),
        "to": written.recipient,
        "greeting": gettext(form.greeting) if form.greeting else "",
        "answered": gettext("Answers of %(day)s") % {"day": day_in_words(recorded.answered_on)},
        "stops": recorded.at_hand.urgency in STOPS_SESSION,
        "sections": sections,
        "about": gettext(data.letter_words.about),
    }


def _typed(written: Written) -> dict[str, list[Part]]:
    """Return what was typed, by the section in which it stands."""
    found: dict[str, list[Part]] = {}
    if written.name:
        found["who"] = [Part(LetterItem("name", "who"), _labelled("Name", written.name))]
    for section, text in (("question", written.question), ("remark", written.remark)):
        if text:
            found[section] = [Part(LetterItem(section, section), lines=tuple(text.splitlines()))]
    return found


def _entry(part: Part) -> dict[str, Any]:
    return {
        "title": part.title,
        "quoted": [list(one) for one in part.quoted],
        "lines": list(part.lines),
        "course": [asdict(one) for one in part.course],
    }
