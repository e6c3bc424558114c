"""Random people: drawings, screening answers and wishes, as somebody might really give them.

Most answers are harmless and a few are not, because a person in whom everything is wrong is sent to a doctor at once
and shows nothing else. Complete answers leave no question open that is shown and required.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from functools import cache
from itertools import chain, combinations
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st

from tests import builders
from unknot.body import load_atlas
from unknot.draw import Drawing, Finding
from unknot.knowledge import YesNoUnsure
from unknot.locate import load_locate_data
from unknot.plan import SessionHistory, Wishes, load_plan_data
from unknot.screen import Answers, load_screen_data, read_answers
from unknot.screen import expressions as ex
from unknot.screen.data.questions import Question

TODAY = builders.TODAY
Raw = dict[str, Any]


def examples(share: float) -> settings:
    """Return settings with this share of the examples of the profile, for tests that take longer or shorter."""
    return settings(max_examples=max(1, round(share * settings().max_examples)))


# ---------------------------------------------------------------- answers to the screening
def questions() -> dict[str, Question]:
    return load_screen_data().questions


def options_of(question: Question) -> tuple[str, ...]:
    """Return the options of a question, with the place names written out."""
    return load_screen_data().forms[question.id].options


def none_options(question: Question) -> tuple[str, ...]:
    return tuple(option for option in options_of(question) if option == "none" or option.startswith("none_"))


@cache
def harmless(name: str) -> Any:
    """Return the answer of a healthy person; for a follow-up, the one that asks for least."""
    question, known = questions()[name], builders.answers()
    if name in known:
        return known[name]
    match question.type:
        case "yes_no":
            return "yes" if question.reassuring else "no"
        case "choice":
            return question.order[0] if question.order else question.options[0]
        case "multi":
            return list(none_options(question)[:1] or options_of(question)[:1])
        case "clearance":
            return {"ok": "yes", "date": TODAY.isoformat(), "allowed": list(question.allowed_options)}
        case _:
            return question.min or 0


def every_answer(name: str) -> st.SearchStrategy[Any]:
    """Return a strategy for all answers that a question takes."""
    question = questions()[name]
    match question.type:
        case "yes_no":
            return st.sampled_from(["no", "unsure", "yes"])
        case "choice":
            return st.sampled_from(list(question.answers))
        case "multi":
            return _several(question)
        case "clearance":
            return _agreements(question)
        case "scale_0_10":
            return st.integers(0, 10)
        case _:
            return st.integers(question.min or 0, question.max or 0)


def _several(question: Question) -> st.SearchStrategy[list[str]]:
    nothing = [[option] for option in none_options(question)]
    others = [option for option in options_of(question) if [option] not in nothing]
    some = st.lists(st.sampled_from(others), min_size=1, max_size=4, unique=True)
    return st.one_of(st.sampled_from(nothing), some) if nothing else some


def _agreements(question: Question) -> st.SearchStrategy[Raw]:
    allowed = st.lists(st.sampled_from(list(question.allowed_options)), min_size=1, max_size=4, unique=True)
    days = ["2026-11-22", "2026-09-01", "2026-08-24", "2026-08-23", "2026-12-01", "2020-01-01"]
    return st.fixed_dictionaries(
        {"ok": st.sampled_from(["yes", "yes", "no", "unsure"]), "date": st.sampled_from(days)},
        optional={"allowed": allowed},
    )


def missing_answers(given: Raw, *, optional: bool = False) -> list[str]:
    """Return the questions that are shown and have no answer."""
    answers = Answers(read_answers(given, TODAY).given, TODAY)
    return [
        name
        for name, question in questions().items()
        if name not in given and (question.required or optional) and answers.is_shown(name)
    ]


def completed(given: Raw, known: Mapping[str, Any] | None = None) -> Raw:
    """Return answers in which every required question that is shown has an answer: the known one, or a harmless."""
    full = dict(given)
    while open_questions := missing_answers(full):
        for name in open_questions:
            full[name] = (known or {}).get(name, harmless(name))
    return full


@st.composite
def complete_answers(draw: st.DrawFn, shown: str | None = None, most_unusual: int = 8) -> Raw:
    """Draw complete answers: of a healthy person, apart from rules that fire and questions that are answered at will.

    Answers to questions that are hidden stay in, as they do when somebody changes an earlier answer. A question that
    is named as `shown` is shown and not answered unless it is required.
    """
    pain_areas = load_screen_data().questions["pain_regions"].options
    given: Raw = {"pain_regions": draw(st.lists(st.sampled_from(pain_areas), min_size=1, max_size=3, unique=True))}
    if shown is not None:
        given = next(chain(ways_to_show(shown, given), ways_to_show(shown, {})))
    for rule in draw(st.lists(st.sampled_from(sorted(load_screen_data().when)), max_size=2, unique=True)):
        given = next(ways_to_fire([rule], given), given)
    unusual = draw(st.lists(st.sampled_from(sorted(questions())), max_size=most_unusual, unique=True))
    known = {name: draw(every_answer(name)) for name in unusual if shown is None or name not in given}
    return completed({**known, **given})


@st.composite
def allowed_answers(draw: st.DrawFn, who: str) -> Raw:
    """Draw complete answers of somebody who has no danger sign by design, but some rules that limit the session."""
    rules = load_screen_data().contraindications
    limiting = sorted(name for name, rule in rules.items() if rule.effect.session != "none")
    given: Raw = {"session_mode": who}
    for rule in draw(st.lists(st.sampled_from(limiting), max_size=3, unique=True)):
        given = next(ways_to_fire([rule], given), given)
    causes = questions()["pain_cause"].options
    given.setdefault("pain_cause", draw(st.lists(st.sampled_from(causes), min_size=1, max_size=2, unique=True)))
    given.setdefault("pain_now", draw(st.integers(0, 10)))
    worse = questions()["pain_worse_with"].options
    given.setdefault("pain_worse_with", draw(st.lists(st.sampled_from(worse), min_size=1, max_size=2, unique=True)))
    places = st.lists(st.sampled_from(sorted(load_atlas().places)), min_size=1, max_size=3, unique=True)
    for name, question in questions().items():
        if question.options == ("@regions",):
            given[name] = draw(places)
    return given


def ladder(name: str) -> list[Any]:
    """Return answers of a question from harmless to grave, or nothing when it has no such order."""
    question = questions()[name]
    if question.type == "yes_no":
        return ["yes", "unsure", "no"] if question.reassuring else ["no", "unsure", "yes"]
    if question.type == "scale_0_10":
        return list(range(11))
    return list(question.order)


# ---------------------------------------------------------------- answers that make a rule fire
Goal = tuple[ex.Expression, bool]


def ways_to_fire(rules: Sequence[str], given: Raw) -> Iterator[Raw]:
    """Yield answers, kept as they are where given, with which all these rules are true; follow-ups are shown.

    The expression trees are searched depth first: a part of `any` that leads nowhere is followed by the next.
    """
    when = load_screen_data().when
    yield from ways_to_hold([(when[rule], True) for rule in rules], given)


def ways_to_show(name: str, given: Raw) -> Iterator[Raw]:
    """Yield answers, kept as they are where given, with which a question is shown."""
    ask_if = load_screen_data().ask_if.get(name)
    yield from ways_to_hold([(ask_if, True)] if ask_if is not None else [], given)


def ways_to_hold(goals: Sequence[Goal], given: Raw) -> Iterator[Raw]:
    """Yield answers, kept as they are where given, of which each goal is true or false as wanted."""
    if not goals:
        yield given
        return
    (expression, wanted), *rest = goals
    match expression:
        case ex.Not(part):
            yield from ways_to_hold([(part, not wanted), *rest], given)
        case ex.All(parts) | ex.Any(parts):
            if isinstance(expression, ex.All) == wanted:
                yield from ways_to_hold([*((part, wanted) for part in parts), *rest], given)
            else:
                for part in parts:
                    yield from ways_to_hold([(part, wanted), *rest], given)
        case _:
            (name,) = expression.questions()
            yield from _ways_of_one(name, expression, wanted, rest, given)


def _ways_of_one(
    name: str, condition: ex.Expression, wanted: bool, rest: Sequence[Goal], given: Raw
) -> Iterator[Raw]:
    for value in _values(name, given.get(name)):
        known = Answers(read_answers({name: value}, TODAY).given, TODAY, {name: True})
        if condition.holds(known) != wanted:
            continue
        if not wanted and name not in given and value == harmless(name):
            # Not answered is false as well; the harmless answer will be filled in.
            yield from ways_to_hold(rest, given)
            return
        ask_if = load_screen_data().ask_if.get(name)
        needs: list[Goal] = [(ask_if, True)] if wanted and ask_if is not None else []
        yield from ways_to_hold([*needs, *rest], {**given, name: value})


def _values(name: str, present: Any) -> Iterator[Any]:
    question = questions()[name]
    if present is not None and question.type != "multi":
        yield present
        return
    match question.type:
        case "yes_no":
            yield from dict.fromkeys((harmless(name), "yes", "no"))
        case "choice":
            yield from dict.fromkeys((harmless(name), *question.options))
        case "multi":
            yield from _longer_lists(question, present)
        case "clearance":
            yield harmless(name)
            yield {**harmless(name), "allowed": ["gentle"]}
            yield {"ok": "no"}
        case "scale_0_10":
            yield from dict.fromkeys((harmless(name), *range(11)))
        case _:
            yield from dict.fromkeys((harmless(name), *range(question.min or 0, (question.max or 0) + 1)))


def _longer_lists(question: Question, present: list[str] | None) -> Iterator[list[str]]:
    yield present or harmless(question.id)
    nothing = set(none_options(question))
    kept = [option for option in present or () if option not in nothing]
    others = [option for option in options_of(question) if option not in nothing and option not in kept]
    for count in (1, 2):
        yield from ([*kept, *more] for more in combinations(others, count))


# ---------------------------------------------------------------- drawings
def mirrored(side: str) -> str:
    return {"left": "right", "right": "left"}.get(side, side)


@cache
def _neighbours() -> dict[str, tuple[str, ...]]:
    """Return the cells that share a border with each cell, on its own side or in the middle."""
    atlas = load_atlas()
    found = {}
    for name in atlas.cells:
        region, side = name.split(":")
        near = []
        for other in atlas.regions[region].neighbours:
            sides = atlas.regions[other].sides
            near += [f"{other}:{one}" for one in sides if side in (one, "midline") or one == "midline"]
        found[name] = tuple(near)
    return found


@st.composite
def painted_cells(draw: st.DrawFn, complaint: str | None = None) -> list[str]:
    """Draw one to eight cells that lie side by side as pain does, with a stray mark now and then."""
    atlas = load_atlas()
    within = [name for name in atlas.cells if complaint in (None, atlas.regions[name.split(":")[0]].complaint)]
    cells = [draw(st.sampled_from(within))]
    for _ in range(draw(st.integers(0, 6))):
        near = [name for one in cells for name in _neighbours()[one] if name not in cells]
        if near:
            cells.append(draw(st.sampled_from(sorted(set(near)))))
    if draw(st.integers(0, 4)) == 0:
        cells.append(draw(st.sampled_from(list(atlas.cells))))
    return sorted(set(cells))


def drawing_of(cells: Sequence[str], **fields: Any) -> Drawing:
    marks = [dict(zip(("id", "side"), name.split(":"), strict=True)) for name in cells]
    return Drawing.model_validate({"regions": marks, **fields})


def changed(drawing: Drawing, **fields: Any) -> Drawing:
    """Return the drawing with other fields, built anew so that nothing that was worked out before is kept."""
    return Drawing(**{**{name: getattr(drawing, name) for name in Drawing.model_fields}, **fields})


@st.composite
def features(draw: st.DrawFn) -> dict[str, str]:
    """Draw answers to up to three features that belong to no pressed spot."""
    known = sorted(name for name, feature in load_locate_data().features.items() if not feature.per_site)
    chosen = draw(st.lists(st.sampled_from(known), max_size=3, unique=True))
    return {name: draw(st.sampled_from(["yes", "no", "unsure"])) for name in chosen}


@st.composite
def findings(draw: st.DrawFn) -> list[Finding]:
    points = st.sampled_from(sorted(load_atlas().trigger_points))
    answers: list[YesNoUnsure | None] = ["yes", "no", "unsure", None]
    answer = st.sampled_from(answers)
    return [
        Finding(
            id=draw(points),
            side=draw(st.sampled_from(["left", "right"])),
            tender=draw(answer),
            reproduces_pain=draw(answer),
            taut_band=draw(answer),
            pressed_by=draw(st.sampled_from(["self", "partner", "therapist"])),
        )
        for _ in range(draw(st.integers(0, 2)))
    ]


@st.composite
def drawings(draw: st.DrawFn, complaint: str | None = None) -> Drawing:
    """Draw a whole drawing: places, features, findings, sex, and sometimes the complaint by name."""
    named = draw(st.sampled_from([None, None, "low_back", "neck", "head", "widespread"]))
    return drawing_of(
        draw(painted_cells(complaint)),
        complaint=named,
        features=draw(features()),
        findings=draw(findings()),
        sex=draw(st.sampled_from([None, "female", "male", "other_or_rather_not_say"])),
    )


# ---------------------------------------------------------------- wishes
@st.composite
def wishes(draw: st.DrawFn) -> Wishes:
    """Draw who presses, how long, with what, in which positions, and what has been."""
    tools = sorted(load_plan_data().applicators)
    positions = sorted(load_screen_data().vocabulary.positions)
    some_positions = st.lists(st.sampled_from(positions), min_size=1, max_size=4, unique=True)
    at_hand = draw(st.lists(st.sampled_from(tools), max_size=4, unique=True))
    return Wishes(
        who=draw(st.sampled_from(["self", "partner", "therapist"])),
        minutes=draw(st.one_of(st.integers(5, 45), st.sampled_from([5, 15, 30, 60, 120]))),
        applicators=tuple(draw(st.sampled_from([["hands"], ["hands"], ["hands"], []])) + at_hand),
        positions=tuple(draw(st.one_of(*[st.just([])] * 4, some_positions))),
        history=SessionHistory(
            quiet_sessions=draw(st.integers(0, 4)),
            last_session_date=draw(
                st.one_of(*[st.none()] * 5, st.integers(0, 4).map(lambda days: TODAY - timedelta(days=days)))
            ),
        ),
    )
