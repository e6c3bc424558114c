"""Measured by hand: how far somebody moves, and from which pressure on a spot becomes pain."""

from __future__ import annotations

import json

import pytest
from django.urls import reverse

from unknot_app.actions.hand_measuring import MOTIONS, tenderness_of
from unknot_app.pages.plan.pictures import drawn_postures
from unknot_app.records.models import Measurement


@pytest.fixture
def send(client, ana):
    def post(name, **values):
        address = reverse("measure:tenderness" if name == "ppt" else "measure:motion", args=_args(ana, name))
        return client.post(address, values)

    return post


def _args(person, name):
    return [person.id] if name == "ppt" else [person.id, name]


def stored(ana):
    return list(Measurement.objects.filter(person=ana).order_by("taken_at"))


PRESSED = {"point": "piriformis.medial", "side": "right", "unit": "kg/cm2", "area": "1", "device": "Wagner"}


def test_a_number_is_typed_with_a_comma_or_a_point(send, ana):
    send("finger_to_floor", distance="12,5")
    send("mm_schober", start="15.0", flexed="20.5", context="after")

    first, second = stored(ana)
    assert (first.score, first.context) == (12.5, "day")
    assert (second.score, second.context) == (5.5, "after")
    assert second.knowledge_version


def test_beyond_the_floor_counts_with_a_minus_and_0_is_a_measurement(send, ana):
    send("finger_to_floor", distance="-4")
    send("finger_to_floor", distance="0")

    assert [one.score for one in stored(ana)] == [-4, 0]


@pytest.mark.parametrize("typed", ["", "far", "1e9", "nan"])
def test_what_was_not_measured_is_not_stored_and_never_0(send, ana, typed):
    answer = send("finger_to_floor", distance=typed)

    assert answer.status_code == 422
    assert f'value="{typed}"' in answer.text
    assert stored(ana) == []


def test_numbers_that_cannot_be_are_refused_and_kept_on_the_page(send, ana):
    answer = send("mm_schober", start="35", flexed="5")

    assert answer.status_code == 422
    assert 'value="35"' in answer.text
    assert stored(ana) == []


def test_what_the_phone_saw_is_kept_beside_the_number(send, ana):
    seen = json.dumps({"start": 1.5, "min": -64, "max": 0, "trials": [-58, -60, -64]})
    send("lumbar_flexion_incl", t12="60", sacrum="20", **{"seen.t12": seen, "seen.sacrum": "{"})

    [one] = stored(ana)
    assert one.score == 40
    assert one.about == {"t12": {"device": "phone", "start": 1.5, "min": -64, "max": 0, "trials": [-58, -60, -64]}}


@pytest.mark.parametrize("name", MOTIONS)
def test_each_has_a_picture_its_steps_and_the_rule(client, ana, name):
    page = client.get(reverse("measure:motion", args=[ana.id, name])).text

    assert name in drawn_postures()
    assert f"postures/{name}.webp" in page
    assert "The rule" in page


def test_the_unit_of_pressure_is_converted_exactly(send, ana):
    send("ppt", **PRESSED, trial_1="3", trial_2="4", trial_3="")
    send("ppt", **{**PRESSED, "unit": "N", "area": "0.5"}, trial_1="15", trial_2="15", trial_3="15")

    first, second = stored(ana)
    assert first.score == pytest.approx(3.5 * 98.0665, abs=1e-9)
    assert first.answers["trials"] == [3, 4, None]
    assert second.score == pytest.approx(300, abs=1e-9)


@pytest.mark.parametrize(
    "wrong", [{"point": "nowhere"}, {"side": ""}, {"trial_2": "x"}, {"area": "0"}, {"unit": "psi"}, {"trial_2": ""}]
)
def test_a_pressure_without_its_place_unit_or_a_second_trial_is_not_stored(send, ana, wrong):
    answer = send("ppt", **{**PRESSED, "trial_1": "3", "trial_2": "4", **wrong})

    assert answer.status_code == 422
    assert stored(ana) == []


def test_what_a_session_changed_is_shown_with_its_error(send, client, ana):
    send("ppt", **PRESSED, context="before", trial_1="2", trial_2="2")
    send("ppt", **PRESSED, context="after", trial_1="3", trial_2="3")
    send("ppt", **{**PRESSED, "side": "left"}, context="after", trial_1="3", trial_2="3")

    page = client.get(reverse("measure:tenderness", args=[ana.id])).text

    assert "196 kPa before the session, 294 kPa after." in page
    assert "The difference may be measurement error." in page
    left, right = tenderness_of(ana)
    assert (left.side, left.changes) == ("left", ())
    assert right.changes[0][3].classification == "unchanged"


def test_the_same_numbers_sent_twice_at_once_are_stored_once(send, ana):
    for _ in range(2):
        send("finger_to_floor", distance="12")

    assert len(stored(ana)) == 1


def test_another_persons_measuring_by_hand_is_not_there(client, charlies_friend, ana):
    for name in ("motions", "tenderness"):
        assert client.get(reverse(f"measure:{name}", args=[charlies_friend.id])).status_code == 404
    assert client.get(reverse("measure:motion", args=[ana.id, "odi"])).status_code == 404
