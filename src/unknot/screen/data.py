"""The facts that screening needs: cards, questions, rules, danger zones, default limits, vocabulary."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from unknot.body import Atlas, load_atlas
from unknot.knowledge import Entry, Names, Reader, Value
from unknot.screen.expressions import Expression, QuestionForm, parse
from unknot.screen.vocabulary import Vocabulary, read_vocabulary

QuestionType = Literal["yes_no", "choice", "multi", "integer", "scale_0_10", "clearance"]
FiredUrgency = Literal["emergency_now", "same_day", "doctor_first", "mention"]

# A list card that a person can take in at a glance (six items; JOURNEYS of the project, tested).
MOST_ITEMS = 6

# In option_labels.csv: the words of an option for every question that has none of its own for it.
EVERY_QUESTION = "*"
# The answer of somebody who does not know.
UNSURE = "unsure"
# In place of options: the places of the body, which have their own names.
PLACES = ("@regions",)


class Card(Entry):
    """One screen of the interview."""

    id: str
    name: str
    kind: Literal["screen", "question", "list", "drawing"]
    step: int
    text: str
    items: Names = ()
    skip: bool = False
    # Asked again when an interview is carried on after a day: what it asks may have changed since.
    of_today: bool = False
    # Asked first when it is very bad right now, before comfort without pressing.
    very_bad: bool = False
    when: str = ""
    # The line of "Has anything changed?" that stands for the card before a later session.
    recheck: str = ""
    why: str


class RecheckLine(Entry):
    """A line of "Has anything changed?": a tick asks its cards anew, or everything."""

    id: str
    text: str
    anew: bool = False


class Contradiction(Entry):
    """Two answers, or two options of one, that cannot both be right."""

    id: str
    one: str
    other: str
    when: Any
    text: str
    why: str

    @property
    def questions(self) -> tuple[str, ...]:
        """Return the questions, each once."""
        return tuple(dict.fromkeys((self.one, self.other)))


class Item(Entry):
    """What stands beside the tick box of one item of a list card.

    `gist` says in a few words what it is about and is never narrower than `text`: whoever has nothing to do with the
    one need not read the other. Empty where the text is as short.
    """

    card: str
    id: str
    gist: str = ""
    text: str


class OptionGroup(Value):
    """The options of a question that one list item opens."""

    item: str
    text: str
    options: Names
    sensitive: bool = False


class Question(Entry):
    """One question of the screening."""

    id: str
    group: str
    card: str
    item: str = ""
    type: QuestionType
    options: Names = ()
    option_groups: tuple[OptionGroup, ...] = ()
    allowed_options: Names = ()
    order: Names = ()
    expires_days: int | None = None
    min: int | None = None
    max: int | None = None
    none_value: str = ""
    # How rules read "unsure": yes or no; of a choice, the option.
    unsure_counts_as: str | None = None
    unsure_reason: str = ""
    required: bool
    reassuring: bool = False
    sensitive: bool = False
    # A yes, or not sure, shows at once where to find help.
    opens_help: bool = False
    ask_if: Any = None
    text: str
    why: str = ""

    @property
    def answers(self) -> Names:
        """Return the options, with "unsure" where a choice takes it beside its own."""
        is_added = self.type == "choice" and self.unsure_counts_as is not None
        return (*self.options, UNSURE) if is_added else self.options


class OptionLabel(Entry):
    """The words of an option."""

    question: str
    option: str
    text: str


class Accuracy(Value):
    """A published accuracy of a danger sign, as printed."""

    feature: str
    sources: Names
    status: str
    sensitivity: str = ""
    specificity: str = ""
    odds_ratio: str = ""
    lr_positive: str = ""
    lr_negative: str = ""
    post_test_probability: str = ""
    frequency: str = ""
    auc: str = ""
    setting: str = ""
    threshold: str = ""


class RedFlag(Entry):
    """A danger-sign rule."""

    id: str
    # For professionals; the title is what the person is told.
    name: str
    title: str
    # What stands behind the advice, for professionals; not shown to the person.
    finding: str = ""
    regions: Names
    urgency: FiredUrgency
    when: Any
    unless_fired: Names = ()
    advice: str
    basis: str
    accuracy: tuple[Accuracy, ...] = ()


class Effect(Value):
    """What a rule does to a session."""

    session: Literal["none"] | None = None
    until: str = ""
    clearance: Literal["required", "advised"] | None = None
    avoid: Names = ()
    avoid_answers: Names = ()
    scope: Names = ()
    max_pressure: int | None = None
    max_pain: int | None = None
    max_hold_s: int | None = None
    max_still_s: int | None = None
    max_points: int | None = None
    max_minutes_session: int | None = None
    max_minutes_supine: int | None = None
    rest_hours: int | None = None
    rise_slowly_min: int | None = None
    start_pressure: int | None = None
    therapist_only: bool = False
    therapist_only_above: int | None = None
    not_alone: bool = False
    check_sugar: bool = False
    no_tools: Names = ()
    no_actions: Names = ()
    avoid_positions: Names = ()
    avoid_surfaces: Names = ()


class Contraindication(Entry):
    """A rule that forbids or limits a session."""

    id: str
    name: str
    kind: Literal["absolute", "regional", "precaution", "approach"]
    when: Any
    why: str
    # What stands behind the reason, for professionals; not shown to the person.
    finding: str = ""
    say: str = ""
    basis: str
    effect: Effect


class DangerZone(Entry):
    """Places where pressure is limited for everyone."""

    id: str
    places: Names
    rule: Literal["never", "limit"]
    max_pressure: int | None = None
    max_hold_s: int | None = None
    max_still_s: int | None = None
    no_tools: Names = ()
    no_actions: Names = ()
    therapist_only_above: int | None = None
    half_width_mm: int | None = None
    self_hard_point_half_width_mm: int | None = None
    contains: str
    why: str
    limit: str


class DefaultLimits(Entry):
    """Ceilings for a healthy adult before any rule is applied."""

    max_pressure: int
    max_pain: int
    max_pain_self: int
    max_hold_s: int
    max_hold_s_self: int
    max_heat_s: int
    max_cold_s: int
    max_ease_position_s: int
    max_slow_release_s: int
    max_stretch_hold_s: int
    max_rest_position_s: int
    max_points: int
    max_minutes_region: int
    max_minutes_session: int
    rest_hours: int
    max_minutes_percussion_per_spot: int
    self_floor_after_quiet_sessions: int
    text: str


class StopSigns(Entry):
    """Signs that end a session, or the work on one point."""

    stop_and_emergency: Names
    stop_and_same_day_doctor: Names
    stop_this_point: Names


class SensitiveArea(Entry):
    """An area that needs its own written consent, or is never touched."""

    id: str
    places: Names
    # The places of which all belongs to it; of the others only the points that are named.
    whole_places: Names = ()
    part: str = ""
    consent: Literal["separate", "never"]
    points: Names = ()
    say: str = ""
    basis: str


@dataclass(frozen=True)
class ScreenData:
    """All facts of the stage, names resolved and expressions parsed."""

    cards: dict[str, Card]
    recheck: dict[str, RecheckLine]
    contradictions: dict[str, Contradiction]
    # By the item: no two cards have one of the same name.
    items: dict[str, Item]
    questions: dict[str, Question]
    # By "question.option", or "*.option" for every question without words of its own.
    option_labels: dict[str, OptionLabel]
    red_flags: dict[str, RedFlag]
    contraindications: dict[str, Contraindication]
    danger_zones: dict[str, DangerZone]
    default_limits: DefaultLimits
    stop_signs: StopSigns
    sensitive_areas: dict[str, SensitiveArea]
    vocabulary: Vocabulary
    forms: dict[str, QuestionForm]
    # Expressions by the entry that owns them: "ask_if" of a question, "when" of a rule.
    ask_if: dict[str, Expression]
    when: dict[str, Expression]
    # By contradiction.
    contradicts: dict[str, Expression]

    def parse(self, raw: object) -> Expression:
        """Return an expression about these questions; raises ValueError when a name does not resolve."""
        return parse(raw, self.forms)

    def regions_of_area(self, area: str) -> frozenset[str]:
        """Return the regions that an answer of the question where it hurts means."""
        named, places = self.vocabulary.pain_areas[area], load_atlas().places
        return frozenset(region for place in named.places for region in places[place].regions) | set(named.regions)

    def areas_of_region(self, region: str) -> tuple[str, ...]:
        """Return the answers of the question where it hurts that a region belongs to."""
        return tuple(area for area in self.vocabulary.pain_areas if region in self.regions_of_area(area))

    def option_text(self, question_id: str, option: str) -> str:
        """Return the words of an option of a choice, a multi question or an agreement."""
        if self.questions[question_id].options == PLACES:
            return load_atlas().places[option].name
        return self.option_labels[_label_of(self.option_labels, question_id, option)].text


def _form(question: Question, places: dict[str, object]) -> QuestionForm:
    options = question.allowed_options if question.type == "clearance" else question.answers
    return QuestionForm(question.type, tuple(places) if options == PLACES else options)


def _parse(reader: Reader, file: str, name: str, raw: object, forms: dict[str, QuestionForm]) -> Expression | None:
    try:
        return parse(raw, forms)
    except ValueError as error:
        reader.fault(file, name, str(error))
        return None


def _check_questions(reader: Reader, cards: dict[str, Card], questions: dict[str, Question]) -> None:
    for question in questions.values():
        reader.resolve("questions.toml", question.id, "card", [question.card], cards)
        if question.card in cards:
            named = [question.item] if question.item else [group.item for group in question.option_groups]
            reader.resolve("questions.toml", question.id, "item of its card", named, cards[question.card].items)
        reader.resolve("questions.toml", question.id, "option in order", question.order, question.options)
        if question.none_value:
            reader.resolve("questions.toml", question.id, "none_value", [question.none_value], question.options)
        if question.card in cards and cards[question.card].kind == "list" and not question.ask_if and not named:
            reader.fault("questions.toml", question.id, "stands on a list and no item opens it")
        if question.unsure_counts_as not in _unsure_may_count_as(question):
            reader.fault("questions.toml", question.id, f"unsure cannot count as {question.unsure_counts_as!r}")
    for card in cards.values():
        if len(card.items) > MOST_ITEMS:
            reader.fault("cards.toml", card.id, f"has {len(card.items)} items, at most {MOST_ITEMS}")


def _unsure_may_count_as(question: Question) -> tuple[str | None, ...]:
    """Return how "unsure" may be read: a yes_no question has to say it, a choice without an own "unsure" may."""
    match question.type:
        case "yes_no":
            return "yes", "no"
        case "clearance":
            return None, "no"
        case "choice" if UNSURE not in question.options:
            return None, *question.options
        case _:
            return (None,)


def _check_recheck(reader: Reader, cards: dict[str, Card], lines: dict[str, RecheckLine]) -> None:
    """Check that each card of the first visit but that of who somebody is has the one line that stands for it."""
    for card in cards.values():
        if card.recheck:
            reader.resolve("cards.toml", card.id, "line of recheck.toml", [card.recheck], lines)
        elif not card.when and (card.kind != "screen" or card.of_today):
            reader.fault("cards.toml", card.id, "has no line of recheck.toml that stands for it")
    for name in lines.keys() - {card.recheck for card in cards.values()}:
        reader.fault("recheck.toml", name, "stands for no card")
    if sum(not line.anew for line in lines.values()) > MOST_ITEMS:
        reader.fault("recheck.toml", "line", f"more than {MOST_ITEMS} lines to tick")


def _read_items(reader: Reader, cards: dict[str, Card]) -> dict[str, Item]:
    file, items = "items.csv", {}
    for item in reader.rows(file, Item):
        name = f"{item.card}.{item.id}"
        if item.id in items:
            reader.fault(file, name, "stands twice")
        reader.resolve(file, name, "card", [item.card], cards)
        if item.card in cards:
            reader.resolve(file, name, "item of its card", [item.id], cards[item.card].items)
        items[item.id] = item
    for card in cards.values():
        for name in card.items:
            if name not in items or items[name].card != card.id:
                reader.fault(file, f"{card.id}.{name}", "has no row")
    return items


def _read_option_labels(reader: Reader, questions: dict[str, Question]) -> dict[str, OptionLabel]:
    file, labels = "option_labels.csv", dict[str, OptionLabel]()
    for label in reader.rows(file, OptionLabel):
        name = f"{label.question}.{label.option}"
        if name in labels:
            reader.fault(file, name, "stands twice")
        labels[name] = label
    options = {question.id: _options_with_words(question) for question in questions.values()}
    used = {_label_of(labels, question, option) for question, names in options.items() for option in names}
    for name in sorted(used - labels.keys()):
        reader.fault(file, name, "has no row")
    for name, label in labels.items():
        if name not in used:
            _say_why_unused(reader, name, label, options)
    return labels


def _options_with_words(question: Question) -> Names:
    return () if question.options == PLACES else question.allowed_options or question.answers


def _label_of(labels: dict[str, OptionLabel], question: str, option: str) -> str:
    """Return the name of the row with the words of an option; its own where there is none."""
    names = (f"{question}.{option}", f"{EVERY_QUESTION}.{option}")
    return next((name for name in names if name in labels), names[0])


def _say_why_unused(reader: Reader, name: str, label: OptionLabel, options: dict[str, Names]) -> None:
    file = "option_labels.csv"
    if label.question in options:
        reader.resolve(file, name, "option of its question", [label.option], options[label.question])
    elif label.question != EVERY_QUESTION:
        reader.resolve(file, name, "question", [label.question], options)
    else:
        reader.fault(file, name, "is the label of no option")


def _check_limbs(reader: Reader, vocabulary: Vocabulary, questions: dict[str, Question]) -> None:
    for scope in vocabulary.scopes.values():
        reader.resolve(
            "vocabulary.toml", scope.id, "question", (scope.named_by,) if scope.named_by else (), questions
        )
        asked = questions.get(scope.named_by)
        options = [option for option in asked.options if option != UNSURE] if asked else []
        reader.resolve("vocabulary.toml", scope.id, "limb", options, vocabulary.limbs)


def _check_effect(
    reader: Reader, entry: str, effect: Effect, atlas: Atlas, vocabulary: Vocabulary, questions: dict[str, Question]
) -> None:
    file = "contraindications.toml"
    scopes = {*atlas.places, *vocabulary.scopes, *(f"answer:{name}" for name in questions)}
    reader.resolve(file, entry, "place", effect.avoid, scopes)
    reader.resolve(file, entry, "scope", effect.scope, scopes)
    reader.resolve(file, entry, "question", effect.avoid_answers, questions)
    _check_bans(reader, file, entry, effect, vocabulary)
    reader.resolve(
        file, entry, "position", effect.avoid_positions, {*vocabulary.positions, *vocabulary.position_classes}
    )
    reader.resolve(file, entry, "surface", effect.avoid_surfaces, vocabulary.surfaces)


def _check_bans(reader: Reader, file: str, entry: str, rule: Effect | DangerZone, vocabulary: Vocabulary) -> None:
    reader.resolve(file, entry, "tool", rule.no_tools, {*vocabulary.tools, *vocabulary.tool_classes})
    reader.resolve(file, entry, "action", rule.no_actions, vocabulary.actions)


@cache
def load_screen_data() -> ScreenData:
    """Return the facts of screening, read once and checked.

    Raises
    ------
    KnowledgeError
        If an entry is not valid, or a question, option, operator, place, tool, position or action does not
        resolve; all faults are listed.
    """
    atlas = load_atlas()
    places: dict[str, object] = dict(atlas.places)
    reader = Reader("screen")
    cards = reader.entries("cards.toml", "card", Card)
    recheck = reader.entries("recheck.toml", "line", RecheckLine)
    contradictions = reader.entries("contradictions.toml", "contradiction", Contradiction)
    questions = reader.entries("questions.toml", "question", Question)
    red_flags = reader.entries("red_flags.toml", "red_flag", RedFlag)
    rules = reader.entries("contraindications.toml", "contraindication", Contraindication)
    zones = reader.entries("danger_zones.toml", "zone", DangerZone)
    areas = reader.entries("sensitive_areas.toml", "sensitive_area", SensitiveArea)
    defaults = reader.section("default_limits.toml", "default_limits", DefaultLimits)
    stop_signs = reader.section("default_limits.toml", "stop_during_session", StopSigns)
    vocabulary = read_vocabulary(reader, places)
    _check_questions(reader, cards, questions)
    _check_limbs(reader, vocabulary, questions)
    _check_recheck(reader, cards, recheck)
    items = _read_items(reader, cards)
    labels = _read_option_labels(reader, questions)
    forms = {question.id: _form(question, places) for question in questions.values()}
    ask_if = {
        name: _parse(reader, "questions.toml", name, question.ask_if, forms)
        for name, question in questions.items()
        if question.ask_if is not None
    }
    when = {name: _parse(reader, "red_flags.toml", name, rule.when, forms) for name, rule in red_flags.items()}
    when |= {name: _parse(reader, "contraindications.toml", name, rule.when, forms) for name, rule in rules.items()}
    for name, one in contradictions.items():
        reader.resolve("contradictions.toml", name, "question", one.questions, questions)
    contradicts = {
        name: _parse(reader, "contradictions.toml", name, one.when, forms) for name, one in contradictions.items()
    }
    for name in red_flags.keys() & rules.keys():
        reader.fault("contraindications.toml", name, "is also the id of a red flag")
    for flag in red_flags.values():
        reader.resolve("red_flags.toml", flag.id, "rule in unless_fired", flag.unless_fired, red_flags)
    for rule in rules.values():
        _check_effect(reader, rule.id, rule.effect, atlas, vocabulary, questions)
    for zone in zones.values():
        reader.resolve("danger_zones.toml", zone.id, "place", zone.places, places)
        _check_bans(reader, "danger_zones.toml", zone.id, zone, vocabulary)
    for area in areas.values():
        reader.resolve("sensitive_areas.toml", area.id, "place", (*area.places, *area.whole_places), places)
        for prefix in area.points:
            if not any(point.startswith(prefix) for point in atlas.trigger_points):
                reader.fault("sensitive_areas.toml", area.id, f"no trigger point begins with {prefix!r}")
    for file, entries in (
        ("cards.toml", cards),
        ("recheck.toml", recheck),
        ("contradictions.toml", contradictions),
        ("items.csv", items),
        ("questions.toml", questions),
        ("option_labels.csv", labels),
        ("red_flags.toml", red_flags),
        ("contraindications.toml", rules),
        ("danger_zones.toml", zones),
        ("sensitive_areas.toml", areas),
    ):
        reader.resolve_sources(file, entries.items())
    reader.finish()
    return ScreenData(
        cards=cards,
        recheck=recheck,
        contradictions=contradictions,
        items=items,
        questions=questions,
        option_labels=labels,
        red_flags=red_flags,
        contraindications=rules,
        danger_zones=zones,
        default_limits=defaults,
        stop_signs=stop_signs,
        sensitive_areas=areas,
        vocabulary=vocabulary,
        forms=forms,
        ask_if={name: expression for name, expression in ask_if.items() if expression},
        when={name: expression for name, expression in when.items() if expression},
        contradicts={name: expression for name, expression in contradicts.items() if expression},
    )
