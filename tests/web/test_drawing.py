"""Painting where it hurts: what is stored, what is said back, and where it leads."""

from __future__ import annotations

import json
import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.web.conftest import NOW
from unknot_app.actions.drawing import confirm_drawing, save_drawing
from unknot_app.actions.standing import standing_of
from unknot_app.records.models import PainDrawing, Screening

# A stroke down the low back on the right, seen from behind; and one on the left.
RIGHT = {"view": "back", "width_mm": 16, "points": [[-60, 1050], [-60, 1000]], "intensity": 6}
LEFT = {**RIGHT, "points": [[60, 1050], [60, 1000]]}


class Drawing:
    """Paints as the page does, always with the revision that is stored."""

    def __init__(self, client, person) -> None:
        self.client, self.person = client, person

    @property
    def stored(self) -> PainDrawing | None:
        return PainDrawing.objects.filter(person=self.person).first()

    @property
    def revision(self) -> int:
        return self.stored.revision if self.stored else 0

    def address(self, name: str) -> str:
        return reverse(f"drawing:{name}", args=[self.person.id])

    def paint(self, *strokes: dict, do: str = "save", revision: int | None = None):
        kept = self.revision if revision is None else revision
        fields = {"strokes": json.dumps(strokes), "revision": kept, "do": do}
        return self.client.post(self.address("paint"), fields)

    def tick(self, *places: str, **fields: object):
        return self.client.post(self.address("places"), {"place": places, "revision": self.revision, **fields})

    def answer(self, do: str, revision: int | None = None):
        kept = self.revision if revision is None else revision
        return self.client.post(self.address("check"), {"do": do, "revision": kept})


@pytest.fixture
def drawing(client, ana) -> Drawing:
    return Drawing(client, ana)


def test_a_stroke_is_stored_as_it_was_painted(drawing):
    response = drawing.paint(RIGHT)

    assert response.status_code == 200
    assert response["X-Revision"] == "1"
    assert drawing.stored.strokes == [RIGHT]


def test_what_was_painted_stands_on_the_page_again(drawing):
    drawing.paint(RIGHT)

    page = drawing.client.get(drawing.address("paint")).text

    assert "[-60.0, 1050.0]" in page


def test_an_older_page_is_told_and_overwrites_nothing(drawing):
    drawing.paint(RIGHT)

    response = drawing.paint(LEFT, revision=0)

    assert response.status_code == 409
    assert "another window" in response.text
    assert drawing.stored.strokes == [RIGHT]


def test_what_the_older_page_held_can_be_used_all_the_same(drawing):
    drawing.paint(RIGHT)
    drawing.paint(LEFT, revision=0)

    response = drawing.paint(LEFT, do="use")

    assert response.status_code == 303
    assert drawing.stored.strokes == [LEFT]


def test_the_same_sent_twice_is_no_conflict(drawing):
    drawing.paint(RIGHT, revision=0)

    response = drawing.paint(RIGHT, revision=0)

    assert response.status_code == 200
    assert drawing.stored.revision == 1


def inset(drawing, *places, **fields):
    """Send the page with these places between the legs marked."""
    sent = {"strokes": "[]", "revision": drawing.revision, "do": "save", "has_inset": "1", "inset": places}
    return drawing.client.post(drawing.address("paint"), {"strength": "7", **sent, **fields})


def test_places_between_the_legs_are_kept_as_those_of_the_list_with_strength_and_feeling(drawing):
    inset(drawing, "perineum", quality=["numb", "no such feeling"])

    assert drawing.stored.regions == [{"id": "perineum", "side": "midline", "intensity": 7, "quality": ["numb"]}]
    page = drawing.client.get(drawing.address("paint")).text
    assert re.findall(r'name="inset" value="(\w+)" checked', page) == ["perineum"]


def test_marking_another_place_between_the_legs_leaves_the_first_and_the_list_as_they_are(drawing):
    drawing.tick("low_back_is_no_region", "sacroiliac:left", strength="4")
    inset(drawing, "perineum")
    inset(drawing, "perineum", "perianal", strength="2")

    marks = {mark["id"]: mark.get("intensity") for mark in drawing.stored.regions}
    assert marks == {"sacroiliac": 4, "perineum": 7, "perianal": 2}

    inset(drawing, "perianal")
    assert [mark["id"] for mark in drawing.stored.regions] == ["sacroiliac", "perianal"]


