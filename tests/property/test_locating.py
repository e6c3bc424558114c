"""Laws of locating: left and right are alike, probabilities are probabilities, equal evidence changes nothing."""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from math import log

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.property.strategies import changed, drawing_of, drawings, examples, features, mirrored, painted_cells
from unknot.body import load_atlas, mirror_cell
from unknot.draw import Drawing, Finding
from unknot.locate import Candidate, load_locate_data, locate
from unknot.locate.answers import feature_column, gather
from unknot.locate.inference import compute_posterior, load_constants
from unknot.locate.posterior import NOBODY, DrawingFit, Posterior
from unknot.locate.sources import Source, all_sources, load_patterns

Key = frozenset[str]

# Estimates round probabilities to six digits.
ROUNDING = 0.5e-6 + 1e-9
# Logarithms of the same numbers, added up in another order: at most 2e-14 apart (seen over 150 drawings).
SAME_NUMBERS = 1e-9


def posterior_of(drawing: Drawing) -> Posterior:
    patterns = load_patterns("choir" if drawing.choir else "cells")
    return compute_posterior(drawing, gather(drawing.features, drawing.findings), patterns)


def written(source: Source) -> str:
    return f"{source.id}:{source.side}"


def by_members(posterior: Posterior) -> dict[Key, float]:
    """Return the probability of each set of sources, by its members' written forms."""
    return {
        frozenset(written(all_sources()[index]) for index in members if index != NOBODY): float(probability)
        for members, probability in zip(posterior.sets, posterior.probabilities, strict=True)
    }


def marginals(sets: dict[Key, float]) -> dict[str, float]:
    found: dict[str, float] = {}
    for members, probability in sets.items():
        for name in members:
            found[name] = found.get(name, 0.0) + probability
    return found


def mirrored_name(name: str) -> str:
    source, side = name.split(":")
    return f"{source}:{mirrored(side)}"


def mirrored_drawing(drawing: Drawing) -> Drawing:
    """Return the drawing with left and right changed over, about the same complaint."""
    return changed(
        drawing,
        complaint=drawing.inferred_complaint,
        regions=tuple(mark.model_copy(update={"side": mirrored(mark.side)}) for mark in drawing.regions),
        choir=tuple(mirrored_segments()[code] for code in drawing.choir),
        findings=tuple(finding.model_copy(update={"side": mirrored(finding.side)}) for finding in drawing.findings),
    )


@cache
def mirrored_segments() -> dict[str, str]:
    pairs: dict[str, str] = {}
    for region in load_atlas().regions.values():
        for right, left in zip(region.choir_right, region.choir_left, strict=True):
            pairs |= {right: left, left: right}
    return pairs


@cache
def lopsided() -> frozenset[str]:
    """Return the sources whose pattern has no mirror: organs that lie on one side of everybody."""
    by_name = {written(source): source for source in all_sources()}
    return frozenset(
        name
        for name, source in by_name.items()
        for mirror in [by_name[mirrored_name(name)]]
        if {mirror_cell(cell) for cell in source.essential} != mirror.essential
        or {mirror_cell(cell) for cell in source.spillover} != mirror.spillover
    )


# ---------------------------------------------------------------- mirror
def test_only_organs_that_lie_on_one_side_of_everybody_have_no_mirror():
    assert {name.split(":")[0] for name in lopsided()} == {
        "acute_coronary",
        "appendicitis",
        "diverticulitis",
        "gallbladder",
        "pancreatitis",
    }


segments = st.lists(st.sampled_from(sorted(load_atlas().choir_segments)), min_size=1, max_size=6, unique=True)
body_maps = st.builds(lambda codes, answers: Drawing(choir=codes, features=answers), segments, features())


@examples(5)
@given(st.one_of(drawings(), body_maps))
def test_the_mirrored_drawing_is_about_the_same_complaint_and_the_mirrored_places(drawing):
    mirror = changed(mirrored_drawing(drawing), complaint=drawing.complaint)

    assert mirror.inferred_complaint == drawing.inferred_complaint
    assert set(mirror.painted_cells) == {mirror_cell(cell) for cell in drawing.painted_cells}


@examples(1)
@given(st.one_of(drawings(), drawings(), body_maps))
def test_the_mirrored_drawing_gives_the_mirrored_odds_of_all_sets_but_of_one_sided_organs(drawing):
    here, there = by_members(posterior_of(drawing)), by_members(posterior_of(mirrored_drawing(drawing)))
    pairs = [(members, frozenset(map(mirrored_name, members))) for members in here if not members & lopsided()]
    shared = [(members, mirror) for members, mirror in pairs if mirror in there]

    differences = [log(here[members]) - log(there[mirror]) for members, mirror in shared if here[members] > 1e-300]

    assert len(shared) > 100
    # The common difference is what the one-sided organs take.
    assert max(differences) - min(differences) < SAME_NUMBERS


