"""Sets: which results of studies answer one question, and what comes out when they are pooled.

A set takes every row of the studies that fits its criteria, so that a study is added by its rows alone. Pooled
results are worked out by `make evidence` and kept in `pooled.json`: whoever reads them needs no library, and a hash
says whether they are still those of the rows.
"""

# Modules that define many models leave out `from __future__ import annotations` (see `unknot.knowledge`).
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from pydantic import Field

from unknot.evidence.claims import ClaimsData, load_claims, row_of
from unknot.evidence.data import (
    BodyPart,
    Comparator,
    EvidenceData,
    PooledEstimate,
    StudyResult,
    Technique,
    ValueKind,
    load_evidence_data,
)
from unknot.evidence.effects import StudyEffect, read_study
from unknot.evidence.pooling import Pooled, mean_difference, pool
from unknot.knowledge import Entry, Names, Reader, Value, data_folder

FILE, RESULTS = "pooling.toml", "pooled.json"
# What is kept has so many decimals: what lies below differs from machine to machine.
DECIMALS = 6
# What decides which rows a set takes and whether they are pooled.
CRITERIA = {
    "body_part", "domain", "techniques", "comparator", "value_kinds", "measures", "leave_out", "least",
}  # fmt: skip
# Texts of a row that say what its numbers are.
KINDS_OF_NUMBERS = {"id", "status", "value_kind", "measure", "unit", "effect_measure", "comparison", "p"}


class PoolingSet(Entry):
    """A question with the criteria of the rows that answer it.

    `least`: it is pooled only when so many studies give numbers. `measures`: those that count as one; empty for any,
    and different ones are then never pooled. `leave_out`: rows that fit and are not taken, with the reason. `left`,
    `right`: what an effect below and above 0 means.
    """

    id: str
    title: str
    claims: Names = ()
    body_part: BodyPart
    domain: str
    techniques: tuple[Technique, ...]
    comparator: Comparator
    value_kinds: tuple[ValueKind, ...]
    measures: Names = ()
    leave_out: dict[str, str] = Field(default_factory=dict)
    least: int = 3
    axis: str
    left: str
    right: str
    cautions: Names = ()

    def asks_about(self, row: StudyResult) -> bool:
        """Return whether a row is about the question, with numbers or without."""
        return (
            row.body_part == self.body_part
            and row.domain == self.domain
            and row.technique in self.techniques
            and row.comparator == self.comparator
            and (not self.measures or row.measure in self.measures)
        )

    def takes(self, row: StudyResult) -> bool:
        """Return whether a row is one of the set: about its question, with numbers that were read in the source."""
        wanted = self.asks_about(row) and row.value_kind in self.value_kinds and row.id not in self.leave_out
        return wanted and row.is_verified and has_effect(row)


class SideBySide(Entry):
    """Rows of studies, or pooled results as reviews published them, one line each; never pooled, as `note` says."""

    id: str
    title: str
    claims: Names = ()
    rows: Names
    axis: str
    left: str
    right: str
    note: str


class Programme(Entry):
    """Studies that count as one: of one team with one series of patients, or with people in common."""

    id: str
    studies: Names


@dataclass(frozen=True)
class PoolingData:
    """All sets and all that stands side by side, in the order of the file; `programmes`: by study."""

    sets: Mapping[str, PoolingSet]
    side_by_side: Mapping[str, SideBySide]
    programmes: Mapping[str, str]


class Effect(Value):
    """The effect of one row of the studies with its 95 % interval, as published or from the means of its arms."""

    row: str
    study: str
    effect: float
    ci_low: float
    ci_high: float
    weight_percent: float | None = None


class SetResult(Value):
    """What a set comes to: its effects, and what was pooled, if there are enough.

    `made_of`: hash of the criteria and of all rows about the question. `without_numbers`: studies about it that give
    none.
    """

    made_of: str
    effects: tuple[Effect, ...]
    without_numbers: tuple[str, ...]
    pooled: Pooled | None = None


class Results(Value):
    """The results that are kept: of each set, the numbers behind the claims, and the claims to be read again.

    `numbers`: hash of the numbers of each study and review that a claim names. `to_review`: claims some of whose
    numbers changed since somebody looked, with the studies and reviews.
    """

    sets: dict[str, SetResult]
    numbers: dict[str, str]
    to_review: dict[str, tuple[str, ...]] = Field(default_factory=dict)


