"""Laws of measuring: scores keep to their range and their direction, missing is never 0, units convert exactly."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from unknot import BadInput, change, score
from unknot.measure import NoScore, load_measure_data

INSTRUMENTS = load_measure_data().instruments
UNITS = load_measure_data().units
# Those that read a list of answers, and which are asked about all of them alike.
LISTED = sorted(
    name for name, one in INSTRUMENTS.items() if not one.fields and name not in ("fm2016", "ppt", "rmdq24")
)
ALL_NEEDED = [name for name in LISTED if INSTRUMENTS[name].least_answered is None]
JUDGED = sorted({one.instrument for one in load_measure_data().thresholds.values() if one.default} - {"promis_sf"})


def scored(name, fields):
    return score(name, fields)


def changed(name, baseline, now):
    return change(name, baseline, now)


def values_of(instrument):
    if instrument.item_values:
        return st.sampled_from(instrument.item_values)
    if instrument.whole:
        return st.integers(int(instrument.item_min), int(instrument.item_max))
    return st.floats(instrument.item_min, instrument.item_max)


def answers_of(name, values=None):
    instrument = INSTRUMENTS[name]
    return st.lists(values or values_of(instrument), min_size=instrument.asks, max_size=instrument.asks)


def said_of(name, fields):
    try:
        return score(name, fields).model_dump_json()
    except BadInput as error:
        return str(error)


@given(data=st.data(), name=st.sampled_from(LISTED))
def test_a_score_keeps_to_its_range_and_its_band(data, name):
    instrument = INSTRUMENTS[name]

    found = scored(name, {"answers": data.draw(answers_of(name))})

    low, high = instrument.range
    assert low - 1e-9 <= found.score <= high + 1e-9
    assert (found.band is not None) == bool(instrument.bands)


@given(data=st.data(), name=st.sampled_from(LISTED))
def test_a_higher_answer_never_lowers_a_score_but_where_its_item_is_reversed(data, name):
    instrument = INSTRUMENTS[name]
    answers = data.draw(answers_of(name))
    number = data.draw(st.integers(0, len(answers) - 1))
    higher = data.draw(values_of(instrument))
    assume(higher >= answers[number])

    before = scored(name, {"answers": answers}).score
    after = scored(name, {"answers": [*answers[:number], higher, *answers[number + 1 :]]}).score

    assert after <= before if number + 1 in instrument.reverse_items else after >= before


@given(data=st.data(), name=st.sampled_from(ALL_NEEDED), missing=st.sampled_from([None, "missing"]))
def test_where_all_answers_are_needed_a_missing_one_gives_no_score(data, name, missing):
    answers = data.draw(answers_of(name))
    answers[data.draw(st.integers(0, len(answers) - 1))] = missing

    assert scored(name, {"answers": answers}).error == "too_many_missing"


@given(data=st.data(), name=st.sampled_from(["odi", "ndi", "psfs"]))
def test_a_missing_answer_counts_as_the_mean_of_the_others_and_never_as_0(data, name):
    answers = data.draw(answers_of(name))
    number = data.draw(st.integers(0, len(answers) - 1))
    rest = answers[:number] + answers[number + 1 :]
    assume(sum(rest) > 0)

    found = scored(name, {"answers": [*answers[:number], None, *answers[number + 1 :]]}).score
    with_zero = scored(name, {"answers": [*answers[:number], 0, *answers[number + 1 :]]}).score

    share = sum(rest) / len(rest) / INSTRUMENTS[name].item_max
    assert found == pytest.approx(share * INSTRUMENTS[name].range[1])
    assert found > with_zero


@given(answers=st.lists(st.sampled_from(["yes", "no", None]), min_size=24, max_size=24))
def test_sentences_that_were_not_answered_are_not_taken_for_no(answers):
    answered = [one for one in answers if one]

    found = scored("rmdq24", {"answers": answers})

    if len(answered) < 20:
        assert isinstance(found, NoScore)
    else:
        assert found.score == pytest.approx(24 * answered.count("yes") / len(answered))


@given(ticked=st.sets(st.integers(1, 24)))
def test_however_sentences_are_ticked_the_score_is_their_count(ticked):
    ids = [f"rmdq_{number:02}" for number in ticked]
    as_answers = ["yes" if number in ticked else None for number in range(1, 25)]

    ways = [{"ticked": sorted(ticked)}, {"ticked": ids}, {"ticked": len(ticked)}]
    ways.append({"mode": "tick", "answers": as_answers})

    assert {scored("rmdq24", way).score for way in ways} == {len(ticked)}


@given(
    kpa=st.lists(st.floats(0, 1999), min_size=2, max_size=3),
    unit=st.sampled_from(sorted(UNITS)),
    area=st.floats(0.2, 5),
)
def test_a_pressure_is_the_same_in_every_unit(kpa, unit, area):
    one = UNITS[unit].kpa / area if UNITS[unit].per_area else UNITS[unit].kpa
    trials = [pressure / one for pressure in kpa]

    found = scored("ppt", {"trials": trials, "unit": unit, "contact_cm2": area})

    assert found.score == pytest.approx(scored("ppt", {"trials": kpa, "unit": "kPa"}).score)


@given(
    given=st.recursive(
        st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=9),
        lambda inner: st.lists(inner, max_size=4),
        max_leaves=4,
    ),
    name=st.sampled_from(sorted(INSTRUMENTS)),
)
def test_whatever_is_given_for_one_answer_it_is_scored_or_refused_in_words(given, name):
    instrument = INSTRUMENTS[name]
    fields = dict.fromkeys(instrument.fields or ("answers",), given)
    if name == "ppt":
        fields = {"trials": [given, given], "unit": "kPa"}
    elif name == "fm2016":
        fields = {"areas": [], "fatigue": given}
    elif not instrument.fields:
        fields = {"answers": [given] * instrument.asks}

    assert said_of(name, fields)


@given(data=st.data(), name=st.sampled_from(JUDGED))
def test_a_change_there_and_back_turns_its_sign_and_never_improves_both_ways(data, name):
    points = st.floats(*INSTRUMENTS[name].range)
    baseline, now = data.draw(points), data.draw(points)

    there, back = changed(name, baseline, now), changed(name, now, baseline)

    assert there.d == -back.d
    assert (there.classification, back.classification).count("improved") <= 1
    if there.classification == "improved":
        assert there.d > 0
    if there.classification == "worse":
        assert there.d < 0


@given(data=st.data(), name=st.sampled_from(JUDGED))
def test_more_improvement_is_never_called_less(data, name):
    order = ("worse", "unchanged", "improved")
    low, high = INSTRUMENTS[name].range
    baseline = data.draw(st.floats(low, high))
    ends = sorted((data.draw(st.floats(low, high)), data.draw(st.floats(low, high))))

    first, second = (changed(name, baseline, now) for now in ends)

    if INSTRUMENTS[name].direction == "higher_worse":
        first, second = second, first
    assert order.index(first.classification) <= order.index(second.classification)


@pytest.mark.parametrize("name", sorted(INSTRUMENTS))
def test_no_change_is_judged_without_both_scores(name):
    low = INSTRUMENTS[name].range[0]

    assert changed(name, None, low).classification == "not_classified"
    assert changed(name, low, "missing").classification == "not_classified"