def mass_without_mirror(here: dict[Key, float], there: dict[Key, float]) -> float:
    """Return the most that all sets without a mirror hold; it bounds how much any probability may differ."""
    pairs = [(one, frozenset(map(mirrored_name, one))) for one in here if not one & lopsided()]
    shared = [(one, mirror) for one, mirror in pairs if mirror in there]
    return 1 - min(sum(here[one] for one, _ in shared), sum(there[mirror] for _, mirror in shared)) + SAME_NUMBERS


@examples(1)
@given(st.one_of(drawings(), drawings(), body_maps))
def test_the_mirrored_drawing_gives_every_source_its_mirrored_probability(drawing):
    here, there = by_members(posterior_of(drawing)), by_members(posterior_of(mirrored_drawing(drawing)))
    bound = mass_without_mirror(here, there)

    left, right = marginals(here), marginals(there)

    for name in left.keys() - lopsided():
        assert abs(left[name] - right.get(mirrored_name(name), 0.0)) <= bound


@examples(1)
@given(painted_cells("low_back"), features())
def test_the_mirrored_drawing_gives_the_mirrored_estimate(cells, answers):
    drawing = drawing_of(cells, features=answers, complaint="low_back")
    sets, mirrored_sets = by_members(posterior_of(drawing)), by_members(posterior_of(mirrored_drawing(drawing)))
    bound = mass_without_mirror(sets, mirrored_sets) + 2 * ROUNDING
    assume(bound < 0.01)

    here, there = locate(drawing), locate(mirrored_drawing(drawing))

    shown: dict[tuple[str, str], Candidate] = {(one.id, one.side): one for one in there.candidates}
    for one in here.candidates:
        mirror = shown.get((one.id, mirrored(one.side)))
        if mirror is None:
            # It may be tied with others at the end of the list, or its sides may just not be told apart.
            assert one.probability <= 0.01 + bound or one.id in {other.id for other in there.candidates}
        else:
            assert one.probability == pytest.approx(mirror.probability, abs=bound)
            assert set(one.explains) == {mirror_cell(cell) for cell in mirror.explains}
            assert set(one.missing) == {mirror_cell(cell) for cell in mirror.missing}
            assert one.urgency == mirror.urgency
    assert here.unattributed == pytest.approx(there.unattributed, abs=bound)
    explained, mirrored_explained = surely_explained(drawing, sets), {mirror_cell(cell) for cell in there.explained}
    assert explained <= set(here.explained) & mirrored_explained


def surely_explained(drawing: Drawing, sets: dict[Key, float]) -> set[str]:
    """Return the painted cells that lie in a zone of some source with clearly more than even odds."""
    zones = {written(source): source.zones for source in all_sources()}
    probable = {members: odds for members, odds in sets.items() if odds > 1e-6}
    return {
        cell
        for cell in drawing.painted
        if sum(odds for members, odds in probable.items() if any(cell in zones[name] for name in members)) > 0.53
    }


# ---------------------------------------------------------------- probabilities
@given(st.one_of(drawings(), drawings(), body_maps))
def test_sets_hold_probabilities_that_add_up_to_one_and_no_source_twice(drawing):
    posterior = posterior_of(drawing)

    assert posterior.probabilities.min() >= 0
    # The largest difference seen was 7e-16.
    assert posterior.probabilities.sum() == pytest.approx(1, abs=1e-12)
    assert len(by_members(posterior)) == len(posterior.sets)
    for members in posterior.sets:
        real = [index for index in members if index != NOBODY]
        assert 1 <= len(real) == len(set(real))


@given(st.one_of(drawings(), drawings(), body_maps))
def test_a_source_is_as_probable_as_all_sets_that_hold_it_together(drawing):
    posterior = posterior_of(drawing)
    expected = marginals(by_members(posterior))

    found = posterior.marginals(len(all_sources()))

    for source, probability in zip(all_sources(), found, strict=True):
        # The same numbers, added up in another order: 1e-15 was the largest difference seen.
        assert probability == pytest.approx(expected.get(written(source), 0.0), abs=1e-12)
        assert 0 <= probability <= 1 + 1e-12


