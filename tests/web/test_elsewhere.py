"""Scores from elsewhere: any instrument, with its day; kept, compared, and never guessed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from unknot.measure import load_measure_data
from unknot_app.actions.hand_measuring import measure
from unknot_app.actions.measuring import last_pain
from unknot_app.actions.progress import progress_of
from unknot_app.actions.scores_in_words import meaning_of, steps_of, what_counts
from unknot_app.records.models import Measurement

ABOUT = {"promis_sf": {"domain": "fatigue"}, "slr": {"side": "left"}, "lumbar_side_bend_incl": {"side": "left"}}


@pytest.fixture
def send(client, ana):
    def post(instrument, days_ago=0, **values):
        day = (timezone.localdate() - timedelta(days=days_ago)).isoformat()
        return client.post(reverse("measure:obtained", args=[ana.id, instrument]), {"day": day, **values})

    return post


def stored(ana):
    return list(Measurement.objects.filter(person=ana).order_by("taken_at"))


@pytest.mark.parametrize(
    "name", [name for name in load_measure_data().instruments if name not in ("ppt", "headache_days")]
)
def test_each_instrument_takes_both_ends_of_its_range_and_nothing_beyond(send, client, ana, name):
    low, high = load_measure_data().instruments[name].range
    about = ABOUT.get(name, {})

    assert send(name, score=f"{low - 1:g}", **about).status_code == 422
    assert send(name, score=f"{high + 1:g}", **about).status_code == 422
    assert stored(ana) == []
    kept = [send(name, days_ago, score=f"{score:g}", **about) for days_ago, score in ((9, low), (0, high))]

    assert [one.score for one in stored(ana)] == [low, high]
    page = client.get(kept[0].url).text
    assert "It is written down." in page
    assert "A score from elsewhere, as you entered it." in page


def test_a_total_is_shown_with_its_change_by_the_thresholds_of_its_instrument(send, client, ana):
    send("odi", 40, score="46,5")
    send("odi", 2, score="22")

    [series] = progress_of(ana, timezone.now()).beside
    assert (series.instrument, [one.classification for one in series.course.changes]) == ("odi", ["improved"])
    assert "Oswestry" in client.get(reverse("measure:progress", args=[ana.id])).text


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("odi", {"score": ""}),
        ("odi", {"score": "many"}),
        ("odi", {"score": "12", "day": "2999-01-01"}),
        ("odi", {"score": "12", "day": "yesterday"}),
        ("hit6", {"score": "50.5"}),
        ("promis_sf", {"score": "50"}),
        ("slr", {"score": "50", "side": "midline"}),
        ("rmdq24", {"score": "3", "ticked": ["rmdq_02"]}),
        ("headache_days", {"days_filled": "20"}),
        ("headache_days", {"days_filled": ""}),
    ],
)
def test_what_is_missing_or_cannot_be_is_said_and_nothing_entered_is_lost(send, ana, name, values):
    answer = send(name, **values)

    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert all(
        f'value="{value}"' in answer.text for key, value in values.items() if key in ("score", "day", "days_filled")
    )
    assert stored(ana) == []


def test_each_side_and_each_form_is_a_series_of_its_own_and_judged_in_its_own_direction(send, client, ana):
    for weeks, (left, right, sleep, able) in enumerate([(10, 30, 60, 40), (20, 29, 52, 48), (20, 30, 52, 48)]):
        send("lumbar_side_bend_incl", 21 - 7 * weeks, score=left, side="left")
        send("lumbar_side_bend_incl", 21 - 7 * weeks, score=right, side="right")
        send("promis_sf", 21 - 7 * weeks, score=sleep, domain="sleep_disturbance")
        send("promis_sf", 21 - 7 * weeks, score=able, domain="physical_function")

    beside = {(one.instrument, one.part): one.course.verdict for one in progress_of(ana, timezone.now()).beside}
    assert beside == {
        ("lumbar_side_bend_incl", "left"): "better",
        ("lumbar_side_bend_incl", "right"): "same",
        ("promis_sf", "physical_function"): "better",
        ("promis_sf", "sleep_disturbance"): "better",
    }
    page = client.get(reverse("measure:course", args=[ana.id, "lumbar_side_bend_incl"]), {"part": "left"}).text
    assert page.count('<li id="m-') == 3


def test_the_diary_counts_days_with_headache_and_days_that_are_not_known_are_not_days_without(send, ana):
    days = [(timezone.localdate() - timedelta(days=back)).isoformat() for back in (0, 3, 27, 28)]
    send("headache_days", days=days, days_filled="21")

    [one] = stored(ana)
    assert one.answers == {"headache_days": 3, "days_filled": 21}  # the fourth lies beyond the four weeks
    assert one.score == 4


def test_a_low_wellbeing_is_a_reason_to_talk_and_a_total_of_risk_alone_names_no_band(send, client, ana):
    page = client.get(send("who5", score="40").url).text
    send("start_back", score="5")

    assert "a reason to talk with a doctor. It is no diagnosis" in page
    assert stored(ana)[1].output == {"score": 5}


def test_a_pain_from_elsewhere_is_no_entry_of_today(send, ana):
    send("pain_nrs", score="5")

    assert last_pain(ana) is None
    assert [point.score for point in progress_of(ana, timezone.now()).pain.points] == [5]


def test_the_list_leads_to_each_and_another_persons_is_not_there(client, ana, charlies_friend):
    page = client.get(reverse("measure:elsewhere", args=[ana.id])).text

    for name in load_measure_data().instruments:
        view = ("tenderness", [ana.id]) if name == "ppt" else ("obtained", [ana.id, name])
        assert reverse(f"measure:{view[0]}", args=view[1]) in page
    assert client.get(reverse("measure:elsewhere", args=[charlies_friend.id])).status_code == 404
    assert client.get(reverse("measure:obtained", args=[charlies_friend.id, "odi"])).status_code == 404
    assert client.get(reverse("measure:obtained", args=[ana.id, "nothing"])).status_code == 404


def test_of_every_instrument_it_is_said_what_its_number_means_and_which_change_counts(client, ana):
    data = load_measure_data()
    for name, instrument in data.instruments.items():
        own = data.thresholds_of(name)
        meaning, counts = (
            " ".join(map(str, said)) for said in (meaning_of(instrument), what_counts(next(iter(own), None)))
        )

        assert f"It goes from {instrument.range[0]:g} to {instrument.range[1]:g}." in meaning, name
        assert ("Which change matters is not known." in counts) == (not own), name
        if own and own[0].mic_abs:  # nobody was asked what they notice where it comes from somewhere else
            assert ("People notice a change of" in counts) == (own[0].mic_from is None), name
        assert bool(steps_of(instrument)) == bool(instrument.bands), name

    measure(ana, "pss10", {"score": 20}, {}, "elsewhere", timezone.now())
    page = client.get(reverse("measure:course", args=[ana.id, "pss10"])).text
    assert "<strong>14 to 26: moderate</strong> (your last number)" in page
    assert "Which change matters is not known." in page
