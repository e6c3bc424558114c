"""What studies say: every number stands in the data, every link leads somewhere, every text can be translated."""

from __future__ import annotations

import html
import re
from itertools import chain

import pytest
from django.urls import reverse
from django.utils.formats import date_format

from tests.data.test_evidence import numerals, numerals_of
from tests.web.test_interview import finish
from tests.web.test_result import paint
from tests.web.test_translation import bare, in_brackets  # noqa: F401
from unknot.evidence import load_claims, load_evidence_data
from unknot_app.actions.evidence_in_words import CLAIM_OF_COMPLAINT, claim_of_complaint, lacks_of, name_of, source_of
from unknot_app.actions.evidence_plots import plots_of_claim
from unknot_app.actions.evidence_words import REVIEW_GROUPS, REVIEW_KINDS, TOPICS
from unknot_app.pages.evidence import drawn

pytestmark = pytest.mark.one_database

CLAIMS, DATA = load_claims(), load_evidence_data()
# What a page itself says: the interval's 95 percent.
SAID_BY_PAGES = {"95"}


def address(kind: str, name: str) -> str:
    return reverse(f"evidence:{kind}", args=[name])


EVERY_PAGE = [
    *(reverse(f"evidence:{name}") for name in ("list", "dispute", "harms", "plots", "studies", "reviews")),
    *(address("claim", name) for name in CLAIMS.claims),
    *(address("study", name) for name in DATA.studies),
    *(address("review", name) for name in DATA.reviews),
]


def main_of(page: str) -> str:
    """Return what is read in the main part of a page, without the ids of rows and records."""
    inner = page.split("<main", 1)[1].split("</main>")[0]
    return html.unescape(re.sub(r"<code>.*?</code>|<[^>]+>", " ", inner))


def printed_of(record: str) -> str:
    source = source_of(record)
    return f"{source.title} {source.authors} {source.where} {source.year} {source.note}"


@pytest.fixture(autouse=True)
def without_pictures(monkeypatch):
    """The plots are tried on their own; here their figures in tables are enough, and much faster."""
    monkeypatch.setattr(drawn, "can_draw_charts", lambda: False)


@pytest.fixture(scope="module")
def read() -> dict[str, str]:
    """Pages that were already read; they are the same for everybody."""
    return {}


def test_every_page_leads_only_to_pages_that_are_there(client, read):
    linked = set()
    for page in EVERY_PAGE:
        answer = client.get(page)
        assert answer.status_code == 200, page
        read[page] = answer.text
        linked |= {link.partition("#")[0] for link in re.findall(r'href="(/[^"]*)"', answer.text)}

    elsewhere = {link for link in linked if not link.startswith("/static/")} - read.keys()

    assert read.keys() <= linked
    assert {link for link in elsewhere if client.get(link).status_code != 200} == set()


@pytest.mark.parametrize("kind", ["claim", "study", "review"])
def test_every_number_on_a_page_stands_in_the_data(client, read, kind):
    for name in {"claim": CLAIMS.claims, "study": DATA.studies, "review": DATA.reviews}[kind]:
        claim = CLAIMS.claims[name] if kind == "claim" else None
        named = claim.named if claim else [name]
        known = set().union(*(numerals_of(DATA, record) | numerals(printed_of(record)) for record in named))
        day = numerals(date_format(claim.next_review, "j F Y")) if claim else set()
        # How many trials it takes to pool them, and how many there are.
        known |= numerals(*(shown.plot.note for shown in plots_of_claim(name, str))) if claim else set()
        page = read.get(address(kind, name)) or client.get(address(kind, name)).text

        assert numerals(main_of(page)) - known - day - SAID_BY_PAGES == set(), name


def test_a_claim_tells_three_questions_grade_size_and_both_sides(client):
    page = main_of(client.get(address("claim", "lbp_chronic")).text)

    for said in ("Is there an effect?", "Is what is said to cause it the cause?", "Is it better than other ways?"):
        assert said in page
    assert "May help a little" in page
    assert "●●○○" in page
    assert "−2.9 points" in page
    assert "Range −4.0 to −1.8" in page
    assert page.index("For it") < page.index("Against it") < page.index("Both ways")
    assert "Nobody else has checked it yet." in page


def test_a_number_from_memory_is_not_on_the_page_of_its_review(client):
    page = main_of(client.get(address("review", "furlan2015")).text)

    assert "From memory only" in page
    assert "0.75" not in page