@given(st.one_of(drawings(), drawings(), body_maps))
def test_a_candidate_is_at_least_as_probable_as_each_listed_explanation_that_holds_it(drawing):
    estimate = locate(drawing)
    assume(estimate.notice is None)
    sides = {"left": ("left",), "right": ("right",), "none": ("none",), "either": ("left", "right", "both")}

    for candidate in estimate.candidates:
        names = {f"{candidate.id}:{side}" for side in sides[candidate.side]}
        for explanation in estimate.explanations:
            if names & set(explanation.members):
                assert candidate.probability >= explanation.probability - 2 * ROUNDING


@given(st.one_of(drawings(), drawings(), body_maps))
def test_an_estimate_gives_the_sums_of_the_exact_sets(drawing):
    sets, estimate = by_members(posterior_of(drawing)), locate(drawing)
    by_name = {written(source): source for source in all_sources()}

    def share(wanted: set[str]) -> float:
        return sum(probability for members, probability in sets.items() if members & wanted)

    assert estimate.unattributed == pytest.approx(
        share({name for name, source in by_name.items() if not source.ranked}), abs=ROUNDING
    )
    for family, probability in estimate.families.items():
        members = {name for name, source in by_name.items() if source.family == family}
        assert probability == pytest.approx(share(members), abs=ROUNDING)
    for explanation in estimate.explanations:
        assert explanation.probability == pytest.approx(sets[frozenset(explanation.members)], abs=ROUNDING)


@given(drawings())
def test_candidates_are_listed_from_the_most_probable_on_and_cut_off_as_promised(drawing):
    estimate = locate(drawing)
    assume(estimate.notice is None)

    probabilities = [one.probability for one in estimate.candidates]

    assert probabilities == sorted(probabilities, reverse=True)
    assert all(0 <= probability <= 1 for probability in probabilities)
    for kind in ("trigger_point", "differential"):
        listed = [one for one in estimate.candidates if one.kind == kind]
        assert len({(one.id, one.side) for one in listed}) == len(listed)
        assert len(listed) <= 10 or listed[-1].probability > 0.01


@given(st.one_of(drawings(), drawings(), body_maps))
def test_what_is_painted_is_either_explained_or_not_and_candidates_explain_only_painted_places(drawing):
    estimate = locate(drawing)

    assert sorted((*estimate.explained, *estimate.unexplained)) == sorted(drawing.painted)
    for candidate in estimate.candidates:
        assert set(candidate.explains) <= set(drawing.painted)
        assert not set(candidate.missing) & set(drawing.painted)


@given(drawings(), st.randoms(use_true_random=False))
def test_the_order_of_marks_answers_and_findings_changes_nothing(drawing, shuffler):
    regions, answers, findings = list(drawing.regions), list(drawing.features.items()), list(drawing.findings)
    for one in (regions, answers, findings):
        shuffler.shuffle(one)
    shuffled = changed(drawing, regions=tuple(regions), features=dict(answers), findings=tuple(findings))

    here, there = by_members(posterior_of(drawing)), by_members(posterior_of(shuffled))

    assert here.keys() == there.keys()
    assert all(there[members] == pytest.approx(here[members], rel=1e-9, abs=1e-15) for members in here)


@given(drawings())
def test_an_answer_of_unsure_says_as_much_as_no_answer(drawing):
    known = {name: answer for name, answer in drawing.features.items() if answer != "unsure"}

    without = by_members(posterior_of(changed(drawing, features=known)))

    assert without == by_members(posterior_of(drawing))


# ---------------------------------------------------------------- more of the same
POINTS = sorted({source.id for source in all_sources() if source.kind == "trigger_point"})


@given(drawings(), st.sampled_from(POINTS), st.sampled_from(["left", "right"]))
def test_a_spot_that_brings_the_known_pain_when_pressed_by_oneself_never_becomes_less_probable(drawing, point, side):
    """A therapist's finding may: for pressed buttock muscles a study speaks more for a nerve root."""
    felt = Finding(id=point, side=side, tender="yes", reproduces_pain="yes")
    plain = changed(drawing, findings=())

    before, after = (share_of(changed(plain, findings=found), point) for found in ((), (felt,)))

    # Which further sets are searched depends on the finding, too.
    assert after >= before - 0.01


def share_of(drawing: Drawing, point: str) -> float:
    is_point = np.array([source.id == point for source in all_sources()])
    posterior = posterior_of(drawing)
    return float(posterior.probabilities[posterior.holds(is_point)].sum())


