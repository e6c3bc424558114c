"""The readable list of claims, and one claim in full."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from unknot.evidence import Claim, load_claims
from unknot.evidence.sets import load_results
from unknot.knowledge import Source
from unknot_app.actions.evidence_in_words import figures_in_words, lacks_of, name_of, source_of, summary
from unknot_app.actions.evidence_words import ANSWERS, QUESTIONS, REASONS, SIDES
from unknot_app.cli.words import bullets, heading, wrap


def claims_report(day: date) -> str:
    """Return every claim with its grade, and which of them wait to be read."""
    claims = load_claims().claims.values()
    lines = []
    for claim in claims:
        lines += [wrap(f"{claim.title} [{claim.id}]: {summary(claim)}"), wrap(claim.verdict, 4)]
    return "\n".join([*lines, *heading("Waiting to be read"), *bullets(_waiting(tuple(claims), day))])


def _waiting(claims: tuple[Claim, ...], day: date) -> Iterator[str]:
    """Yield why claims wait: nobody else has read them, their day has passed, or numbers behind them have changed."""
    unread = [claim.id for claim in claims if not claim.is_checked]
    late = [f"{claim.id} (by {claim.next_review})" for claim in claims if claim.next_review < day]
    changed = [f"{name} ({', '.join(map(name_of, records))})" for name, records in load_results().to_review.items()]
    is_all = len(unread) == len(claims)
    yield f"Not checked by a second reader: {f'all {len(claims)}.' if is_all else f'{len(unread)}{_named(unread)}'}"
    yield f"To be read again, and the day has passed: {len(late)}{_named(late)}"
    yield f"Numbers behind them have changed: {len(changed)}{_named(changed)}"


def _named(names: list[str]) -> str:
    return f": {', '.join(names)}." if names else "."


def claim_report(claim_id: str) -> str:
    """Return everything of one claim."""
    claim = load_claims().claims[claim_id]
    lines = [claim.title, "=" * len(claim.title), wrap(f"{summary(claim)}. {claim.verdict}")]
    lines += [*heading("As a statement that can be tested"), wrap(claim.statement)]
    lines += bullets([f"Who: {claim.population}", f"Compared with: {claim.compared_with}"])
    for name, question in QUESTIONS.items():
        answer = getattr(claim, name)
        lines += [*heading(question), wrap(f"{ANSWERS[answer.answer]}. {answer.text}")]
    lines += [*heading("How large"), wrap(claim.size), *bullets(_figures(claim))]
    lines += [*heading("Why this grade"), *bullets(f"{REASONS[one.kind]}: {one.text}" for one in claim.reasons)]
    if claim.note:
        lines += [wrap(claim.note)]
    if claim.article_overstates:
        lines += [*heading("What goes too far in what is often said"), wrap(claim.article_overstates)]
    for side, words in SIDES.items():
        there = [record for record in claim.named if claim.side_of(record) == side]
        if there:
            lines += [*heading(words), *bullets(_cited(source_of(record), record) for record in there)]
    if changed := load_results().to_review.get(claim.id):
        lines += [
            "",
            wrap(f"Numbers behind this have changed, so it waits to be read: {', '.join(map(name_of, changed))}."),
        ]
    checker = claim.checker or "not checked by a second reader yet"
    lines += ["", wrap(f"Author: {claim.author}. Checker: {checker}. To be read again by {claim.next_review}.")]
    return "\n".join(lines)


def _figures(claim: Claim) -> list[str]:
    told = figures_in_words(claim.figures)
    return [f"{one.record.name}: {one.compared}: {'; '.join(map(str, one.numbers))} [{one.row.id}]" for one in told]


def _cited(source: Source, record: str) -> str:
    where = f"doi:{source.doi}" if source.doi else f"PubMed {source.pmid}" if source.pmid else source.where
    lacks = f" ({lacks_of(record)})" if lacks_of(record) else ""
    return f"{name_of(record)}{lacks}. {source.title}. {where} [{record}]"