def test_a_page_without_the_drawing_between_the_legs_takes_nothing_away(drawing):
    inset(drawing, "genital")
    drawing.paint(RIGHT)

    assert [mark["id"] for mark in drawing.stored.regions] == ["genital"]


def test_nothing_painted_is_said(drawing):
    response = drawing.paint(do="continue")

    assert response.status_code == 422
    assert "Paint at least one place" in response.text


@pytest.mark.parametrize(
    "strokes",
    [
        "",
        "no list",
        '{"view": "back"}',
        "[1]",
        '[{"view": "top", "points": [[0, 0]]}]',
        '[{"view": "back", "points": []}]',
    ],
)
def test_a_manipulated_page_changes_nothing(drawing, strokes):
    response = drawing.client.post(drawing.address("paint"), {"strokes": strokes, "revision": 0, "do": "save"})

    assert response.status_code == 400
    assert drawing.stored is None


@pytest.mark.parametrize(
    "change",
    [
        {"points": [[float("nan"), 1000]]},
        {"points": [[-60, 1000]] * 5001},
        {"points": [[900, 1000]]},
        {"view": "left", "points": [[900, 1000]]},
    ],
    ids=["not a number", "too many points", "beside the body", "another view"],
)
def test_a_bad_stroke_is_refused_and_the_drawing_so_far_is_kept(drawing, change):
    drawing.paint(RIGHT)

    assert drawing.paint(RIGHT, {**LEFT, **change}).status_code == 400
    assert drawing.stored.strokes == [RIGHT]
    assert drawing.stored.revision == 1


def test_brackets_without_end_are_refused(drawing):
    response = drawing.client.post(drawing.address("paint"), {"strokes": "[" * 100_000, "revision": 0, "do": "save"})

    assert response.status_code == 400


def test_only_a_yes_confirms(drawing):
    drawing.paint(RIGHT)

    assert drawing.answer("perhaps").status_code == 400
    assert drawing.stored.confirmed_at is None


def test_marks_that_the_chart_no_longer_knows_are_left_out_and_nothing_fails(drawing):
    drawing.paint(RIGHT)
    stored = drawing.stored
    stored.strokes = [RIGHT, {**RIGHT, "points": [[900, 1000]]}]
    stored.regions = [{"id": "tail", "side": "left"}]
    stored.save()

    page = drawing.client.get(drawing.address("check"))

    assert page.status_code == 200
    assert "On the right: Low back beside the spine, lower part" in lines_of(page.text)
    assert drawing.answer("yes").status_code == 303


def test_painting_and_ticking_go_on_where_marks_are_no_longer_known(drawing):
    drawing.tick("groin:left", strength="4")
    stored = drawing.stored
    stored.strokes = [RIGHT, {**RIGHT, "points": [[900, 1000]]}]
    stored.regions = [*stored.regions, {"id": "tail", "side": "left"}]
    stored.save()

    assert drawing.paint(RIGHT, LEFT).status_code == 200
    assert drawing.tick("coccyx:midline", strength="4").status_code == 303
    assert len(drawing.stored.strokes) == 2
    assert [mark["id"] for mark in drawing.stored.regions] == ["coccyx"]


def test_a_drawing_of_which_nothing_is_known_any_more_is_painted_anew(drawing):
    drawing.tick("groin:left", strength="4")
    stored = drawing.stored
    stored.regions = [{"id": "tail", "side": "left"}]
    stored.save()

    assert drawing.client.get(drawing.address("check"))["Location"] == drawing.address("paint")
    assert drawing.client.get(drawing.address("paint")).status_code == 200


def test_the_page_to_paint_on_names_what_was_ticked_on_the_list(drawing):
    drawing.tick("groin:left", strength="4")

    page = drawing.client.get(drawing.address("paint")).text

    assert "From the list:" in page
    assert "groin, left" in page


def test_somebody_deleted_in_another_window_is_told_kindly(drawing, monkeypatch):
    monkeypatch.setattr(
        "unknot_app.actions.drawing._locked", lambda person: person.delete() and person.refresh_from_db()
    )

    response = drawing.paint(RIGHT)

    assert response.status_code == 404
    assert "There is nothing here" in response.text


