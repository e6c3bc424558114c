"""Invented people who answer questions and press spots, by the shares that the data give for what they have."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

import numpy as np

from unknot.draw import Drawing, Finding
from unknot.locate import locate
from unknot.locate.data import FeatureLink, load_locate_data
from unknot.locate.estimate import NextCheck
from unknot.locate.sources import Source

Asked = tuple[int, bool]


class Respondent:
    """Somebody with certain sources of pain; the same seed gives the same answers."""

    # How many checks are asked, and whether a therapist presses.
    WAYS: ClassVar[dict[str, Asked]] = {
        "and three questions or spots, pressed by oneself": (3, False),
        "and six, pressed by a therapist": (6, True),
    }

    def __init__(self, seed: int, sources: Sequence[Source]) -> None:
        self._random = np.random.default_rng(seed)
        self._sources = sources

    def answered(self, drawing: Drawing, asked: Asked) -> Drawing:
        """Return the drawing with answers to the checks that are offered, one after the other."""
        count, with_therapist = asked
        for _ in range(count):
            check = locate(drawing, may_press=True, with_therapist=with_therapist).next_check
            if check is None:
                break
            drawing = self._with_answer(drawing, check, with_therapist)
        return drawing

    def _with_answer(self, drawing: Drawing, check: NextCheck, with_therapist: bool) -> Drawing:
        if check.kind == "feature":
            answer = "yes" if self._random.random() < self._share_of_yes(check.id) else "no"
            return Drawing.model_validate(
                {**drawing.model_dump(), "features": {**drawing.features, check.id: answer}}
            )
        is_here = any(one.id == check.id and one.side in (check.side, "both") for one in self._sources)
        answer = "yes" if self._random.random() < _share_of_pain(is_here, with_therapist) else "no"
        finding = Finding.model_validate(
            {
                "id": check.id,
                "side": check.side,
                "reproduces_pain": answer,
                "pressed_by": "therapist" if with_therapist else "self",
            }
        )
        fields = drawing.model_dump() | {
            "findings": [*(one.model_dump() for one in drawing.findings), finding.model_dump()]
        }
        return Drawing.model_validate(fields)

    def _share_of_yes(self, feature: str) -> float:
        """Return how many people with these sources say yes: by the source that says most."""
        base = load_locate_data().features[feature].p_background
        shares = [_share_with(link, base) for link in _links(feature, self._sources)]
        return max(shares, key=lambda share: abs(share - base), default=base)


def _links(feature: str, sources: Iterable[Source]) -> Iterable[FeatureLink]:
    kinds = load_locate_data().differentials
    for source in sources:
        names = {source.id, source.subject, "any_muscle" if source.kind == "trigger_point" else kinds[source.id].kind}
        specific = [link for link in load_locate_data().links.get(feature, ()) if link.source in names]
        order = ("group", "kind", "muscle", "differential", "trigger_point")
        if specific:
            yield max(specific, key=lambda link: order.index(link.source_type))


def _share_with(link: FeatureLink, base: float) -> float:
    if link.p_if_source is not None:
        return link.p_if_source
    odds = base / (1 - base) * (link.lr_positive or 1.0)
    return odds / (1 + odds)


def _share_of_pain(is_here: bool, with_therapist: bool) -> float:
    """Return how often pressing a spot brings the known pain, where it is the source and where it is not."""
    link = next(one for one in load_locate_data().links["pressing_the_spot_reproduces"] if one.source == "any_muscle")
    base = link.p_background or 0.4
    if not is_here:
        return base
    if with_therapist or link.lay_lr_positive is None:
        return link.p_if_source or base
    return base * link.lay_lr_positive
