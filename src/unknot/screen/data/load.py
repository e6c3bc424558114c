"""All facts of screening together, read once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from unknot.body import Atlas, load_atlas
from unknot.knowledge import Reader
from unknot.screen.data.cards import Card, Item, RecheckLine, read_cards, read_items, read_recheck_lines
from unknot.screen.data.for_everyone import (
    DangerZone,
    DefaultLimits,
    SensitiveArea,
    StopSigns,
    read_danger_zones,
    read_default_limits,
    read_sensitive_areas,
    read_stop_signs,
)
from unknot.screen.data.option_labels import OptionLabel, label_of, read_option_labels
from unknot.screen.data.questions import (
    CONTRADICTIONS,
    PLACES,
    QUESTIONS,
    Contradiction,
    Question,
    read_contradictions,
    read_questions,
)
from unknot.screen.data.rules import (
    CONTRAINDICATIONS,
    RED_FLAGS,
    Contraindication,
    RedFlag,
    read_contraindications,
    read_red_flags,
)
from unknot.screen.data.vocabulary import Vocabulary, read_vocabulary
from unknot.screen.expressions import Expression, QuestionForm, parse, read_expressions


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
        return self.option_labels[label_of(self.option_labels, question_id, option)].text


@cache
def load_screen_data() -> ScreenData:
    """Return the facts of screening, read once and checked.

    Raises
    ------
    KnowledgeError
        If an entry is not valid, or a question, option, operator, place, tool, position or action does not
        resolve; all faults are listed.
    """
    reader = Reader("screen")
    data = _read_all(reader, load_atlas())
    reader.finish()
    return data


def _read_all(reader: Reader, atlas: Atlas) -> ScreenData:
    cards = read_cards(reader)
    questions = read_questions(reader, cards)
    contradictions = read_contradictions(reader, questions)
    vocabulary = read_vocabulary(reader, atlas.places, questions)
    red_flags = read_red_flags(reader)
    contraindications = read_contraindications(reader, vocabulary, atlas.places, questions)
    for name in red_flags.keys() & contraindications.keys():
        reader.fault(CONTRAINDICATIONS, name, "is also the id of a red flag")
    forms = {name: question.form(atlas.places) for name, question in questions.items()}
    return ScreenData(
        cards=cards,
        recheck=read_recheck_lines(reader, cards),
        contradictions=contradictions,
        items=read_items(reader, cards),
        questions=questions,
        option_labels=read_option_labels(reader, questions),
        red_flags=red_flags,
        contraindications=contraindications,
        danger_zones=read_danger_zones(reader, vocabulary, atlas.places),
        default_limits=read_default_limits(reader),
        stop_signs=read_stop_signs(reader),
        sensitive_areas=read_sensitive_areas(reader, atlas.places, atlas.trigger_points),
        vocabulary=vocabulary,
        forms=forms,
        ask_if=read_expressions(reader, QUESTIONS, questions, "ask_if", forms),
        when={
            **read_expressions(reader, RED_FLAGS, red_flags, "when", forms),
            **read_expressions(reader, CONTRAINDICATIONS, contraindications, "when", forms),
        },
        contradicts=read_expressions(reader, CONTRADICTIONS, contradictions, "when", forms),
    )