def lines_of(page):
    """Return what a page says, line after line."""
    return ": ".join(line.strip() for line in re.sub("<[^>]+>", "\n", page).splitlines() if line.strip())


def test_the_check_says_the_places_with_their_side(drawing):
    drawing.paint(RIGHT, do="continue")

    page = drawing.client.get(drawing.address("check")).text

    assert "6 out of 10: On the right: Low back beside the spine, lower part" in lines_of(page)


def test_how_it_feels_is_said_with_its_place_and_shown_by_pattern_and_letter(drawing):
    drawing.paint({**RIGHT, "quality": ["tingling", "burning"]}, {**LEFT, "intensity": 3})

    page = drawing.client.get(drawing.address("check")).text

    said = lines_of(page)
    assert "6 out of 10, burning, tingling: On the right: Low back beside the spine, lower part" in said
    assert "3 out of 10: On the left: Low back beside the spine, lower part" in said
    assert 'stroke="url(#painted-back-burning-middle)"' in page
    assert 'stroke="url(#painted-back-tingling-middle)"' in page
    assert ">6 BT</text>" in page


def test_how_it_feels_can_be_ticked_for_each_place_of_the_list(drawing):
    drawing.tick("groin:left", "coccyx:midline", strength="4", quality=["groin:numb", "groin:ache", "knee_back:numb"])

    assert {mark["id"]: mark.get("quality") for mark in drawing.stored.regions} == {
        "groin": ["ache", "numb"],
        "coccyx": None,
    }
    assert "4 out of 10, aching, numb" in drawing.client.get(drawing.address("check")).text
    assert 'value="groin:numb" checked' in drawing.client.get(drawing.address("places")).text


def test_a_quality_that_nobody_knows_is_refused(drawing):
    assert drawing.paint({**RIGHT, "quality": ["purple"]}).status_code == 400
    assert drawing.stored is None


def test_one_tap_swaps_left_and_right(drawing):
    drawing.paint(RIGHT)

    drawing.answer("swap")

    page = drawing.client.get(drawing.address("check")).text
    assert "On the left: Low back beside the spine, lower part" in lines_of(page)
    assert "On the right" not in page
    # All that the page needs to paint it is there, also what is the same by default.
    assert drawing.stored.strokes == [{**LEFT, "figure": "neutral", "quality": []}]


def test_places_can_be_chosen_from_a_list_instead(drawing):
    response = drawing.tick("perineum:midline", "iliac_crest_back:right", strength="7")

    page = drawing.client.get(response["Location"]).text
    assert "Perineum" in page
    said = lines_of(page)
    assert "7 out of 10: " in said
    assert "On the right: Back of the hip crest" in said


def test_what_was_painted_and_what_was_ticked_stay_together(drawing):
    drawing.paint(RIGHT)

    drawing.tick("perineum:midline")

    assert drawing.stored.strokes == [RIGHT]
    assert drawing.stored.regions == [{"id": "perineum", "side": "midline"}]


def test_places_without_a_strength_are_kept_and_the_strength_is_asked(drawing):
    response = drawing.tick("iliac_crest_back:right")

    assert response.status_code == 422
    assert "Choose a number" in response.text
    assert drawing.stored.regions == [{"id": "iliac_crest_back", "side": "right"}]


def test_nothing_ticked_is_said(drawing):
    response = drawing.tick()

    assert response.status_code == 422
    assert "Tick at least one place" in response.text


def test_unknown_places_are_passed_over(drawing):
    drawing.tick("tail:left", "groin:left")

    assert drawing.stored.regions == [{"id": "groin", "side": "left"}]


def test_the_questions_lead_to_painting(cards, drawing):
    response = cards.show("where_it_hurts")

    assert response["Location"] == drawing.address("paint")


def say_roughly(drawing, *areas: str, **fields: object):
    return drawing.client.post(
        drawing.address("roughly"), {"area": areas, "revision": drawing.revision, "strength": "6", **fields}
    )


