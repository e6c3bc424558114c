"""All facts of planning together, read once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from unknot.body import Atlas, load_atlas
from unknot.knowledge import Reader
from unknot.plan.data.applicators import APPLICATORS, Applicator, ChoiceRule, read_applicators, read_choice_rules
from unknot.plan.data.composition import Composition, read_composition
from unknot.plan.data.exercises import (
    EXERCISES,
    Exercise,
    ExerciseSet,
    Lengthening,
    read_exercise_sets,
    read_exercises,
    read_lengthening,
)
from unknot.plan.data.plan_rules import PlanRule, read_plan_rules
from unknot.plan.data.self_care import (
    SELF_CARE,
    Breathing,
    CauseAdvice,
    Combination,
    Guideline,
    Practice,
    WeekPart,
    read_breathing,
    read_cause_advice,
    read_combinations,
    read_guidelines,
    read_kinds_of_pain,
    read_practices,
    read_week,
)
from unknot.plan.data.techniques import Technique, TechniqueText, read_technique_texts, read_techniques
from unknot.screen import Expression, ScreenData, load_screen_data
from unknot.screen.expressions import read_expressions


@dataclass(frozen=True)
class PlanData:
    """All facts of the stage, names resolved and expressions parsed."""

    techniques: dict[str, Technique]
    stop_rules: dict[str, TechniqueText]
    end_criteria: dict[str, TechniqueText]
    applicators: dict[str, Applicator]
    choice_rules: dict[str, ChoiceRule]
    exercises: dict[str, Exercise]
    exercise_sets: dict[str, ExerciseSet]
    lengthening: dict[tuple[str, str], Lengthening]
    guidelines: dict[str, Guideline]
    week: dict[str, WeekPart]
    practices: dict[str, Practice]
    combinations: dict[str, Combination]
    cause_advice: dict[str, CauseAdvice]
    breathing: dict[str, Breathing]
    plan_rules: dict[str, PlanRule]
    composition: Composition
    # Expressions by the entry that owns them: choice rules and sets, kinds of pain, plan rules, exercises.
    when: dict[str, Expression]
    fits: dict[str, Expression]
    differs_when: dict[str, Expression]
    not_if: dict[str, Expression]
    caution_if: dict[str, Expression]

    def lengthening_percent(self, exercise: str, muscle: str) -> float:
        """Return how an exercise lengthens a muscle of the model on the stretched side; 0 when hardly at all."""
        row = self.lengthening.get((exercise, muscle))
        return row.percent if row else 0.0

    def told_percent(self, exercise: str, muscle: str) -> int | None:
        """Return by how many percent an exercise lengthens a muscle, None where that is nothing to be told."""
        percent = self.lengthening_percent(exercise, muscle)
        is_told = muscle not in self.composition.lengthening_not_told
        return round(percent) if is_told and percent >= self.composition.least_lengthening_percent else None


@cache
def load_plan_data() -> PlanData:
    """Return the facts of planning, read once and checked.

    Raises
    ------
    KnowledgeError
        If an entry is not valid, or a technique, tool, position, surface, load, action, muscle, place or question
        does not resolve; all faults are listed.
    """
    reader = Reader("plan")
    data = _read_all(reader, load_atlas(), load_screen_data())
    reader.finish()
    return data


def _read_all(reader: Reader, atlas: Atlas, screening: ScreenData) -> PlanData:
    vocabulary, forms = screening.vocabulary, screening.forms
    stop_rules = read_technique_texts(reader, "stop_rule")
    end_criteria = read_technique_texts(reader, "end_criterion")
    applicators = read_applicators(reader, vocabulary.tools, atlas)
    techniques = read_techniques(reader, applicators, vocabulary, stop_rules, end_criteria)
    choice_rules = read_choice_rules(reader, applicators, techniques, atlas.places)
    exercises = read_exercises(reader, vocabulary, atlas)
    exercise_sets = read_exercise_sets(reader, exercises)
    practices = read_practices(reader, applicators)
    kinds_of_pain = read_kinds_of_pain(reader, forms)
    guidelines = read_guidelines(reader, kinds_of_pain)
    plan_rules = read_plan_rules(reader, vocabulary, atlas.places, techniques, practices)
    return PlanData(
        techniques=techniques,
        stop_rules=stop_rules,
        end_criteria=end_criteria,
        applicators=applicators,
        choice_rules=choice_rules,
        exercises=exercises,
        exercise_sets=exercise_sets,
        lengthening=read_lengthening(reader, exercises, atlas),
        guidelines=guidelines,
        week=read_week(reader, kinds_of_pain, (*practices.values(), *guidelines.values())),
        practices=practices,
        combinations=read_combinations(reader),
        cause_advice=read_cause_advice(reader, screening.questions["pain_cause"].options, practices),
        breathing=read_breathing(reader),
        plan_rules=plan_rules,
        composition=read_composition(reader),
        when={
            **read_expressions(reader, APPLICATORS, choice_rules, "when", forms),
            **read_expressions(reader, EXERCISES, exercise_sets, "when", forms),
        },
        fits=kinds_of_pain,
        differs_when=read_expressions(reader, SELF_CARE, plan_rules, "when", forms),
        not_if=read_expressions(reader, EXERCISES, exercises, "not_if", forms),
        caution_if=read_expressions(reader, EXERCISES, exercises, "caution_if", forms),
    )
