"""A claim as it is handed out: its numbers and records resolved, so that each number can be followed to its row."""

# Modules that define many models leave out `from __future__ import annotations` (see `unknot.knowledge`).
from datetime import date
from typing import Literal

from unknot.errors import BadInput, nearest
from unknot.evidence.claims import About, Answer, Claim, Direction, Reason, Side, load_claims, record_of, row_of
from unknot.evidence.data import Grade, PooledEstimate, StudyResult, load_evidence_data
from unknot.knowledge import Status, Value, knowledge_version, load_sources

Leaning = Literal["treatment", "control", "unclear"]
# Measures for which 1, not 0, means no difference.
RATIOS = ("RR", "OR")
# Measures that do not compare a treated group with another one, and one that cannot be right.
NO_COMPARISON = (
    "kappa",
    "mean in the massage arm",
    "rise over baseline",
    "Cohen d within",
    "OR as published, which its counts do not bear out",
)


def leaning(row: StudyResult | PooledEstimate) -> Leaning | None:
    """Return which side a published effect favours, by its 95 percent interval.

    Parameters
    ----------
    row : StudyResult or PooledEstimate

    Returns
    -------
    str or None
        "unclear" when the interval holds the value of no difference (1 for a ratio, 0 for the rest); None where the
        row has no interval, or does not compare a treated group with another one.
    """
    measure = row.effect_measure if isinstance(row, StudyResult) else row.measure
    if row.ci_low is None or row.ci_high is None or not row.better or measure in NO_COMPARISON:
        return None
    none = 1 if measure in RATIOS else 0
    if row.ci_low <= none <= row.ci_high:
        return "unclear"
    return "treatment" if (row.ci_low > none) == (row.better == "higher") else "control"


class Cited(Value):
    """A study or review that a claim names, and on which side it stands."""

    id: str
    kind: Literal["study", "review"]
    side: Side
    title: str
    year: int | None
    doi: str
    pmid: str
    seen_where: str
    status: Status


class Figure(Value):
    """A published number of a claim: the whole row in which it stands, and which side it favours."""

    record: str
    leaning: Leaning | None
    row: StudyResult | PooledEstimate


class ToldClaim(Value):
    """A claim with its grade, its numbers and everything it rests on."""

    id: str
    about: About
    title: str
    article_says: str
    statement: str
    population: str
    compared_with: str
    direction: Direction
    verdict: str
    size: str
    figures: tuple[Figure, ...]
    certainty: Grade
    reasons: tuple[Reason, ...]
    effect: Answer
    mechanism: Answer
    better: Answer
    records: tuple[Cited, ...]
    article_overstates: str
    of_stretching: str
    note: str
    author: str
    checker: str
    next_review: date
    status: Status


class ToldClaims(Value):
    """All claims, and the version of the facts."""

    claims: tuple[ToldClaim, ...]
    knowledge_version: str


def tell_claim(claim_id: str) -> ToldClaim:
    """Return one claim with its numbers and records.

    Parameters
    ----------
    claim_id : str
        The id of the claim, such as "pain".

    Raises
    ------
    BadInput
        If there is no such claim; the message names the nearest ones, or all.
    """
    claims = load_claims().claims
    if claim_id not in claims:
        near = nearest(claim_id, claims) or f"; there are: {', '.join(claims)}"
        raise BadInput(f"no claim is called {claim_id!r}{near}")
    return _told(claims[claim_id])


def tell_claims() -> ToldClaims:
    """Return all claims with their numbers and records, in the order in which they are told."""
    claims = load_claims().claims.values()
    return ToldClaims(claims=tuple(map(_told, claims)), knowledge_version=knowledge_version())


def _told(claim: Claim) -> ToldClaim:
    left_out = {"supporting", "contradicting", "context", "figures", "sources", "reviewed"}
    fields = {name: getattr(claim, name) for name in Claim.model_fields if name not in left_out}
    evidence = load_evidence_data()
    figures = tuple(_figure(row_of(evidence, figure)) for figure in claim.figures)
    return ToldClaim(**fields, figures=figures, records=tuple(_cited(claim, record) for record in claim.named))


def _cited(claim: Claim, record: str) -> Cited:
    evidence = load_evidence_data()
    is_study = record in evidence.studies
    entry = evidence.studies[record].about if is_study else evidence.reviews[record]
    source = load_sources()[entry.sources[0]]
    return Cited(
        id=record,
        kind="study" if is_study else "review",
        side=claim.side_of(record),
        title=source.title,
        year=source.year,
        doi=source.doi,
        pmid=source.pmid,
        seen_where=entry.seen_where,
        status=entry.status,
    )


def _figure(row: StudyResult | PooledEstimate) -> Figure:
    return Figure(record=record_of(row), leaning=leaning(row), row=row)