def test_studies_are_filtered_and_what_is_unknown_is_ignored(client):
    def found(**asked):
        page = client.get(reverse("evidence:studies"), asked).text
        return set(re.findall(r'href="/evidence/studies/(\w+)/"', page))

    assert found() == set(DATA.studies)
    assert found(technique="self_trp") == {"oh2018", "gulick2011", "wilke2018"}
    assert found(comparator="active_sham", body_part="low_back") == {"takamoto2015", "kodama2019"}
    assert found(design_kind="nonsense") == set(DATA.studies)
    assert (
        "No study is like that"
        in client.get(reverse("evidence:studies"), {"design_kind": "survey", "body_part": "neck"}).text
    )


def test_reviews_are_filtered_and_what_is_unknown_is_ignored(client):
    def found(**asked):
        return set(
            re.findall(r'href="/evidence/reviews/(\w+)/"', client.get(reverse("evidence:reviews"), asked).text)
        )

    of_backs = {name for name, review in DATA.reviews.items() if "lbp" in review.topics}
    assert found() == found(topic="nonsense") == set(DATA.reviews)
    assert found(topic="lbp") == of_backs
    assert found(topic="lbp", kind="guideline") == {one for one in of_backs if DATA.reviews[one].kind == "guideline"}
    assert {topic for review in DATA.reviews.values() for topic in review.topics} == set(TOPICS)
    page = client.get(reverse("evidence:reviews"), {"topic": "self", "kind": "critique"}).text
    assert "No paper is like that" in page


def test_a_name_says_that_its_author_or_year_was_not_seen(client):
    page = client.get(reverse("evidence:studies")).text

    for record, lacks in (("tamartash2022", "year not seen"), ("sbl_release_rct", "authors and year not seen")):
        assert re.search(rf'/{record}/">[^<]+</a> <span class="small quiet">\({lacks}\)', page)
        assert f"({lacks})" in client.get(address("study", record)).text
    nameless = [one for one in DATA.studies if not re.search(r"\d{4}", name_of(one)) and not lacks_of(one)]
    assert nameless == []


def test_every_page_can_be_translated(client, in_brackets):  # noqa: F811
    sources = [source_of(record) for record in (*DATA.studies, *DATA.reviews)]
    printed = {*chain(*((one.authors, one.where) for one in sources)), *map(name_of, (*DATA.studies, *DATA.reviews))}
    names = sorted(filter(None, printed), key=len, reverse=True)
    # All kinds of pages; every claim, and of studies and reviews, whose texts are made alike, some.
    for page in (*EVERY_PAGE[: 6 + len(CLAIMS.claims)], *EVERY_PAGE[6 + len(CLAIMS.claims) :: 6]):
        left = bare(client.get(page).text, *names)
        assert [text for text in left if text not in ("doi:", "PubMed")] == [], page


def test_what_is_not_there_is_not_found(client):
    for kind in ("claim", "study", "review"):
        assert client.get(address(kind, "nothing")).status_code == 404


def test_result_plan_and_progress_say_in_one_line_what_studies_say(client, cards, ana):
    cards.about_ana()
    finish(cards)
    paint(ana)
    finish(cards)
    client.post(reverse("plan:wishes", args=[ana.id]), {"at_hand": ["hands", "ball_soft"], "floor_alone": "yes"})

    result, plan, progress = (
        client.get(reverse(name, args=[ana.id])).text for name in ("result:result", "plan:plan", "measure:progress")
    )

    for page, claim in ((result, "lbp_"), (plan, "self_treatment"), (plan, "rom"), (progress, "pain")):
        line = rf"What studies say \((very )?low certainty\): [^<]+ <a href=\"/evidence/claims/{claim}"
        assert re.search(line, page), claim
    assert CLAIMS.claims["rom"].of_stretching in plan


def test_every_kind_of_review_stands_under_one_heading():
    grouped = [kind for kinds in REVIEW_GROUPS.values() for kind in kinds]

    assert sorted(grouped) == sorted(REVIEW_KINDS)


def test_low_back_pain_is_told_by_how_long_it_lasts():
    assert claim_of_complaint("low_back", "2_to_6_weeks") == "lbp_acute"
    assert claim_of_complaint("low_back", "over_3_months") == "lbp_chronic"
    assert {claim_of_complaint(complaint, "over_3_months") for complaint in CLAIM_OF_COMPLAINT} < CLAIMS.claims.keys()