@given(st.sampled_from(POINTS), st.sampled_from(["left", "right"]), st.data())
def test_more_painted_of_a_pattern_speaks_more_for_it_against_chance(point, side, data):
    """Another place of its own zones never makes a source fit less well against stray marks alone.

    Against other sources it may: the place may fit them better still.
    """
    source = next(one for one in all_sources() if (one.id, one.side) == (point, side))
    zones = sorted(source.zones)
    painted = data.draw(st.lists(st.sampled_from(zones), min_size=1, max_size=len(zones), unique=True))
    index = all_sources().index(source)

    def fit(cells: list[str]) -> float:
        patterns, constants = load_patterns("cells"), load_constants()
        mask = np.zeros(len(patterns.names), dtype=bool)
        mask[[patterns.index[name] for name in cells]] = True
        here = DrawingFit.of_patterns(patterns, mask, constants)
        alone, nobody = here.log_likelihood(np.array([[index], [NOBODY]]))
        return float(alone - nobody)

    for count in range(1, len(painted)):
        assert fit(painted[: count + 1]) >= fit(painted[:count]) - SAME_NUMBERS


# ---------------------------------------------------------------- equal evidence
FEATURES = sorted(name for name, feature in load_locate_data().features.items() if not feature.per_site)


@examples(1)
@given(drawings(), st.sampled_from(FEATURES), st.sampled_from(["yes", "no"]))
def test_an_answer_that_speaks_equally_for_two_sources_does_not_change_their_odds(drawing, name, answer):
    answers = {key: value for key, value in drawing.features.items() if key != name}
    groups = load_locate_data().features
    # Of a group only the strongest answer counts, so another answer of the same group would change the comparison.
    answers = {key: value for key, value in answers.items() if groups[key].group != groups[name].group}
    assume(not any(name in cluster.features for cluster in load_locate_data().clusters.values()))
    before = by_members(posterior_of(changed(drawing, features=answers)))
    after = by_members(posterior_of(changed(drawing, features={**answers, name: answer})))
    ratio = {written(one): x for one, x in zip(all_sources(), feature_column(name, answer == "yes"), strict=True)}
    alone = [next(iter(members)) for members in before if len(members) == 1 and members in after]

    alike = sorted(alone, key=lambda one: float(ratio[one]))
    pairs = [(one, other) for one, other in pairwise(alike) if ratio[one] == ratio[other]]

    assert pairs
    for one, other in pairs:
        odds_before = log(before[frozenset({one})]) - log(before[frozenset({other})])
        odds_after = log(after[frozenset({one})]) - log(after[frozenset({other})])
        assert odds_after == pytest.approx(odds_before, abs=SAME_NUMBERS)


@examples(1)
@given(drawings(), st.sampled_from(FEATURES), st.sampled_from(["yes", "no"]))
def test_an_answer_changes_the_odds_of_two_sources_by_its_tempered_ratios_and_no_more(drawing, name, answer):
    plain = changed(drawing, features={}, findings=())
    assume(not any(name in cluster.features for cluster in load_locate_data().clusters.values()))
    before = by_members(posterior_of(plain))
    after = by_members(posterior_of(changed(plain, features={name: answer})))
    combine = load_locate_data().combine
    bound = log(combine.total_cap)
    ratio = {
        written(one): float(np.clip(combine.temper * x, -bound, bound))
        for one, x in zip(all_sources(), feature_column(name, answer == "yes"), strict=True)
    }
    alone = [next(iter(members)) for members in before if len(members) == 1 and members in after]

    shifts = [log(after[frozenset({one})] / before[frozenset({one})]) - ratio[one] for one in alone]

    # One common factor: the new normalisation.
    assert max(shifts) - min(shifts) < SAME_NUMBERS


def test_a_muscle_answer_counts_once_however_many_muscles_a_set_holds():
    drawing = drawing_of(["iliac_crest_back:right", "buttock_mid:right"], complaint="low_back")
    name = next(
        name for name in FEATURES if len({x for x in _muscle_ratios(name) if x}) == 1 and all(_muscle_ratios(name))
    )
    answered = changed(drawing, features={name: "yes"})
    before, after = by_members(posterior_of(drawing)), by_members(posterior_of(answered))
    muscles = {written(source) for source in all_sources() if source.kind == "trigger_point"}
    only_muscles = [members for members in before if members <= muscles and members in after]

    factors = [after[members] / before[members] for members in only_muscles]

    assert {len(members) for members in only_muscles} == {1, 2, 3}
    assert max(factors) / min(factors) == pytest.approx(1, abs=SAME_NUMBERS)
    assert max(factors) != pytest.approx(1, abs=1e-3)


def _muscle_ratios(name: str) -> list[float]:
    column = feature_column(name, True)
    return [float(x) for x, one in zip(column, all_sources(), strict=True) if one.kind == "trigger_point"]
