"""The choice of points against trying every choice."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product
from math import ceil

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unknot.plan.choose import TIME_STEP_S, Offer, choose_offers

TooMuch = Callable[[dict[str, int]], list[str]]


@st.composite
def offers(draw: st.DrawFn) -> list[Offer]:
    """Draw up to five offers, each of one point or of a point on both sides, with one to three sizes."""
    made = []
    for number in range(draw(st.integers(0, 5))):
        sizes = draw(st.integers(1, 3))
        seconds = sorted(draw(st.lists(st.integers(10, 150), min_size=sizes, max_size=sizes)))
        relief = sorted(draw(st.lists(st.floats(0.001, 1.0), min_size=sizes, max_size=sizes)))
        choices = tuple(zip(seconds, relief, strict=True))
        made.append(Offer(key=f"point{number}", points=draw(st.sampled_from([1, 1, 2])), choices=choices))
    return made


def best_relief(made: list[Offer], seconds: int, most: int, too_much: TooMuch = lambda chosen: []) -> float:
    """Return the most relief that any choice of sizes buys; time is counted in whole steps, as a session's is."""
    slots, best = max(0, seconds // TIME_STEP_S), 0.0
    for sizes in product(*(range(len(offer.choices) + 1) for offer in made)):
        chosen = [(offer, offer.choices[size - 1]) for offer, size in zip(made, sizes, strict=True) if size]
        time = sum(ceil(duration / TIME_STEP_S) for _, (duration, _) in chosen)
        reps = {offer.key: size for offer, size in zip(made, sizes, strict=True) if size}
        if time <= slots and sum(offer.points for offer, _ in chosen) <= most and not too_much(reps):
            best = max(best, sum(relief for _, (_, relief) in chosen))
    return best


@given(offers(), st.integers(-20, 500), st.integers(0, 4))
def test_no_other_choice_buys_more_relief(made, seconds, most):
    chosen = choose_offers(made, seconds, most)

    by_key = {offer.key: offer for offer in made}
    bought = [by_key[key].choices[reps - 1] for key, reps in chosen.items()]
    assert sum(duration for duration, _ in bought) <= max(0, seconds)
    assert sum(by_key[key].points for key in chosen) <= most
    # No difference was seen in 600 examples; gains below 1e-12 count as none.
    assert sum(relief for _, relief in bought) == pytest.approx(best_relief(made, seconds, most), abs=1e-9)


@given(offers(), st.integers(0, 500), st.integers(0, 5), st.data())
def test_no_other_choice_within_the_minutes_of_each_place_buys_more_relief(made, seconds, most, data):
    keys = [offer.key for offer in made]
    # Two places that overlap, each with a time of its own.
    places = [data.draw(st.sets(st.sampled_from(keys)) if keys else st.just(set())) for _ in range(2)]
    allowed_s = [data.draw(st.integers(0, 200)) for _ in places]
    by_key = {offer.key: offer for offer in made}

    def too_much(chosen: dict[str, int]) -> list[str]:
        for place, most_s in zip(places, allowed_s, strict=True):
            inside = [key for key in chosen if key in place]
            if sum(by_key[key].choices[chosen[key] - 1][0] for key in inside) > most_s:
                return inside
        return []

    chosen = choose_offers(made, seconds, most, too_much)

    bought = sum(by_key[key].choices[reps - 1][1] for key, reps in chosen.items())
    assert too_much(chosen) == []
    assert bought == pytest.approx(best_relief(made, seconds, most, too_much), abs=1e-9)


def test_equal_relief_goes_to_the_earlier_offer():
    made = [Offer("first", 1, ((60, 0.5),)), Offer("second", 1, ((60, 0.5),))]

    assert choose_offers(made, 60, 1) == {"first": 1}
    assert choose_offers(made[::-1], 60, 1) == {"second": 1}


def test_a_point_on_both_sides_counts_as_two_points():
    pair = Offer("pair", 2, ((60, 0.9),))

    assert choose_offers([pair], 600, 1) == {}
    assert choose_offers([pair], 600, 2) == {"pair": 1}
