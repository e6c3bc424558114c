"""A claim, the dispute, a study or a review with everything that a page tells of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from unknot.evidence import (
    Answer,
    Claim,
    Controversy,
    Passage,
    PublishedReview,
    Reason,
    Study,
    StudyResult,
    load_claims,
    load_evidence_data,
)
from unknot.knowledge import Source
from unknot_app.actions.evidence_in_words import (
    Record,
    Row,
    figures_in_words,
    is_indirect,
    lacks_of,
    measures_of,
    name_of,
    record_in_short,
    rows_in_words,
    source_of,
)
from unknot_app.actions.evidence_words import (
    ABOUT,
    ANSWERS,
    BODY_PARTS,
    CERTAINTIES,
    CERTAINTIES_EXPLAINED,
    COMPARATORS,
    CONCERNS,
    DESIGNS,
    DISPUTE,
    QUESTIONS,
    REASONS,
    REVIEW_GROUPS,
    REVIEW_KINDS,
    SIDES,
    TECHNIQUES,
)
from unknot_app.actions.rules_in_words import STATUSES
from unknot_app.actions.sentences import Sentence

Facts = tuple[tuple[str, Sentence], ...]
# What is told of a study as it stands in its source: field and name.
_OF_A_STUDY = {
    "country": "Country",
    "condition": "What the people had",
    "chronicity": "Acute or chronic",
    "design": "Design, in the words of its source",
    "dose_pressure": "How hard",
    "dose_duration": "How long at a time",
    "dose_sessions": "How often",
}


@dataclass(frozen=True)
class ClaimInWords:
    """A claim with its answers, its numbers and what it rests on, in words."""

    claim: Claim
    answers: tuple[tuple[str, Answer, str, list[Record]], ...]
    rows: list[Row]
    measures: list[tuple[str, str]]
    reasons: tuple[tuple[str, Reason], ...]
    sides: tuple[tuple[str, list[Record]], ...]


@dataclass(frozen=True)
class DisputeInWords:
    """The dispute about trigger points, side by side."""

    controversy: Controversy
    passages: tuple[tuple[str, Passage, list[Record]], ...]
    rows: list[Row]
    measures: list[tuple[str, str]]
    records: list[Record]


@dataclass(frozen=True)
class HarmsInWords:
    """What studies and reviews say of unwanted effects, and how many studies say nothing."""

    claim: Claim
    of_studies: list[tuple[Record, str]]
    of_reviews: list[tuple[Record, str]]
    silent: int
    how_many: int


@dataclass(frozen=True)
class StudyInWords:
    """A study in words; `about` holds what is the same in all of its results."""

    id: str
    name: str
    lacks: str
    source: Source
    about: StudyResult
    design: str
    techniques: list[str]
    comparators: list[str]
    concern: str
    status: str
    is_indirect: bool
    remarks: list[str]
    facts: Facts
    rows: list[Row]
    measures: list[tuple[str, str]]
    claims: tuple[Claim, ...]


@dataclass(frozen=True)
class ReviewInWords:
    """A published review in words."""

    review: PublishedReview
    name: str
    lacks: str
    source: Source
    kind: str
    status: str
    facts: Facts
    rows: list[Row]
    measures: list[tuple[str, str]]
    claims: tuple[Claim, ...]


@dataclass(frozen=True)
class ReviewInShort:
    """A published review as it stands in a list."""

    record: Record
    kind: str
    verdict: str


def claims_by_part() -> list[tuple[str, list[Claim]]]:
    """Return all claims by what they are about."""
    claims = load_claims().claims.values()
    return [(words, [claim for claim in claims if claim.about == about]) for about, words in ABOUT.items()]


def certainties_explained() -> list[tuple[str, str, str]]:
    """Return each certainty with its name and its meaning, the highest first."""
    return [(grade, name, CERTAINTIES_EXPLAINED[grade]) for grade, name in CERTAINTIES.items()]


def tell_claim(claim: Claim) -> ClaimInWords:
    """Return a claim with everything that its page tells."""
    answers = ((question, getattr(claim, name)) for name, question in QUESTIONS.items())
    rows = figures_in_words(claim.figures)
    sides = ((words, [one for one in claim.named if claim.side_of(one) == side]) for side, words in SIDES.items())
    return ClaimInWords(
        claim,
        answers=tuple((asked, one, ANSWERS[one.answer], records_in_short(one.rests_on)) for asked, one in answers),
        rows=rows,
        measures=measures_of([one.row for one in rows]),
        reasons=tuple((REASONS[reason.kind], reason) for reason in claim.reasons),
        sides=tuple((words, records_in_short(named)) for words, named in sides if named),
    )


def tell_dispute() -> DisputeInWords:
    """Return the dispute about trigger points with everything that its page tells."""
    dispute = load_claims().controversy
    passages = ((heading, getattr(dispute, name)) for name, heading in DISPUTE.items())
    rows = figures_in_words(dispute.figures)
    return DisputeInWords(
        dispute,
        passages=tuple((heading, passage, records_in_short(passage.rests_on)) for heading, passage in passages),
        rows=rows,
        measures=measures_of([one.row for one in rows]),
        records=records_in_short(dispute.what_we_do_rests_on),
    )


def tell_harms() -> HarmsInWords:
    """Return what was told of unwanted effects."""
    evidence = load_evidence_data()
    of_studies = {name: study.about.adverse_events for name, study in evidence.studies.items()}
    of_reviews = {name: review.adverse_events for name, review in evidence.reviews.items()}
    return HarmsInWords(
        load_claims().claims["safety"],
        of_studies=[(record_in_short(name), said) for name, said in of_studies.items() if said],
        of_reviews=[(record_in_short(name), said) for name, said in of_reviews.items() if said],
        silent=sum(not said for said in of_studies.values()),
        how_many=len(of_studies),
    )


def studies_with(asked: dict[str, str]) -> list[StudyInWords]:
    """Return the studies of which some result has every value that is asked for; an empty value asks for nothing."""
    wanted = {field: value for field, value in asked.items() if value}
    return [
        tell_study(study)
        for study in load_evidence_data().studies.values()
        if any(all(getattr(row, field) == value for field, value in wanted.items()) for row in study.results)
    ]


def tell_study(study: Study) -> StudyInWords:
    """Return a study with everything that its page tells."""
    about = study.about
    return StudyInWords(
        id=study.id,
        name=name_of(study.id),
        lacks=lacks_of(study.id),
        source=source_of(study.id),
        about=about,
        design=DESIGNS[about.design_kind],
        techniques=_each_once(TECHNIQUES[row.technique] for row in study.results),
        comparators=_each_once(COMPARATORS[row.comparator] for row in study.results),
        concern=CONCERNS[about.concern],
        status=STATUSES[about.status],
        is_indirect=is_indirect(study),
        remarks=_each_once(remark for row in study.results for remark in row.note.split("; ") if remark),
        facts=tuple(_facts_of(about)),
        rows=rows_in_words(study.results),
        measures=measures_of(study.results),
        claims=load_claims().naming(study.id),
    )


def reviews_by_group(topic: str = "", kind: str = "", status: str = "") -> list[tuple[str, list[ReviewInShort]]]:
    """Return published reviews under the headings of their kinds; what is empty asks for nothing."""
    reviews = [
        review
        for review in load_evidence_data().reviews.values()
        if (not topic or topic in review.topics) and kind in ("", review.kind) and status in ("", review.status)
    ]
    grouped = [
        (heading, [_in_short(one) for of_kind in kinds for one in reviews if one.kind == of_kind])
        for heading, kinds in REVIEW_GROUPS.items()
    ]
    return [(heading, found) for heading, found in grouped if found]


def _in_short(review: PublishedReview) -> ReviewInShort:
    return ReviewInShort(record_in_short(review.id), REVIEW_KINDS[review.kind], review.verdict)


def tell_review(review: PublishedReview) -> ReviewInWords:
    """Return a published review with everything that its page tells."""
    estimates = load_evidence_data().estimates_of(review.id)
    return ReviewInWords(
        review,
        name=name_of(review.id),
        lacks=lacks_of(review.id),
        source=source_of(review.id),
        kind=REVIEW_KINDS[review.kind],
        status=STATUSES[review.status],
        facts=tuple(_facts_of_review(review)),
        rows=rows_in_words(estimates),
        measures=measures_of(estimates),
        claims=load_claims().naming(review.id),
    )


def records_in_short(names: tuple[str, ...] | list[str]) -> list[Record]:
    """Return studies and reviews by their names in short."""
    return [record_in_short(name) for name in names]


def _facts_of(about: StudyResult) -> Iterator[tuple[str, Sentence]]:
    yield "Design", Sentence(DESIGNS[about.design_kind])
    yield "Part of the body", Sentence(BODY_PARTS[about.body_part])
    if about.n_total is not None:
        yield "People", Sentence("%(people)s", {"people": about.n_total})
    for field, name in _OF_A_STUDY.items():
        said = getattr(about, field)
        if said and field in about.recalled:
            yield name, Sentence("%(said)s (general knowledge, not checked)", {"said": (said,)})
        elif said:
            yield name, Sentence("%(said)s", {"said": (said,)})


def _facts_of_review(review: PublishedReview) -> Iterator[tuple[str, Sentence]]:
    counts = {"Studies": review.trials, "People": review.participants, "Reviews": review.reviews}
    for name, count in counts.items():
        if count is not None:
            yield name, Sentence("%(count)s", {"count": count})
    said = {
        "Certainty, as it says": review.certainty,
        "Risk of bias": review.risk_of_bias,
        "Unwanted effects": review.adverse_events,
    }
    for name, text in said.items():
        if text:
            yield name, Sentence("%(text)s", {"text": (text,)})


def _each_once(words: Iterator[str]) -> list[str]:
    return list(dict.fromkeys(words))
