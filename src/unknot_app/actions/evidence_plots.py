"""Which forest plots there are, with their words: sets that are pooled or cannot be, and results side by side."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from unknot.evidence import Pooled, PooledEstimate, StudyResult, load_evidence_data, record_of, row_of
from unknot.evidence.sets import (
    Effect,
    PoolingSet,
    SetResult,
    SideBySide,
    load_pooling_data,
    load_results,
    measure_of,
)
from unknot.evidence.telling import RATIOS
from unknot_app.actions.evidence_in_words import name_of, printed
from unknot_app.actions.forest import ForestPlot, ForestRow
from unknot_app.actions.sentences import Sentence

Say = Callable[[str], str]
NOT_ENOUGH = (
    "Not enough data. To pool them takes at least %(least)s independent trials that report their numbers; "
    "%(given)s of %(found)s found so far do."
)


@dataclass(frozen=True)
class NamedPlot:
    """A forest plot with its question and the claims it belongs to; `cautions`: what to know before reading it."""

    id: str
    title: str
    plot: ForestPlot
    cautions: tuple[str, ...]
    claims: tuple[str, ...]
    is_pooled: bool


def plots_of_claim(claim_id: str, say: Say) -> tuple[NamedPlot, ...]:
    """Return the plots that belong to a claim, sets first."""
    return tuple(one for one in all_plots(say) if claim_id in one.claims)


def all_plots(say: Say) -> tuple[NamedPlot, ...]:
    """Return all plots in the order of the data, sets first."""
    data, results = load_pooling_data(), load_results().sets
    pooled = [_of_set(one, results[name], say) for name, one in data.sets.items()]
    return (*pooled, *(_side_by_side(one, say) for one in data.side_by_side.values()))


def _of_set(one: PoolingSet, result: SetResult, say: Say) -> NamedPlot:
    found, results = result.pooled, load_evidence_data().results
    plot = ForestPlot(
        rows=tuple(_of_effect(effect, results[effect.row], say) for effect in result.effects),
        axis=say(one.axis),
        left=say(one.left),
        right=say(one.right),
        pooled=_of_pooled(found, say) if found else None,
        prediction=found.prediction if found else None,
        note="" if found else _not_enough(one, result, say),
    )
    cautions = (*one.cautions, *(caution.text for caution in (found.cautions if found else ())))
    return NamedPlot(one.id, say(one.title), plot, tuple(map(say, cautions)), one.claims, found is not None)


def _not_enough(one: PoolingSet, result: SetResult, say: Say) -> str:
    given = len(result.effects)
    return Sentence(
        NOT_ENOUGH, {"least": one.least, "given": given, "found": given + len(result.without_numbers)}
    ).said(say)


def _of_effect(effect: Effect, row: StudyResult, say: Say) -> ForestRow:
    name = name_of(effect.study)
    return ForestRow(name, effect.effect, effect.ci_low, effect.ci_high, effect.weight_percent, _arms(row, say))


def _of_pooled(found: Pooled, say: Say) -> ForestRow:
    label = Sentence("Pooled from %(count)s trials", {"count": found.k}).said(say)
    return ForestRow(
        label, found.estimate, found.ci_low, found.ci_high, None, say("random effects: trials may differ")
    )


def _side_by_side(one: SideBySide, say: Say) -> NamedPlot:
    rows = [row_of(load_evidence_data(), name) for name in one.rows]
    plot = ForestPlot(
        rows=tuple(_of_row(row, say) for row in rows),
        axis=say(one.axis),
        left=say(one.left),
        right=say(one.right),
        note=say(one.note),
        scale="log" if measure_of(rows[0]).startswith(RATIOS) else "linear",
    )
    return NamedPlot(one.id, say(one.title), plot, (), one.claims, False)


def _of_row(row: StudyResult | PooledEstimate, say: Say) -> ForestRow:
    value = row.value if isinstance(row, PooledEstimate) else row.effect
    # The reader of the data has refused rows without these.
    effect, low, high = (one for one in (value, row.ci_low, row.ci_high) if one is not None)
    label = name_of(record_of(row))
    if isinstance(row, PooledEstimate):
        label, detail = f"{label}: {say(row.comparison)}", _count(row, say)
    else:
        detail = _arms(row, say)
    figures = (printed(effect), printed(low), printed(high))
    return ForestRow(label, float(effect), float(low), float(high), None, detail, figures)


def _arms(row: StudyResult, say: Say) -> str:
    arms: dict[str, object] = {"one": (row.arm_1,), "two": (row.arm_2,)}
    if row.n_1 is None or row.n_2 is None:
        return Sentence("%(one)s against %(two)s", arms).said(say)
    counts = {"n_1": row.n_1, "n_2": row.n_2}
    return Sentence("%(one)s (%(n_1)s people) against %(two)s (%(n_2)s)", {**arms, **counts}).said(say)


def _count(row: PooledEstimate, say: Say) -> str:
    if row.studies is None:
        return ""
    if row.participants is None:
        return Sentence("trials: %(trials)s", {"trials": row.studies}).said(say)
    return Sentence(
        "trials: %(trials)s, people: %(people)s", {"trials": row.studies, "people": row.participants}
    ).said(say)