@cache
def load_pooling_data() -> PoolingData:
    """Return the sets and what stands side by side, read once and checked against the rows.

    Raises
    ------
    KnowledgeError
        If an entry is not valid or names a row that is not there or was only recalled, a set takes two rows of one
        study or end scores beside changes, or rows side by side have different measures; all faults are listed.
    """
    reader, evidence = Reader("evidence"), load_evidence_data()
    sets = reader.entries(FILE, "pooling_set", PoolingSet)
    side_by_side = reader.entries(FILE, "side_by_side", SideBySide)
    for one in sets.values():
        _check_set(reader, evidence, one)
    for shown in side_by_side.values():
        _check_side_by_side(reader, evidence, shown)
    programmes = reader.entries(FILE, "programme", Programme)
    for programme in programmes.values():
        reader.resolve(FILE, programme.id, "study", programme.studies, evidence.studies)
    reader.resolve_sources(FILE, [*sets.items(), *side_by_side.items(), *programmes.items()])
    reader.finish()
    by_study = {study: programme.id for programme in programmes.values() for study in programme.studies}
    return PoolingData(sets, side_by_side, by_study)


def _check_set(reader: Reader, evidence: EvidenceData, one: PoolingSet) -> None:
    reader.resolve(FILE, one.id, "claim", one.claims, load_claims().claims)
    reader.resolve(FILE, one.id, "row to leave out", one.leave_out, evidence.results)
    if {"post", "change"} <= set(one.value_kinds):
        reader.fault(FILE, one.id, "takes end scores and changes, which are not the same quantity")
    studies: dict[str, str] = {}
    for row in evidence.results.values():
        if one.takes(row):
            first = studies.setdefault(row.study, row.id)
            if first != row.id:
                message = (
                    f"takes two rows of {row.study}, {first} and {row.id}; name one in leave_out, with the reason"
                )
                reader.fault(FILE, one.id, message)


def _check_side_by_side(reader: Reader, evidence: EvidenceData, shown: SideBySide) -> None:
    known = {*evidence.results, *evidence.estimates}
    reader.resolve(FILE, shown.id, "claim", shown.claims, load_claims().claims)
    reader.resolve(FILE, shown.id, "row", shown.rows, known)
    rows = [row_of(evidence, name) for name in shown.rows if name in known]
    for row in rows:
        if not row.is_verified or row.ci_low is None:
            reader.fault(FILE, shown.id, f"{row.id} was only recalled, or has no interval; it cannot be drawn")
    if len({measure_of(row) for row in rows}) > 1:
        reader.fault(FILE, shown.id, "its rows have different measures, which have no common axis")


def measure_of(row: StudyResult | PooledEstimate) -> str:
    """Return what kind of effect a row gives: SMD, MD, OR ..."""
    return row.measure if isinstance(row, PooledEstimate) else row.effect_measure


def has_effect(row: StudyResult) -> bool:
    """Return whether a row gives a difference: published with its interval, or means and spreads of both arms."""
    arms = (row.mean_1, row.sd_1, row.n_1, row.mean_2, row.sd_2, row.n_2)
    if row.value_kind == "effect":
        return None not in (row.effect, row.ci_low, row.ci_high)
    return row.value_kind in ("post", "change") and None not in arms


def study_effect(row: StudyResult) -> StudyEffect:
    """Return the effect of a row that has one (`has_effect`), ready to be pooled with others of its measure.

    Raises
    ------
    UnknotError
        If it follows from means and the library is not installed.
    """
    programme = load_pooling_data().programmes.get(row.study, "")
    told = {"study": row.study, "comparator": row.comparator, "programme": programme}
    if row.value_kind == "effect":
        kind = "MD" if "MD" in row.effect_measure.split() else row.effect_measure
        return read_study(
            {
                **told,
                "measure": kind,
                "effect": str(row.effect),
                "ci_low": str(row.ci_low),
                "ci_high": str(row.ci_high),
            },
            row.id,
        )
    arms = (row.mean_1, row.sd_1, row.n_1, row.mean_2, row.sd_2, row.n_2)
    effect, variance = mean_difference(*(float(value) for value in arms if value is not None))
    return read_study({**told, "measure": "MD", "effect": effect, "variance": variance}, row.id)


