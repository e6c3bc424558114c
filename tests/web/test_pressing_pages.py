"""The page that shows how to press a spot: what it says, what it takes, and every reason not to show it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.web.reading import in_one_line
from tests.web.test_interview import finish
from tests.web.test_result import found_for, kept, paint, ready  # noqa: F401 - a fixture
from unknot.body import load_atlas
from unknot.locate.data import load_locate_data
from unknot.plan import Palpation
from unknot.screen import load_screen_data
from unknot_app.actions.drawing import save_drawing
from unknot_app.actions.estimating import answer_spot, pressing_stop_rule
from unknot_app.actions.guide_in_words import guide_in_words, plain
from unknot_app.actions.open_dangers import open_danger, safety_questions_of
from unknot_app.actions.palpating import NOT_ASKED_TODAY, palpation_for
from unknot_app.actions.standing import standing_of
from unknot_app.records.models import Result
from unknot_app.records.queries import last_drawing_of

SPOT, AVOIDED, NOBODYS = "gluteus_medius.trp1", "quadratus_lumborum.superficial_upper", "obturator_internus.main"
CLINICAL = ("PSIS", "ASIS", "AIIS", "TrP", "SCM", "TFL", "process", "coracoid", "mastoid", "breadth", "tubercle",
            "acromion", "iliac", "insertion", "scapula", "medial")  # fmt: skip


@pytest.fixture
def press(ana):
    return lambda point=SPOT, side="right": reverse("result:press", args=[ana.id, point, side])


def now():
    return timezone.now()


@pytest.mark.usefixtures("ready")
def test_it_says_where_how_hard_and_when_to_stop(client, press):
    page = client.get(press()).text

    assert pressing_stop_rule() in page.replace("&#x27;", "'")
    assert "Pain at most 4 of 10, for 5 seconds" in page
    assert "of 5" in page
    assert "finger width" in page
    assert page.count('class="landmark"') >= 2
    for answer in ("Sore, and it is my pain", "Sore, but not my pain", "Not sore", "I don't know"):
        assert answer in page.replace("&#x27;", "'")
    assert "taut_band" not in page


@pytest.mark.usefixtures("ready")
def test_what_was_felt_is_counted_once_and_can_be_changed(client, ana, press):
    before = found_for(ana).estimate
    client.post(press(), {"felt": "sore"})
    response = client.post(press(), {"felt": "my_pain"})

    found = found_for(ana)
    assert response.url == f"{reverse('result:result', args=[ana.id])}#checks"
    assert [one["reproduces_pain"] for one in found.asked["checks"]["findings"]] == ["yes"]
    assert found.asked["checks"]["findings"][0]["pressed_by"] == "self"
    assert found.estimate != before
    assert "You told us before" in client.get(press()).text


@pytest.mark.usefixtures("ready")
def test_a_taut_band_is_no_answer_of_lay_hands(client, ana, press):
    client.post(f"{press()}?view=professional", {"felt": "my_pain", "taut_band": "yes"})

    assert "taut_band" not in found_for(ana).asked["checks"]["findings"][0]


def test_a_therapist_enters_a_taut_band_in_the_professional_view(client, cards, ana, press):
    cards.send("about_you", age="42", sex="female", session_mode="therapist")
    finish(cards)
    paint(ana)
    finish(cards)
    assert "taut_band" not in client.get(press()).text
    assert "taut_band" in client.get(f"{press()}?view=professional").text

    client.post(f"{press()}?view=professional", {"felt": "my_pain", "taut_band": "yes"})

    assert found_for(ana).asked["checks"]["findings"][0]["taut_band"] == "yes"


@pytest.mark.usefixtures("ready")
@pytest.mark.parametrize("point", [AVOIDED, NOBODYS])
def test_what_untrained_hands_leave_alone_is_refused_by_the_page_and_by_the_action(client, ana, press, point):
    assert "This spot is not pressed" in client.get(press(point)).text
    assert client.post(press(point), {"felt": "my_pain"}).status_code == 403
    assert answer_spot(ana, point, "right", "my_pain", now()) is None
    assert not kept(ana)


def test_before_the_questions_are_answered_no_spot_is_shown(client, ana, press):
    assert client.get(press()).url == reverse("result:result", args=[ana.id])


def test_answers_of_another_day_show_no_spot(client, ready, ana, press):  # noqa: F811
    screening = ready.stored
    screening.fresh_since -= timedelta(days=3)
    screening.save()

    assert NOT_ASKED_TODAY in client.get(press()).text.replace("&#x27;", "'")
    assert client.post(press(), {"felt": "my_pain"}).status_code == 403


def test_signs_of_a_nerve_leave_no_spot_to_press(client, ready, press):  # noqa: F811
    signs = {"leg_symptoms": "one_leg", "leg_weakness": "none", "leg_numbness": "none", "leg_since": "over_6_weeks"}
    ready.send("nerve_legs", **signs, leg_worse="no", leg_examined="yes")
    finish(ready)

    assert "This spot is not pressed" in client.get(press()).text
    result = client.get(reverse("result:result", args=[ready.person.id])).text
    assert "Not pressed to test it: With signs of a nerve" in result


@pytest.mark.usefixtures("ready")
def test_unknown_spots_sides_and_feelings_are_refused(client, ana, press):
    assert client.get(press("nowhere.at_all")).status_code == 404
    assert client.get(press(side="middle")).status_code == 404
    assert client.post(press(), {"felt": "wonderful"}).status_code == 400
    assert not kept(ana)


def test_somebody_elses_spot_is_not_found(client, charlies_friend):
    assert client.get(reverse("result:press", args=[charlies_friend.id, SPOT, "right"])).status_code == 404


def test_every_spot_that_lay_people_may_press_is_told_without_the_clinics_words(ready, ana):  # noqa: F811
    standing = standing_of(ana, now())
    pattern = palpation_for(standing, SPOT, "right")
    assert isinstance(pattern, Palpation)
    for point in load_atlas().trigger_points.values():
        if {"self", "partner"} & set(point.who):
            guide = guide_in_words(pattern.model_copy(update={"id": point.id}))
            landmarks = (text for one in guide.landmarks for text in (one.name, one.how_to_find))
            said = " ".join((guide.place, *map(str, guide.moves), *landmarks))
            assert not [word for word in CLINICAL if word in said], (point.id, said)
            assert all(len(one.short_name) <= 30 for one in guide.landmarks), point.id


def test_finger_widths_are_said_once():
    assert plain("two finger-breadths below the PSIS") == "two finger widths below the dimple bone above the buttock"


def without_answer(ana, question):
    """Leave one answer out of those that were judged, as if its question had never been asked."""
    judged = Result.objects.filter(person=ana, kind=Result.Kind.CLEARANCE)[0]
    del judged.input["answers"][question]
    judged.save()


def grave(estimate, illness, urgency, probability):
    one = estimate.candidates[0].model_copy(
        update={"id": illness, "kind": "differential", "probability": probability, "urgency": urgency}
    )
    return estimate.model_copy(update={"candidates": (*estimate.candidates, one)})


def test_an_emergency_that_can_hurt_there_opens_its_questions(ready, ana):  # noqa: F811
    estimate = found_for(ana).estimate
    assert open_danger(standing_of(ana, now()), estimate) is None

    without_answer(ana, "saddle_numbness")

    opened = open_danger(standing_of(ana, now()), estimate)
    assert opened
    assert opened.question.id == "saddle_numbness"
    assert opened.is_on_its_card


def test_an_illness_for_today_opens_its_questions_when_it_is_likely(ready, ana):  # noqa: F811
    estimate = found_for(ana).estimate
    without_answer(ana, "osteoporosis")
    standing = standing_of(ana, now())

    assert open_danger(standing, grave(estimate, "vertebral_fracture", "same_day", 0.05)) is None
    assert open_danger(standing, grave(estimate, "vertebral_fracture", "same_day", 0.15))


def test_the_page_of_the_result_leads_to_the_open_question_and_shows_no_spot(client, ready, ana, monkeypatch):  # noqa: F811
    question = load_screen_data().questions["pulsing_belly"]
    danger = type("Danger", (), {"question": question, "is_on_its_card": True})
    monkeypatch.setattr("unknot_app.pages.result.views.open_danger", lambda standing, estimate: danger)

    page = client.get(reverse("result:result", args=[ana.id])).text

    assert "One question first" in page
    assert reverse("screening:card", args=[ana.id, question.card]) in page
    assert "spot-card" not in page
    assert client.get(reverse("result:press", args=[ana.id, SPOT, "right"])).status_code == 302


def test_an_older_drawing_of_the_head_leads_back_to_the_picture_before_any_result(client, ready, ana):  # noqa: F811
    before = last_drawing_of(ana)
    assert before
    marks = [{"id": "occiput_lower", "side": "right", "intensity": 8}]
    drawing = save_drawing(ana, [], marks, before.revision, now())
    drawing.confirmed_at = now()
    drawing.save()

    page = client.get(reverse("result:result", args=[ana.id])).text

    assert "One question first" in page
    assert reverse("drawing:check", args=[ana.id]) in page
    assert "spot-card" not in page


def test_every_illness_that_needs_a_doctor_soon_has_questions_of_the_screening():
    for one in load_locate_data().differentials.values():
        if one.urgency in ("emergency", "urgent"):
            assert safety_questions_of(one.id), one.id


def test_an_earlier_result_is_compared_with_todays(client, ready, ana):  # noqa: F811
    address = reverse("result:result", args=[ana.id])
    client.post(address)
    Result.objects.filter(person=ana, kind=Result.Kind.ESTIMATE).update(made_at=now() - timedelta(days=9))
    earlier = client.get(address).text
    assert "The picture, the answers and the facts are the same" in earlier

    paint(ana, "lumbar_lower_paraspinal", side="left")
    finish(ready)
    page = in_one_line(client.get(address).text)

    assert "Why: you painted something else" in page
    assert "New among the first:" in page
    assert "No longer among the first:" in page


def test_how_sure_says_what_it_was_measured_on(client):
    page = client.get(reverse("help:how_sure")).text

    assert "Nobody has measured it on patients" in page
    assert "%" not in page.split("<main")[1].split("</main>")[0]
