"""The claims: what is often said of trigger point massage, graded on studies and reviews; and the dispute."""

# Modules that define many models leave out `from __future__ import annotations` (see `unknot.knowledge`).
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Literal

from unknot.evidence.data import EvidenceData, Grade, PooledEstimate, StudyResult, load_evidence_data
from unknot.knowledge import Entry, Names, Reader, Value

FILE = "claims.toml"

About = Literal["pain", "muscles", "calm", "doing"]
Direction = Literal[
    "benefit", "small_benefit", "uncertain", "no_clear_effect", "rare_harm", "not_supported"
]  # fmt: skip
# The first five are GRADE's reasons to trust a body of evidence less.
ReasonKind = Literal["risk_of_bias", "inconsistency", "indirectness", "imprecision", "publication_bias", "other"]
AnswerKind = Literal["likely", "perhaps", "not_shown", "unlikely", "not_tested"]
Side = Literal["for", "against", "both", "beside"]


class Reason(Value):
    """Why a grade is not higher."""

    kind: ReasonKind
    text: str


class Passage(Value):
    """A text, and the studies and reviews that it rests on."""

    text: str
    rests_on: Names


class Answer(Passage):
    """The answer to one of the three questions of a claim."""

    answer: AnswerKind


class Claim(Entry):
    """Something that is often said, as a statement that can be tested, with how far studies bear it out."""

    id: str
    about: About
    title: str
    article_says: str
    statement: str
    population: str
    compared_with: str
    supporting: Names
    contradicting: Names
    context: Names = ()
    direction: Direction
    verdict: str
    size: str
    figures: Names
    certainty: Grade
    reasons: tuple[Reason, ...]
    article_overstates: str
    of_stretching: str = ""
    effect: Answer
    mechanism: Answer
    better: Answer
    author: str
    checker: str
    next_review: date

    @property
    def is_checked(self) -> bool:
        """Return whether somebody other than its author has checked it."""
        return bool(self.checker)

    @property
    def named(self) -> tuple[str, ...]:
        """Return every study and review that the claim names, each once."""
        return tuple(dict.fromkeys((*self.supporting, *self.contradicting, *self.context)))

    def side_of(self, record: str) -> Side:
        """Return on which side of the claim a study or review stands that it names."""
        if record in self.supporting:
            return "both" if record in self.contradicting else "for"
        return "against" if record in self.contradicting else "beside"


class Controversy(Entry):
    """The dispute about what a trigger point is, with what each side says."""

    title: str
    verdict: str
    agreed: Passage
    sceptics: Passage
    defenders: Passage
    reliability: Passage
    criteria: Passage
    figures: Names
    what_we_do: tuple[str, ...]
    what_we_do_rests_on: Names


@dataclass(frozen=True)
class ClaimsData:
    """All claims, in the order in which they are told, and the dispute."""

    claims: Mapping[str, Claim]
    controversy: Controversy

    def naming(self, record: str) -> tuple[Claim, ...]:
        """Return the claims that name a study or a review."""
        return tuple(claim for claim in self.claims.values() if record in claim.named)


@cache
def load_claims() -> ClaimsData:
    """Return the claims, read once and checked against the studies and reviews they name.

    Raises
    ------
    KnowledgeError
        If a claim is not valid, names what is not there, or shows a number that was only recalled; all faults are
        listed.
    """
    reader, evidence = Reader("evidence"), load_evidence_data()
    claims = reader.entries(FILE, "claim", Claim)
    controversy = reader.section(FILE, "controversy", Controversy)
    for claim in claims.values():
        _check(reader, evidence, claim)
    _check_passages(reader, evidence, "controversy", _passages_of(controversy))
    reader.resolve(FILE, "controversy", "record", controversy.what_we_do_rests_on, _records(evidence))
    _check_figures(reader, evidence, "controversy", controversy.figures)
    reader.resolve_sources(FILE, [*claims.items(), ("controversy", controversy)])
    reader.finish()
    return ClaimsData(claims, controversy)


def row_of(evidence: EvidenceData, figure: str) -> StudyResult | PooledEstimate:
    """Return the row of studies or of pooled estimates that a figure stands for."""
    return evidence.results[figure] if figure in evidence.results else evidence.estimates[figure]


def record_of(row: StudyResult | PooledEstimate) -> str:
    """Return the study or review that a row belongs to."""
    return row.study if isinstance(row, StudyResult) else row.review


def _check(reader: Reader, evidence: EvidenceData, claim: Claim) -> None:
    if not claim.supporting and not claim.contradicting:
        reader.fault(FILE, claim.id, "names no study or review for or against it")
    reader.resolve(FILE, claim.id, "record", claim.named, _records(evidence))
    _check_passages(reader, evidence, claim.id, (claim.effect, claim.mechanism, claim.better))
    for passage in (claim.effect, claim.mechanism, claim.better):
        reader.resolve(FILE, claim.id, "record among those it names", passage.rests_on, claim.named)
    _check_figures(reader, evidence, claim.id, claim.figures)
    for row in (row_of(evidence, figure) for figure in claim.figures if figure in _rows(evidence)):
        reader.resolve(FILE, claim.id, "record among those it names", [record_of(row)], claim.named)
    if claim.is_verified and not all(record.is_verified for record in _entries(evidence, claim.named)):
        reader.fault(FILE, claim.id, "is called verified, and names a record that is not")


def _check_passages(reader: Reader, evidence: EvidenceData, entry: str, passages: Iterable[Passage]) -> None:
    for passage in passages:
        if not passage.rests_on:
            reader.fault(FILE, entry, f"rests on nothing: {passage.text:.60}")
        reader.resolve(FILE, entry, "record", passage.rests_on, _records(evidence))


def _check_figures(reader: Reader, evidence: EvidenceData, entry: str, figures: Iterable[str]) -> None:
    reader.resolve(FILE, entry, "row", figures, _rows(evidence))
    for figure in figures:
        if figure in _rows(evidence) and not row_of(evidence, figure).is_verified:
            reader.fault(FILE, entry, f"shows {figure}, whose number is only recalled")


def _passages_of(controversy: Controversy) -> Iterator[Passage]:
    for value in (getattr(controversy, name, None) for name in Controversy.model_fields):
        if isinstance(value, Passage):
            yield value


def _records(evidence: EvidenceData) -> frozenset[str]:
    return frozenset((*evidence.studies, *evidence.reviews))


def _rows(evidence: EvidenceData) -> frozenset[str]:
    return frozenset((*evidence.results, *evidence.estimates))


def _entries(evidence: EvidenceData, records: Iterable[str]) -> Iterator[Entry]:
    for record in records:
        if record in evidence.studies:
            yield evidence.studies[record].about
        elif record in evidence.reviews:
            yield evidence.reviews[record]
