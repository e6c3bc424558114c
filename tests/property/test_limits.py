"""Laws of merging limits: the order of rules does not matter, and nothing ever gets looser."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from unknot.screen import Limits, PlaceLimit, is_no_looser, merge
from unknot.screen.limits import GlobalLimits

RULES = ("first_rule", "second_rule", "third_rule")
PLACES = ("low_back", "buttock", "kidney_area")
LOWEST_WINS = (
    "max_pressure",
    "max_pain",
    "max_hold_s",
    "max_still_s",
    "max_points",
    "max_minutes_session",
    "max_minutes_supine",
    "start_pressure",
)
HIGHEST_WINS = ("rest_hours", "rise_slowly_min")
PLACE_NUMBERS = ("max_pressure", "max_pain", "max_hold_s", "max_still_s")
LISTS = {
    "no_tools": ("elbow", "ball_firm", "oil"),
    "no_actions": ("stretch", "lying_on_ball"),
    "avoid_positions": ("prone", "sitting"),
    "avoid_surfaces": ("floor", "bed"),
}

# Zero is the strictest of all: "never press", "no hold".
small_numbers = st.one_of(st.none(), st.integers(0, 5))


def names_of(kind: str) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(LISTS[kind]), unique=True).map(lambda names: tuple(sorted(names)))


global_limits = st.builds(
    GlobalLimits,
    **dict.fromkeys((*LOWEST_WINS, *HIGHEST_WINS), small_numbers),
    who=st.sampled_from([None, "therapist"]),
    not_alone=st.booleans(),
    check_sugar=st.booleans(),
)
place_limits = st.builds(
    PlaceLimit,
    region=st.sampled_from(PLACES),
    side=st.sampled_from([None, "left", "right"]),
    exact=st.booleans(),
    **dict.fromkeys(PLACE_NUMBERS, small_numbers),
    no_tools=names_of("no_tools"),
    no_actions=names_of("no_actions"),
)


@st.composite
def limits(draw: st.DrawFn) -> Limits:
    """Draw limits as screening writes them: each place once, and each restriction with the rules that set it."""
    places = draw(st.lists(place_limits, max_size=3, unique_by=lambda one: (one.region, one.side, one.exact)))
    bare = Limits(
        global_=draw(global_limits),
        places=tuple(places),
        no_tools=draw(names_of("no_tools")),
        no_actions=draw(names_of("no_actions")),
        avoid_positions=draw(names_of("avoid_positions")),
        avoid_surfaces=draw(names_of("avoid_surfaces")),
    )
    reasons = {}
    for key in restrictions(bare):
        rules = draw(st.sets(st.sampled_from(RULES), min_size=1, max_size=2))
        reasons[key] = tuple(sorted(rules))
    return merge(bare.model_copy(update={"reasons": reasons}), Limits())


def restrictions(one: Limits) -> dict[str, object]:
    """Return every single restriction by the name that `reasons` gives it, read anew from the value."""
    found: dict[str, object] = {}
    for name in (*LOWEST_WINS, *HIGHEST_WINS, "who"):
        if getattr(one.global_, name) is not None:
            found[name] = getattr(one.global_, name)
    found |= {name: True for name in ("not_alone", "check_sugar") if getattr(one.global_, name)}
    for name in LISTS:
        found |= {f"{name}.{item}": True for item in getattr(one, name)}
    for place in one.places:
        where = place.region + (f":{place.side}" if place.side else "") + ("!" if place.exact else "")
        for name in PLACE_NUMBERS:
            if getattr(place, name) is not None:
                found[f"{where}.{name}"] = getattr(place, name)
        found |= {f"{where}.no_tools.{item}": True for item in place.no_tools}
        found |= {f"{where}.no_actions.{item}": True for item in place.no_actions}
    return found


def merged_by_hand(first: dict[str, object], second: dict[str, object]) -> dict[str, object]:
    joined = dict(first)
    for key, value in second.items():
        present = joined.get(key, value)
        if isinstance(value, int) and isinstance(present, int):
            joined[key] = max(present, value) if key in HIGHEST_WINS else min(present, value)
        else:
            joined[key] = value
    return joined


@given(limits(), limits(), limits())
def test_merging_is_associative(first, second, third):
    assert merge(merge(first, second), third) == merge(first, merge(second, third))


@given(limits(), limits())
def test_merging_is_commutative(first, second):
    assert merge(first, second) == merge(second, first)


@given(limits())
def test_merging_limits_with_themselves_changes_nothing(one):
    assert merge(one, one) == one


@given(limits())
def test_merging_with_no_limits_at_all_changes_nothing(one):
    assert merge(one, Limits()) == one
    assert merge(Limits(), one) == one


@given(global_limits, st.lists(place_limits, max_size=2, unique_by=lambda one: (one.region, one.side, one.exact)))
def test_merging_loses_no_restriction_not_even_a_limit_of_zero(everywhere, places):
    written = Limits(global_=everywhere, places=tuple(places))

    kept = merge(written, Limits())

    assert restrictions(kept) == restrictions(written)


@given(limits(), limits())
def test_merged_limits_are_the_stricter_of_both_in_every_single_restriction(first, second):
    merged = merge(first, second)

    assert restrictions(merged) == merged_by_hand(restrictions(first), restrictions(second))


@given(limits(), limits())
def test_merged_limits_are_no_looser_than_either_part(first, second):
    merged = merge(first, second)

    assert is_no_looser(merged, first)
    assert is_no_looser(merged, second)


@given(limits(), limits())
def test_limits_that_are_no_looser_than_another_gain_nothing_from_a_merge_with_it(first, second):
    if is_no_looser(first, second):
        # Nothing that binds one side changes; limits of both sides may absorb those of one.
        assert is_no_looser(first, merge(first, second))
    else:
        assert restrictions(merge(first, second)) != restrictions(first)


@given(limits(), limits())
def test_a_merged_restriction_names_the_rules_that_set_it_as_it_stands(first, second):
    merged = merge(first, second)

    for key, value in restrictions(merged).items():
        owners = {
            rule
            for part in (first, second)
            if restrictions(part).get(key) == value
            for rule in part.reasons.get(key, ())
        }
        assert set(merged.reasons[key]) == owners


@given(place_limits, place_limits)
def test_a_place_that_is_named_twice_keeps_the_stricter_of_both(one, other):
    other = other.model_copy(update={"region": one.region, "side": one.side, "exact": one.exact})

    together = merge(Limits(places=(one, other)), Limits())

    assert together == merge(Limits(places=(one,)), Limits(places=(other,)))


def test_the_same_limit_everywhere_is_no_looser_than_in_one_place():
    in_one_place = Limits(places=(PlaceLimit(region="calf", max_pressure=2, no_tools=("elbow",)),))
    everywhere = Limits(global_=GlobalLimits(max_pressure=2), no_tools=("elbow",))

    assert is_no_looser(everywhere, in_one_place)
    assert not is_no_looser(in_one_place, everywhere)


def test_a_limit_on_both_sides_is_no_looser_than_on_one():
    on_both = Limits(places=(PlaceLimit(region="calf", max_pressure=2),))
    on_left = Limits(places=(PlaceLimit(region="calf", side="left", max_pressure=2),))

    assert is_no_looser(on_both, on_left)
    assert not is_no_looser(on_left, on_both)


def test_a_limit_in_the_exact_zone_of_a_place_is_looser_than_in_all_of_it():
    whole = Limits(places=(PlaceLimit(region="low_back", max_pressure=1),))
    zone = Limits(places=(PlaceLimit(region="low_back", exact=True, max_pressure=1),))

    assert not is_no_looser(zone, whole)
