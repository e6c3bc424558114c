"""What an answer would change, before it is given: the estimate as it would be after a yes, and after a no."""

from __future__ import annotations

from dataclasses import dataclass

from unknot.draw import read_drawing
from unknot.knowledge import YesNoUnsure
from unknot.locate import EstimateChange, NextCheck, compare_estimates, locate
from unknot_app.actions.estimating import Estimated
from unknot_app.actions.standing import Standing

# Of what one answer would change, a twentieth of the odds is said: a little more or less likely.
SAID_FROM_ODDS_RATIO = 1.05


@dataclass(frozen=True)
class Effects:
    """What the next check would change: from the estimate to the one after a yes, and after a no."""

    if_yes: EstimateChange
    if_no: EstimateChange


def effects_of(found: Estimated, check: NextCheck, standing: Standing) -> Effects:
    """Return what either answer to a check would change; nothing is stored."""
    before = read_drawing(found.asked["drawing"])

    def change(answer: YesNoUnsure) -> EstimateChange:
        raw = dict(found.asked["drawing"])
        if check.kind == "feature":
            raw["features"] = {**raw.get("features", {}), check.id: answer}
        else:
            spot = {"id": check.id, "side": check.side, "tender": "yes", "reproduces_pain": answer}
            raw["findings"] = [*raw.get("findings", []), {**spot, "pressed_by": standing.who}]
        after = read_drawing(raw)
        return compare_estimates(
            found.estimate, locate(after), before, after, odds_ratio=SAID_FROM_ODDS_RATIO, difference=0
        )

    return Effects(change("yes"), change("no"))