def work_out(one: PoolingSet, evidence: EvidenceData) -> SetResult:
    """Return what a set comes to; random effects by REML, with the interval of Hartung and Knapp.

    Raises
    ------
    BadInput
        If its studies must not be pooled although the set does not say so.
    UnknotError
        If the library is not installed.
    """
    rows = [row for row in evidence.results.values() if one.takes(row)]
    given = {row.study for row in rows}
    asked = dict.fromkeys(row.study for row in _rows_about(one, evidence) if row.id not in one.leave_out)
    found = SetResult(
        made_of=made_of(one, evidence),
        effects=(),
        without_numbers=tuple(study for study in asked if study not in given),
    )
    effects = [study_effect(row) for row in rows]
    if len(rows) < one.least:
        shown = tuple(_effect(row, effect) for row, effect in zip(rows, effects, strict=True))
        return found.model_copy(update={"effects": shown})
    if not one.measures:
        # Any measure is welcome, but only the same one is added up.
        named = zip(rows, effects, strict=True)
        effects = [effect.model_copy(update={"measure": f"{effect.measure}, {row.measure}"}) for row, effect in named]
    pooled = pool(effects, hksj=True)
    weighed = zip(rows, effects, pooled.studies, strict=True)
    shown = tuple(_effect(row, effect, weight.weight_percent) for row, effect, weight in weighed)
    return found.model_copy(update={"effects": shown, "pooled": pooled})


def _rows_about(one: PoolingSet, evidence: EvidenceData) -> list[StudyResult]:
    return [row for row in evidence.results.values() if one.asks_about(row)]


def made_of(one: PoolingSet, evidence: EvidenceData) -> str:
    """Return a short hash of the criteria of a set and of the numbers of all rows about its question."""
    return _hash_of([one.model_dump_json(include=CRITERIA), *map(_numbers, _rows_about(one, evidence))])


def numbers_of_record(evidence: EvidenceData, record: str) -> str:
    """Return a short hash of the numbers of a study or review, which changes when one of them does."""
    if record in evidence.studies:
        return _hash_of(map(_numbers, evidence.studies[record].results))
    return _hash_of(map(_numbers, evidence.estimates_of(record)))


def _numbers(row: StudyResult | PooledEstimate) -> str:
    """Return all numbers of a row as one text, with what they are numbers of."""
    told = {
        name: value
        for name, value in row.model_dump().items()
        if isinstance(value, int | Decimal) or name in KINDS_OF_NUMBERS
    }
    return repr(sorted(told.items()))


def _hash_of(texts: Iterable[str]) -> str:
    digest = hashlib.sha256()
    for text in texts:
        digest.update(text.encode())
    return digest.hexdigest()[:12]


def _effect(row: StudyResult, effect: StudyEffect, weight_percent: float | None = None) -> Effect:
    low, high = effect.interval
    if row.ci_low is not None and row.ci_high is not None:
        low, high = float(row.ci_low), float(row.ci_high)
    return Effect(
        row=row.id, study=row.study, effect=effect.effect, ci_low=low, ci_high=high, weight_percent=weight_percent
    )


def work_out_all(evidence: EvidenceData, claims: ClaimsData, kept: Results | None = None) -> Results:
    """Return all results as they are kept, rounded; claims whose numbers differ from those kept wait for a review."""
    sets = {name: _rounded(work_out(one, evidence)) for name, one in load_pooling_data().sets.items()}
    numbers = {record: numbers_of_record(evidence, record) for record in _named(claims)}
    found = Results(sets=sets, numbers=numbers, to_review=kept.to_review if kept else {})
    if kept is None:
        return found
    changed = {record for record, number in numbers.items() if kept.numbers.get(record, number) != number}
    changed |= {effect.study for name in sets if sets[name] != kept.sets.get(name) for effect in sets[name].effects}
    waiting = dict(found.to_review)
    for claim in claims.claims.values():
        records = [name for name in claim.named if name in changed or name in waiting.get(claim.id, ())]
        if records:
            waiting[claim.id] = tuple(records)
    return found.model_copy(update={"to_review": waiting})


def _named(claims: ClaimsData) -> list[str]:
    return sorted({record for claim in claims.claims.values() for record in claim.named})


def _rounded(result: SetResult) -> SetResult:
    return SetResult.model_validate(_round(result.model_dump()))


def _round(value: Any) -> Any:
    if isinstance(value, float):
        return round(value, DECIMALS)
    if isinstance(value, dict):
        return {name: _round(one) for name, one in value.items()}
    return [_round(one) for one in value] if isinstance(value, list | tuple) else value


@cache
def load_results() -> Results:
    """Return the results that are kept, read once; nothing is pooled here.

    Raises
    ------
    KnowledgeError
        If the results are not those of the sets and rows any more; the way out is named.
    """
    reader, sets, evidence = Reader("evidence"), load_pooling_data().sets, load_evidence_data()
    results = Results.model_validate_json((data_folder() / "evidence" / RESULTS).read_text(encoding="utf-8"))
    for name in {*results.sets, *sets}:
        kept = results.sets.get(name)
        if kept is None or name not in sets or kept.made_of != made_of(sets[name], evidence):
            reader.fault(RESULTS, name, "the set or its rows changed since it was pooled; run: make evidence")
    reader.finish()
    return results
