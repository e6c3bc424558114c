"""The next check: which one answer is expected to tell most about the sources."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Literal

import numpy as np

from unknot.body import Complaint, load_atlas
from unknot.draw import Drawing
from unknot.locate.answers import Evidence, Outlook, feature_column, spot_ratios
from unknot.locate.data import Feature, load_locate_data
from unknot.locate.estimate import NextCheck
from unknot.locate.posterior import Posterior
from unknot.locate.sources import FloatArray, all_sources

# Whether a trigger point on a side may be pressed to test it.
MayPress = Callable[[str, Literal["left", "right"]], bool]

# The expected gain is reckoned on the sets that hold this mass; the rest hardly changes which check comes first.
MASS = 0.95
# A check that is expected to tell less than this is not worth a person's time (project choice).
LEAST_GAIN_BITS = 0.002
# Spots are worth pressing from this probability on.
LEAST_PROBABILITY = 0.03


def gain_bits(probabilities: FloatArray, log_if_yes: FloatArray, log_if_no: FloatArray, base_rate: float) -> float:
    """Return the expected information of a yes-no check about the sets, in bits.

    The share of yes in each set follows from its two likelihood ratios and the share of yes among all people with
    such pain; the expected information is the mutual information between answer and set (Cover and Thomas, Elements
    of Information Theory, 2006, equation 2.28).

    Parameters
    ----------
    probabilities
        Shape (N,); add up to 1.
    log_if_yes, log_if_no
        Shape (N,); natural log of the ratio by which each answer speaks for the set.
    base_rate
        Share of yes among people with pain in that area, between 0 and 1.

    Returns
    -------
    float
        At least 0, at most 1 bit.
    """
    odds = base_rate / (1 - base_rate) * np.exp(log_if_yes - log_if_no)
    share_of_yes = odds / (1 + odds)
    overall = float(probabilities @ share_of_yes)
    expected = float(probabilities @ _entropy_bits(share_of_yes))
    return max(0.0, float(_entropy_bits(np.array([overall]))[0]) - expected)


def _entropy_bits(share: FloatArray) -> FloatArray:
    inside = np.clip(share, 1e-12, 1 - 1e-12)
    return np.asarray(-(inside * np.log2(inside) + (1 - inside) * np.log2(1 - inside)))


def choose_next_check(
    drawing: Drawing,
    complaint: Complaint,
    posterior: Posterior,
    evidence: Evidence,
    *,
    may_press: bool | MayPress,
    with_therapist: bool,
) -> NextCheck | None:
    """Return the check with the largest expected gain, or None when none is worth asking.

    A question that the screening asks, or one close to it, is never among them: its answer is taken over from there.

    Parameters
    ----------
    drawing
        With the answers and findings so far: nothing is asked twice.
    complaint
        Decides which questions suit.
    posterior, evidence
        The state of knowledge.
    may_press
        Whether self-tests and pressing may be offered: only to somebody whose screening allows a session. Whoever
        knows the limits of that session says it spot by spot; else every spot that who presses may press is offered.
    with_therapist
        Whether a therapist is there for the checks that need one.
    """
    leading = posterior.leading(MASS)
    features = askable_features(drawing, complaint, bool(may_press), with_therapist)
    checks = list(_feature_checks(features, drawing, leading, evidence))
    if may_press:
        allows = may_press if callable(may_press) else _by_therapist if with_therapist else _by_oneself
        checks += _point_checks(drawing, leading, allows, with_therapist)
    best = max(checks, key=lambda check: check.gain_bits, default=None)
    return best if best and best.gain_bits >= LEAST_GAIN_BITS else None


def askable_features(drawing: Drawing, complaint: str, may_press: bool, with_therapist: bool) -> list[Feature]:
    """Return the features that may be asked: none that the screening owns, and none that was answered."""
    return [
        feature
        for feature in load_locate_data().features.values()
        if feature.ask
        and not feature.safety_question
        and not feature.per_site
        and complaint in feature.applies_to
        and drawing.features.get(feature.id) is None
        and (may_press or not feature.after_clearance)
        and (with_therapist or feature.who is None)
    ]


def _feature_checks(
    features: Sequence[Feature], drawing: Drawing, leading: Posterior, evidence: Evidence
) -> Iterable[NextCheck]:
    present = leading.members()
    outlook = Outlook(evidence, drawing.features, leading.sets)
    for feature in features:
        if not feature_column(feature.id, True)[present].any():
            continue
        yes, no = outlook.after(feature.id, True), outlook.after(feature.id, False)
        gain = gain_bits(leading.probabilities, yes, no, feature.p_background)
        yield NextCheck(kind="feature", id=feature.id, side=None, gain_bits=round(gain, 4), text=feature.question)


def _by_oneself(point_id: str, side: str) -> bool:
    point = load_atlas().trigger_points[point_id]
    return "self" in point.who and point.self_exam != "avoid"


def _by_therapist(point_id: str, side: str) -> bool:
    return "therapist" in load_atlas().trigger_points[point_id].who


def _point_checks(
    drawing: Drawing, leading: Posterior, allows: MayPress, with_therapist: bool
) -> Iterable[NextCheck]:
    atlas, sources = load_atlas(), all_sources()
    pressed = {(finding.id, finding.side) for finding in drawing.findings}
    base_rate = load_locate_data().features["pressing_the_spot_reproduces"].p_background
    marginals = leading.marginals(len(sources))
    for index in np.flatnonzero(marginals >= LEAST_PROBABILITY):
        source = sources[index]
        if source.kind != "trigger_point" or source.side == "both" or (source.id, source.side) in pressed:
            continue
        side: Literal["left", "right"] = "left" if source.side == "left" else "right"
        if not allows(source.id, side):
            continue
        yes = spot_ratios(source.id, source.side, True, with_therapist).of_sets(leading.sets)
        no = spot_ratios(source.id, source.side, False, with_therapist).of_sets(leading.sets)
        gain = gain_bits(leading.probabilities, yes, no, base_rate)
        point = atlas.trigger_points[source.id]
        muscle = atlas.muscles[point.muscle]
        yield NextCheck(
            kind="point",
            id=source.id,
            side=side,
            gain_bits=round(gain, 4),
            text=f"Press {muscle.name} ({point.label.lower()}), {side}: is this the pain you know?",
        )