def test_who_cannot_show_it_names_the_parts_of_the_body_and_goes_on(cards, drawing):
    response = say_roughly(drawing, "buttock_hip", "leg_foot")

    assert response["Location"] == reverse("screening:resume", args=[drawing.person.id])
    assert cards.stored.answers["pain_regions"] == ["buttock_hip", "leg_foot"]
    assert cards.stored.answers["pain_now"] == 6
    assert drawing.stored.complaint == "low_back"
    assert drawing.stored.confirmed_at is not None


def test_parts_of_the_body_and_a_strength_are_both_asked_for(drawing):
    nothing = say_roughly(drawing)
    unrated = say_roughly(drawing, "neck", strength="")

    assert nothing.status_code == unrated.status_code == 422
    assert "Tick at least one part of the body" in nothing.text
    assert "Choose a number" in unrated.text
    assert 'value="neck" checked' in unrated.text
    assert drawing.stored is None


def test_no_pain_today_is_kept_with_its_day_and_leads_kindly_on(cards, drawing):
    response = drawing.paint(do="no_pain")

    page = drawing.client.get(response["Location"]).text
    assert "Good to hear" in page
    assert "The questions wait where you stopped" in page
    assert drawing.stored.confirmed_at is not None
    assert "Days without pain" in drawing.client.get(drawing.address("over_time")).text


def test_no_pain_today_leaves_the_last_drawing_and_painting_goes_on_after_it(drawing, ana):
    drawing.paint(RIGHT)
    drawing.answer("yes")
    drawing.paint(do="no_pain")

    drawing.paint(LEFT)

    assert [one.strokes for one in PainDrawing.objects.filter(person=ana)] == [[LEFT], [], [RIGHT]]


def test_no_pain_is_of_its_day_only(drawing, ana):
    drawing.paint(do="no_pain")

    assert standing_of(ana, timezone.now()).is_without_pain
    assert not standing_of(ana, timezone.now() + timedelta(days=1)).is_without_pain


def test_an_older_page_that_says_no_pain_overwrites_nothing(drawing):
    drawing.paint(RIGHT)

    assert drawing.paint(do="no_pain", revision=0).status_code == 409
    assert drawing.stored.strokes == [RIGHT]


def test_no_pain_said_twice_is_one_entry(drawing, ana):
    drawing.paint(do="no_pain")
    drawing.paint(do="no_pain")

    assert PainDrawing.objects.filter(person=ana).count() == 1


def test_a_confirmed_drawing_answers_where_it_hurts(cards, drawing):
    drawing.paint(RIGHT)

    response = drawing.answer("yes")

    assert response["Location"] == reverse("screening:resume", args=[drawing.person.id])
    assert cards.stored.answers["pain_regions"] == ["low_back"]
    assert cards.stored.answers["pain_now"] == 6


def test_painting_on_after_it_was_confirmed_keeps_the_confirmed_drawing(cards, drawing):
    drawing.paint(RIGHT)
    drawing.answer("yes")

    drawing.paint(RIGHT, LEFT)

    kept = PainDrawing.objects.filter(person=drawing.person)
    assert [len(one.strokes) for one in kept] == [2, 1]
    assert [one.confirmed_at is None for one in kept] == [True, False]


def test_a_drawing_that_changed_in_another_window_is_not_confirmed(drawing):
    drawing.paint(RIGHT)
    drawing.paint(LEFT)

    response = drawing.answer("yes", revision=1)

    assert response.status_code == 409
    assert drawing.stored.confirmed_at is None


def test_a_new_place_asks_its_questions_although_all_were_answered(cards, drawing, ana):
    cards.about_ana()
    finish(cards)
    save_drawing(ana, [], [{"id": "occiput_lower", "side": "left"}], 0, NOW)

    opened = confirm_drawing(ana, 1, NOW)

    assert opened
    assert Screening.objects.get(person=ana).finished_at is None


def finish(cards) -> None:
    """Mark the interview as over, with what it holds."""
    screening = cards.stored
    screening.answers = {**screening.answers, "pain_regions": ["low_back"], "pain_now": 4}
    screening.finished_at = NOW
    screening.save()


def test_nobody_paints_for_somebody_elses_person(client, charlies_friend):
    for name in ("paint", "places", "roughly", "check"):
        address = reverse(f"drawing:{name}", args=[charlies_friend.id])

        assert client.get(address).status_code == 404
        assert client.post(address, {"strokes": "[]", "revision": 0}).status_code == 404
