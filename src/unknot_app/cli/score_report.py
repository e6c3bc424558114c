"""The readable report of a score."""

from __future__ import annotations

from unknot.measure import Fm2016Score, NoScore
from unknot_app.cli.words import bullets, wrap

MET = {
    True: "The criteria of 2016 are met",
    False: "The criteria of 2016 are not met",
    None: "Not known: they hang on whether it has been like this for three months",
}


def score_report(found: Fm2016Score | NoScore) -> str:
    """Return a score in words and figures."""
    if isinstance(found, NoScore):
        return wrap(f"No score ({found.error}): {found.message}.")
    spread = "generalised" if found.is_generalised else "not generalised"
    lines = bullets(
        [
            f"Widespread Pain Index: {found.wpi} of 19",
            f"Symptom Severity Scale: {found.sss} of 12",
            f"Regions of the body: {len(found.regions)} of 5, {spread}",
            MET[found.met],
        ]
    )
    return "\n".join([*lines, "", wrap("This is a result to talk about with a doctor. It is no diagnosis.")])
