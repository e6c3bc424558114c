"""From a drawing to an estimate: the way through prior, likelihood, posterior and explanation."""

from __future__ import annotations

from unknot.draw import Drawing
from unknot.knowledge import knowledge_version
from unknot.locate.answers import check_features, gather
from unknot.locate.candidates import fragile_ids, list_candidates
from unknot.locate.data import UNATTRIBUTED
from unknot.locate.estimate import Estimate, Notice
from unknot.locate.explanations import family_shares, find_explained, list_explanations
from unknot.locate.inference import compute_posterior, weaken_recalled
from unknot.locate.next_check import MayPress, choose_next_check
from unknot.locate.sources import load_patterns

ALL_OVER_TEXT = (
    "Most of the body is painted. Such a drawing cannot tell one source from another, so nothing is ranked; "
    "pain in most of the body needs another way."
)
NOTHING_PAINTED_TEXT = (
    "Nothing is painted. This is what is likely beforehand with such a complaint, and from the answers; "
    "it says little of one person."
)


def locate(drawing: Drawing, *, may_press: bool | MayPress = False, with_therapist: bool = False) -> Estimate:
    """Return what may be behind a drawing, with probabilities and reasons.

    Parameters
    ----------
    drawing
        What is painted, with answers to features and findings at pressed spots.
    may_press
        Whether the next check may be a self-test or a spot to press: only for somebody whose screening allows a
        session. A function says it spot by spot, from a trigger point and a side.
    with_therapist
        Whether a therapist is present for the checks that need one.

    Returns
    -------
    Estimate
        Probabilities are those of the model on invented drawings; they were not measured on patients.

    Raises
    ------
    BadInput
        If the drawing names a feature that does not exist.

    Examples
    --------
    >>> drawing = Drawing(regions=[{"id": "iliac_crest_back", "side": "right"}])
    >>> locate(drawing).complaint
    'low_back'
    """
    check_features(drawing.features)
    if drawing.is_all_over:
        return _painted_all_over(drawing)
    evidence = gather(drawing.features, drawing.findings)
    posterior = compute_posterior(drawing, evidence, load_patterns("choir" if drawing.choir else "cells"))
    fragile = fragile_ids(posterior, weaken_recalled(posterior, drawing, evidence))
    next_check = choose_next_check(
        drawing,
        drawing.inferred_complaint,
        posterior,
        evidence,
        may_press=may_press,
        with_therapist=with_therapist,
    )
    explained = find_explained(drawing, posterior)
    families = family_shares(posterior)
    return Estimate(
        complaint=drawing.inferred_complaint,
        complaint_from="given" if drawing.complaint else "painted",
        candidates=list_candidates(drawing, posterior, fragile),
        explanations=list_explanations(posterior),
        explained=explained,
        unexplained=tuple(name for name in drawing.painted if name not in explained),
        unattributed=families[UNATTRIBUTED],
        families=families,
        next_check=next_check,
        notice=None if drawing.painted else Notice(code="nothing_painted", text=NOTHING_PAINTED_TEXT),
        knowledge_version=knowledge_version(),
    )


def _painted_all_over(drawing: Drawing) -> Estimate:
    return Estimate(
        complaint=drawing.inferred_complaint,
        complaint_from="given" if drawing.complaint else "painted",
        candidates=(),
        explanations=(),
        explained=(),
        unexplained=drawing.painted,
        unattributed=None,
        families={},
        next_check=None,
        notice=Notice(code="painted_all_over", text=ALL_OVER_TEXT),
        knowledge_version=knowledge_version(),
    )
