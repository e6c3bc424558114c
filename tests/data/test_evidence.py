"""Claims, studies and reviews: what they rest on, and that no number is told that does not stand in their rows."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from decimal import Decimal

import pytest
from tools.readability import grade

from unknot.errors import BadInput, KnowledgeError
from unknot.evidence import Claim, EvidenceData, load_claims, load_evidence_data, tell_claim, tell_claims
from unknot.knowledge import Reader, load_sources
from unknot_app.actions.evidence_in_words import numbers_of
from unknot_app.actions.evidence_words import DISPUTE

# Grade 6 of Flesch and Kincaid: school in the United States at the age of 11 to 12.
HARDEST_GRADE = 6
NUMERAL = re.compile(r"\d+(?:\.\d+)?")
DOI = re.compile(r"10\.\d{4,9}/[^\s\"<>]+")


def texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from texts(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from texts(one)


def numerals(*values: object) -> set[str]:
    return {numeral for value in values for text in texts(value) for numeral in NUMERAL.findall(text)}


def numerals_of(data: EvidenceData, record: str) -> set[str]:
    """Return every numeral in the rows of a study or review."""
    if record in data.studies:
        rows = [row.model_dump() for row in data.studies[record].results]
    else:
        rows = [data.reviews[record].model_dump(), *(one.model_dump() for one in data.estimates_of(record))]
    return numerals(*({key: str(cell) for key, cell in row.items()} for row in rows))


def test_every_doi_and_pubmed_number_is_well_formed():
    sources = load_sources().values()

    assert [source.doi for source in sources if source.doi and not DOI.fullmatch(source.doi)] == []
    assert [source.pmid for source in sources if source.pmid and not re.fullmatch(r"\d{6,8}", source.pmid)] == []


def test_every_claim_rests_on_records_and_says_who_wrote_it_and_when_it_is_read_again():
    claims = load_claims().claims

    assert len(claims) == 20
    assert [claim.id for claim in claims.values() if not claim.named or not claim.reasons or not claim.author] == []
    assert not any(claim.is_checked for claim in claims.values()), "a checker is a person; put no name without one"


def test_every_number_in_the_texts_of_a_claim_stands_in_the_records_it_names():
    data, facts = load_evidence_data(), load_claims()
    told = {
        claim.id: numerals(
            claim.model_dump(exclude={"figures", "next_review", "supporting", "contradicting", "context"})
        )
        for claim in (one.model_copy(update=_without_names(one)) for one in facts.claims.values())
    }
    unfounded = {
        name: found - set().union(*(numerals_of(data, record) for record in facts.claims[name].named))
        for name, found in told.items()
    }

    assert sum(map(len, told.values())) > 5
    assert {name: left for name, left in unfounded.items() if left} == {}


def _without_names(claim: Claim) -> dict[str, object]:
    return {
        name: getattr(claim, name).model_copy(update={"rests_on": ()}) for name in ("effect", "mechanism", "better")
    }


def test_a_number_from_memory_is_never_told():
    data = load_evidence_data()
    recalled = [row for row in data.estimates.values() if not row.is_verified]

    assert recalled
    assert all(not numerals(*map(str, numbers_of(row))) for row in recalled)
    assert {row.id for row in recalled} & {
        figure.row.id for one in tell_claims().claims for figure in one.figures
    } == set()


def test_numbers_keep_the_digits_they_were_printed_with():
    assert load_evidence_data().results["chatchawan2005.2"].mean_2 == Decimal("2.0")
    assert "2.0" in str(numbers_of(load_evidence_data().results["chatchawan2005.2"])[0])


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("ci_low", "-2.0", "studies.csv: cherkin2011.1: its value -2.9 is not in its interval -2.0 to -1.8"),
        ("mean_1", "3,4", "studies.csv: row 19: mean_1"),
        ("n_total", "400", "n_total differs from cherkin2011.1"),
        ("comparator", "placebo", "comparator: Input should be 'active_sham'"),
        ("sources", "nobody2020", "unknown source 'nobody2020'"),
        ("recalled", "author", "unknown field 'author'"),
    ],
)
def test_a_fault_in_a_row_names_the_row(monkeypatch, field, value, said):
    real = Reader._text

    def with_a_fault(self: Reader, file: str) -> str:
        if file != "studies.csv":
            return real(self, file)
        rows = list(csv.DictReader(io.StringIO(real(self, file))))
        next(row for row in rows if row["id"] == "cherkin2011.1")[field] = value
        written = io.StringIO()
        table = csv.DictWriter(written, rows[0])
        table.writeheader()
        table.writerows(rows)
        return written.getvalue()

    monkeypatch.setattr(Reader, "_text", with_a_fault)
    with pytest.raises(KnowledgeError) as error:
        load_evidence_data.__wrapped__()

    assert said in str(error.value)


def test_a_claim_that_is_not_there_is_told_with_the_nearest():
    with pytest.raises(BadInput, match="no claim is called 'headaches'; nearest: headache"):
        tell_claim("headaches")


def test_a_claim_is_handed_out_with_every_record_and_row():
    told = tell_claim("pain")

    assert {record.id for record in told.records} == set(load_claims().claims["pain"].named)
    assert {figure.row.id: figure.leaning for figure in told.figures} == {
        "denneny2019.1": "unclear",
        "lu2022_ic.2": "unclear",
        "denneny2019.3": "treatment",
        "denneny2019.4": "treatment",
    }
    assert '"value":-0.53' in told.model_dump_json()


def test_claims_are_told_in_words_that_a_child_of_twelve_can_read():
    facts = load_claims()
    passages = [getattr(facts.controversy, part).text for part in DISPUTE]
    told = {
        **{name: plain_texts(claim) for name, claim in facts.claims.items()},
        "controversy": [facts.controversy.verdict, *passages, *facts.controversy.what_we_do],
    }

    grades = {name: grade(said) for name, said in told.items()}

    assert {name: found for name, found in grades.items() if found > HARDEST_GRADE} == {}


def plain_texts(claim: Claim) -> list[str]:
    """Return what a claim says to everybody; its statement that can be tested is for those who test."""
    answers = (claim.effect.text, claim.mechanism.text, claim.better.text)
    reasons = (reason.text for reason in claim.reasons)
    return [text for text in (claim.verdict, claim.size, *answers, *reasons, claim.article_overstates) if text]
