"""Measuring in a few taps: the pain of now, and the short set of every week."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.web.conftest import NOW
from tests.web.test_interview import finish
from tests.web.test_kept_drawings import BUTTOCK, painted
from unknot.measure import load_measure_data
from unknot_app.actions.measuring import Entered, Move, pain_under_way, save_pain, weekly_set_of
from unknot_app.actions.progress import progress_of
from unknot_app.records.models import Measurement, Result


@pytest.fixture
def send(client, ana):
    """Send a card as the page does, with the revision that is stored unless another one is named."""

    def post(instrument="", do="next", revision=None, **values):
        name = "measure:card" if instrument else "measure:pain"
        address = reverse(name, args=[ana.id, *filter(None, [instrument])])
        page = client.get(address).text
        shown = page.split('name="revision" value="')[1].split('"')[0]
        return client.post(address, {"do": do, "revision": shown if revision is None else revision, **values})

    return post


def stored(ana, **which):
    return list(Measurement.objects.filter(person=ana, **which).order_by("taken_at"))


def a_week_passes(ana, days=7):
    for one in stored(ana):
        one.taken_at -= timedelta(days=days)
        one.save()


def test_pain_takes_three_taps_and_each_is_kept(send, ana):
    for taps in ({"now": "4"}, {"now": "4", "average": "5"}):
        send(do="choose", **taps)
    [under_way] = stored(ana)
    assert under_way.answers == {"answers": [4, 5, None]}
    assert under_way.finished_at is None

    send(do="choose", now="4", average="5", worst="8")

    [entry] = stored(ana)
    assert entry.finished_at is not None
    assert entry.score == 5
    assert entry.output["scores"] == [4, 5, 8]
    assert entry.knowledge_version


def test_pain_is_entered_several_times_a_day(send, ana):
    send(now="4", average="5", worst="8")
    send(now="2")

    assert [one.answers["answers"] for one in stored(ana)] == [[4, 5, 8], [2, None, None]]
    assert stored(ana)[1].score is None  # nobody asked for an average, and it is not 0


def test_a_number_of_nobody_is_not_taken_for_an_answer(send, ana):
    answer = send(now="11")

    assert answer.status_code == 422
    assert "Nothing is answered yet" in answer.text


def test_the_weekly_set_goes_card_by_card_to_its_end(send, client, ana):
    for instrument, values in (
        ("pain_nrs", {"now": "4", "average": "5", "worst": "7"}),
        ("rmdq24", {"ticked": ["rmdq_02", "rmdq_09"]}),
        ("wellbeing_nrs", {"rating": "6"}),
    ):
        assert client.get(reverse("measure:week", args=[ana.id])).url.endswith(f"/{instrument}/")
        send(instrument, **values)
    answer = send("stress_nrs", rating="3")

    assert answer.url == reverse("measure:week", args=[ana.id])
    assert "That was it for this week" in client.get(answer.url).text
    assert {one.instrument: one.score for one in stored(ana)} == {
        "pain_nrs": 5,
        "rmdq24": 2,
        "wellbeing_nrs": 6,
        "stress_nrs": 3,
    }
    assert len({one.set_id for one in stored(ana)}) == 1


def test_a_set_that_was_left_goes_on_where_it_was(send, client, ana):
    send("pain_nrs", average="5")
    send("rmdq24", do="save", ticked=["rmdq_02"])

    page = client.get(reverse("measure:week", args=[ana.id]), follow=True).text

    assert 'value="rmdq_02" checked' in page
    # Half a list of sentences is no score: what was not read yet was not said to be untrue.
    assert stored(ana, instrument="rmdq24")[0].score is None


def test_what_is_skipped_is_not_answered_and_never_0(send, ana):
    send("rmdq24", do="skip")

    [skipped] = stored(ana)
    assert skipped.score is None
    assert skipped.output["error"] == "too_many_missing"


def test_none_of_the_sentences_is_an_answer(send, ana):
    send("rmdq24", do="none")

    assert stored(ana)[0].score == 0


def test_the_second_set_asks_how_it_is_compared_with_the_beginning(send, ana):
    send("pain_nrs", average="5")
    assert "pgic" not in weekly_set_of(ana, NOW).instruments
    a_week_passes(ana)

    asked = weekly_set_of(ana, NOW)

    assert asked.instruments == ("pain_nrs", "rmdq24", "pgic", "wellbeing_nrs", "stress_nrs")
    assert not asked.answered


def test_whoever_has_no_room_to_gain_names_activities_and_rates_the_same_ones_again(send, client, ana):
    send("rmdq24", ticked=["rmdq_02"])
    a_week_passes(ana)

    send("psfs", **{"named.activity_1": "=Tie my shoes", "activity_1": "3", "named.activity_2": ""})
    a_week_passes(ana)
    send("psfs", **{"named.activity_1": "Something else", "activity_1": "6"})

    first, second = stored(ana, instrument="psfs")
    assert first.about == second.about == {"activities": ["=Tie my shoes"]}
    assert (first.score, second.score) == (3, 6)


def test_an_older_page_overwrites_nothing(send, ana):
    send("stress_nrs", rating="3")

    answer = send("stress_nrs", revision="0", rating="9")

    assert answer.status_code == 409
    assert "Answers were changed in another window" in answer.text
    assert stored(ana)[0].score == 3


def test_an_answer_that_was_stored_before_is_not_stored_twice(send, ana):
    send("stress_nrs", revision="0", rating="3")
    answer = send("stress_nrs", revision="0", rating="3")

    assert answer.status_code == 303
    assert len(stored(ana)) == 1


def test_another_persons_measuring_is_not_there(client, charlies_friend):
    for name in ("measure:pain", "measure:week"):
        assert client.get(reverse(name, args=[charlies_friend.id])).status_code == 404


def test_a_card_that_is_not_in_the_set_is_not_there(client, ana):
    assert client.get(reverse("measure:card", args=[ana.id, "odi"])).status_code == 404


def test_the_start_page_offers_the_week_from_the_second_day_on(client, cards, ana):
    cards.about_ana()
    finish(cards)
    painted(ana, BUTTOCK)
    home = reverse("home:start")
    assert "How was this week?" not in client.get(home).text
    for result in Result.objects.filter(person=ana):
        result.made_at -= timedelta(days=1)
        result.save()

    assert "How was this week?" in client.get(home).text


def test_every_instrument_of_a_week_takes_three_minutes_at_most():
    """Reading at 200 words a minute, and two seconds for each tap, with every sentence of a list ticked."""
    data = load_measure_data()
    for weekly in data.weekly.values():
        for function in filter(None, (weekly.function, weekly.instead)):
            names = [function if name == weekly.function else name for name in weekly.measures]
            items = [item for name in names for item in data.instruments[name].item]
            words = sum(len(f"{item.text} {' '.join(item.options)}".split()) for item in items)
            assert words / 200 * 60 + 2 * len(items) <= 180, weekly.id


def test_an_entry_that_is_wrong_can_be_taken_out_but_none_of_a_session(client, ana, send):
    send(now="9", average="8", worst="9")
    (wrong,) = stored(ana)
    address = reverse("measure:remove", args=[ana.id, "pain_nrs", wrong.id])

    assert "A bad day is no mistake" in client.get(address).text
    assert stored(ana) == [wrong]
    assert client.post(address).status_code == 303
    assert stored(ana) == []
    assert client.post(address).status_code == 404

    wrong.context = Measurement.Context.BEFORE
    wrong.save()
    assert client.post(reverse("measure:remove", args=[ana.id, "pain_nrs", wrong.id])).status_code == 404
    assert len(stored(ana)) == 1


def averages_of(ana):
    return [point.score for point in progress_of(ana, NOW).pain.points]


def entered_at(ana, hour, average, move: Move = "finish"):
    noon = timezone.localtime(NOW - timedelta(days=2)).replace(hour=12, minute=0)
    answers = {"answers": [average, average, average]}
    return save_pain(ana, Entered(answers, {}), move, 0, noon + timedelta(hours=hour))


def test_of_pain_entered_again_within_the_hour_the_last_counts_and_all_is_kept(ana, client):
    for hour, average in ((0, 8), (0.5, 6), (0.9, 5), (4, 7)):
        entered_at(ana, hour, average)

    assert averages_of(ana) == [5, 7]
    assert [week.score for week in progress_of(ana, NOW).pain.course.weeks] == [6]
    page = client.get(reverse("measure:course", args=[ana.id, "pain_nrs"])).text
    assert len(stored(ana)) == page.count('<li id="m-') == 4
    assert page.count("does not count: it was entered again") == 2


def test_pain_that_was_not_finished_counts_once_where_it_is_entered_again(ana):
    entered_at(ana, 0, 8, "save")
    assert averages_of(ana) == [8]  # it is what is known of that day
    entered_at(ana, 5, 4)
    assert averages_of(ana) == [4]
    entered_at(ana, 10, 9, "save")

    assert averages_of(ana) == [4]
    assert len(stored(ana)) == 3


def test_an_entry_goes_on_over_midnight_and_a_page_that_was_left_open_loses_nothing(ana):
    late = timezone.localtime(NOW).replace(hour=23, minute=50) - timedelta(days=2)
    save_pain(ana, Entered({"answers": [4, None, None]}, {}), "save", 0, late)
    assert pain_under_way(ana, late + timedelta(minutes=30))
    assert pain_under_way(ana, late + timedelta(hours=2)) is None

    save_pain(ana, Entered({"answers": [4, 5, None]}, {}), "finish", 1, late + timedelta(hours=2))

    [entry] = stored(ana)
    assert entry.answers == {"answers": [4, 5, None]}


def test_an_answer_that_was_stored_while_the_connection_dropped_is_no_change_in_another_window(send, ana):
    for instrument, values in (("", {"now": "4"}), ("rmdq24", {"ticked": ["rmdq_02"]})):
        for _ in range(2):
            assert send(instrument, do="save", revision="0", **values).status_code in (200, 303)

    assert [one.revision for one in stored(ana)] == [1, 1]
