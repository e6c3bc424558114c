"""The muscle reference: every muscle and every place has a page that names what the facts hold."""

from __future__ import annotations

import html
import re

import pytest
from django.urls import reverse

from tests.data.test_words import FORBIDDEN
from tests.web.test_interview import finish
from tests.web.test_result import RIGHT_HIP, paint
from unknot.body import load_atlas, points_felt_in, points_in, points_of_muscle
from unknot.locate import load_locate_data
from unknot.plan import exercises_for, usual_ways
from unknot_app.actions.estimate_in_words import first_name
from unknot_app.actions.muscles_in_words import MAY_PRESS, WHO

pytestmark = pytest.mark.one_database

ATLAS = load_atlas()
FIGURE = re.compile(r"\d+\s*(%|in 10\b)")


def main_of(response) -> str:
    """Return what stands on a page, without the frame that all pages have and without titles of sources."""
    assert response.status_code == 200
    page = html.unescape(response.text.split("<main")[1].split("</main>")[0])
    return re.sub(r'<p class="small quiet">(Read in the source|General knowledge).*?</p>', "", page, flags=re.DOTALL)


def words_of(response) -> str:
    return re.sub(r"<[^>]*>", "", main_of(response))


@pytest.fixture
def muscle_page(client):
    return lambda muscle: client.get(reverse("muscles:muscle", args=[muscle]))


@pytest.fixture
def place_page(client):
    return lambda region: client.get(reverse("muscles:place", args=[region]))


@pytest.fixture
def search(client):
    return lambda text: main_of(client.get(reverse("muscles:list"), {"name": text}))


def test_every_muscle_has_a_page_with_all_its_spots(muscle_page):
    for muscle in ATLAS.muscles.values():
        response = muscle_page(muscle.id)
        page = main_of(response)

        assert muscle.name in page
        assert muscle.action in page
        assert first_name(muscle.common_name) in page
        for point in points_of_muscle(ATLAS, muscle.id):
            assert point.label[1:] in page, point.id
            assert point.location in page, point.id
            assert MAY_PRESS[point.who] in page, point.id
            assert all(
                reverse("muscles:place", args=[zone.region]) in page for zone in ATLAS.referral_zones[point.id]
            )
        assert all(stretch.name in page for stretch in exercises_for(muscle.id))
        assert not FORBIDDEN.search(words_of(response)), muscle.id


def test_a_spot_that_nobody_presses_says_so_with_the_reason(muscle_page):
    for point in ATLAS.trigger_points.values():
        if not point.who:
            page = words_of(muscle_page(point.muscle))

            assert "Nobody presses this one." in page
            assert point.self_exam_reason[1:] in page


def test_nobody_is_told_how_to_press_what_they_may_not_press(muscle_page):
    page = words_of(muscle_page("iliopsoas"))

    assert "By a trained therapist: pressure 2 of 5" in page
    assert "By yourself" not in page
    assert "This muscle is not for pressing yourself." in page


def test_pressure_is_never_told_beyond_the_limits_for_every_adult(muscle_page):
    allowed = {
        point.id: {who: max((way.dose.level[1] for way in usual_ways(point.id, who)), default=0) for who in WHO}
        for point in ATLAS.trigger_points.values()
    }

    assert max(level for levels in allowed.values() for level in levels.values()) == 4
    assert all(
        allowed[point.id][who] == 0 for point in ATLAS.trigger_points.values() for who in set(WHO) - {*point.who}
    )
    # Over the kidney somebody at home presses less than a therapist.
    assert allowed["quadratus_lumborum.superficial_upper"]["partner"] < 4


def test_every_place_has_a_page_with_all_who_are_felt_there_and_all_that_lie_there(place_page):
    for region in ATLAS.regions.values():
        response = place_page(region.id)
        page = main_of(response)

        for point in (*(felt.point for felt in points_felt_in(ATLAS, region.id)), *points_in(ATLAS, region.id)):
            assert reverse("muscles:muscle", args=[point.muscle]) in page, (region.id, point.id)
        assert not FORBIDDEN.search(words_of(response)), region.id


def test_who_is_usually_felt_in_a_place_comes_before_who_is_sometimes(place_page):
    page = words_of(place_page("buttock_mid"))
    before, after = page.split("Sometimes felt here")

    assert "Piriformis" in before
    assert "Usually felt here" in before
    assert "Multifidus" in after


def test_what_else_can_hurt_is_told_as_families_without_a_name_or_a_figure(muscle_page, place_page):
    hidden = {one.name for one in load_locate_data().differentials.values()}
    pages = [muscle_page(muscle) for muscle in ATLAS.muscles] + [place_page(region) for region in ATLAS.regions]

    for response in pages:
        told = words_of(response).split("What else can hurt there")[1].split("Where this comes from")[0]
        assert not any(name in told for name in hidden)
        assert not FIGURE.search(told)
    assert "the questions judge this" in words_of(place_page("chest_upper"))


@pytest.mark.parametrize(
    ("text", "muscle"),
    [
        ("piriformis", "piriformis"),
        ("PIRI", "piriformis"),
        ("hip hiker", "quadratus_lumborum"),
        ("psoas", "iliopsoas"),
        ("tfl", "tensor_fasciae_latae"),
        ("QL", "quadratus_lumborum"),
        ("upper trapezius", "trapezius_upper"),
        ("inner hamstring", "semitendinosus_semimembranosus"),
    ],
)
def test_search_finds_latin_and_common_names_and_names_used_elsewhere(search, text, muscle):
    page = search(text)

    assert f'href="{reverse("muscles:muscle", args=[muscle])}"' in page
    assert page.count("/muscles/") < 20


def test_search_finds_places_too(search):
    assert reverse("muscles:place", args=["buttock_mid"]) in search("buttock")


def test_search_that_finds_nothing_says_so_and_shows_all(search):
    page = search("<b>zz")

    assert "Nothing here is called that." in page
    assert all(reverse("muscles:muscle", args=[muscle]) in page for muscle in ATLAS.muscles)
    assert 'value="<b>zz"' in page


def test_the_lists_lead_to_every_muscle_and_every_place(client, search):
    places = main_of(client.get(reverse("muscles:places")))

    assert all(reverse("muscles:muscle", args=[muscle]) in search("") for muscle in ATLAS.muscles)
    assert all(places.count(f'"{reverse("muscles:place", args=[region])}"') == 1 for region in ATLAS.regions)


def test_what_is_not_known_is_not_found(muscle_page, place_page):
    assert muscle_page("biceps").status_code == 404
    assert place_page("nowhere").status_code == 404


def test_the_maps_are_called_maps_of_experts_and_facts_say_whether_they_were_read(client, muscle_page, place_page):
    for response in (muscle_page("piriformis"), place_page("buttock_mid"), client.get(reverse("muscles:list"))):
        assert "maps that experts drew in textbooks, not measurements. They are disputed" in words_of(response)
    assert "General knowledge, not checked:" in muscle_page("piriformis").text
    assert "Read in the source:" in muscle_page("piriformis").text


def test_the_header_names_who_is_chosen_and_the_page_holds_nothing_of_theirs(client, ana, muscle_page):
    page = muscle_page("piriformis").text
    head, rest = page.split("<main")

    assert "Ana" in head
    assert "Ana" not in rest
    assert str(ana.id) not in page


def test_result_and_plan_lead_to_the_muscles_and_places_that_they_speak_of(client, cards, ana):
    cards.about_ana()
    finish(cards)
    paint(ana)
    finish(cards)

    result = client.get(reverse("result:result", args=[ana.id])).text
    client.post(reverse("plan:wishes", args=[ana.id]), {"at_hand": ["hands", "ball_soft"], "floor_alone": "yes"})
    plan = client.get(reverse("plan:plan", args=[ana.id])).text

    assert all(reverse("muscles:place", args=[region]) in result for region in RIGHT_HIP)
    assert result.count("About this muscle") == result.count("<article")
    assert 1 <= plan.count("About this muscle") < plan.count('<li class="step"')
    linked = re.findall(r'href="/muscles/(\w+)/">About this muscle', result + plan)
    assert linked
    assert set(linked) <= set(ATLAS.muscles)


def test_a_picture_shows_the_spot_its_area_and_what_the_first_view_cannot_show(muscle_page):
    page = muscle_page("trapezius_upper").text

    assert 'aria-label="The body: Back. The spot is marked with a cross.' in page
    assert 'aria-label="The body: Front. Dots show the area it is known for."' in page
    assert page.count("Shown on the right side.") == len(points_of_muscle(ATLAS, "trapezius_upper"))
