"""How much answers and findings speak for each source.

Array shapes use these letters: S sources, N sets, K most sources in a set, G groups of features. The rules stand in
`data/locate/combining.toml`: of the answered features of a group only the strongest counts for a source; ratios are
weighted by their status and capped; groups add up and are tempered; for a set the member's ratio that lies farthest
from 1 counts, once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import log

import numpy as np
from numpy.typing import NDArray

from unknot.body import load_atlas
from unknot.draw import Finding
from unknot.errors import BadInput, nearest
from unknot.knowledge import YesNoUnsure
from unknot.locate.data import Combine, FeatureLink, load_locate_data
from unknot.locate.sources import FloatArray, IntArray, Source, all_sources

PRESSED, TAUT_BAND = "pressing_the_spot_reproduces", "taut_band_felt"


@dataclass(frozen=True)
class Evidence:
    """The log ratios of all answers.

    Attributes
    ----------
    groups
        Names of the groups, in the order of the columns.
    log_ratios
        Shape (S, G); 0 where a group says nothing of a source.
    tempered
        Shape (G,); False for what an untrained hand felt, whose ratios are used as they are.
    """

    groups: tuple[str, ...]
    log_ratios: FloatArray
    tempered: NDArray[np.bool_]

    def of_sets(self, sets: IntArray) -> FloatArray:
        """Return the capped log ratio of each set, shape (N,); `sets` has shape (N, K)."""
        return capped((farthest(self.log_ratios, sets) * self.weights).sum(axis=1))

    @property
    def weights(self) -> FloatArray:
        """Return the power to which each group's ratio is raised, shape (G,)."""
        return np.where(self.tempered, load_locate_data().combine.temper, 1.0)


def capped(log_ratio: FloatArray) -> FloatArray:
    """Return log ratios clipped to the most that all answers together may say."""
    bound = log(load_locate_data().combine.total_cap)
    return np.asarray(np.clip(log_ratio, -bound, bound))


def farthest(log_ratios: FloatArray, sets: IntArray) -> FloatArray:
    """Return for each set and group the member's log ratio that lies farthest from 0, shape (N, G)."""
    padded = np.concatenate([log_ratios, np.zeros((1, log_ratios.shape[1]))])
    members = padded[sets]
    strongest = np.abs(members).argmax(axis=1, keepdims=True)
    return np.take_along_axis(members, strongest, axis=1)[:, 0]


def check_features(features: Mapping[str, YesNoUnsure | None]) -> None:
    """Refuse features that do not exist, and spot features without a spot.

    Raises
    ------
    BadInput
        If a name is not a feature (the nearest are named), or belongs to a pressed spot.
    """
    known = load_locate_data().features
    for name in features:
        if name not in known:
            raise BadInput(f"drawing.features: unknown feature {name!r}{nearest(name, known)}")
        if known[name].per_site:
            raise BadInput(
                f"drawing.features: {name!r} belongs to a pressed spot; give it in findings, with its point"
            )


def gather(features: Mapping[str, YesNoUnsure | None], findings: Sequence[Finding]) -> Evidence:
    """Return how much all answers and findings speak for each source.

    Parameters
    ----------
    features
        Answer by feature; unsure and unanswered say nothing.
    findings
        What was felt at pressed trigger points.

    Returns
    -------
    Evidence
        With one column for each group of features and for each pressed spot.
    """
    answered = {name: value == "yes" for name, value in features.items() if value in ("yes", "no")}
    columns: dict[str, FloatArray] = {}
    for name, is_yes in answered.items():
        _keep_strongest(columns, load_locate_data().features[name].group, _answer_column(name, is_yes, answered))
    _add_clusters(columns, answered)
    lay: set[str] = set()
    for finding in findings:
        _add_finding(columns, lay, finding)
    groups = tuple(columns)
    stacked = np.stack(list(columns.values()), axis=1) if groups else np.zeros((len(all_sources()), 0))
    return Evidence(groups, stacked, np.array([group not in lay for group in groups], dtype=bool))


class Outlook:
    """What the log ratios of sets would be after one more answer to a feature of no pressed spot."""

    def __init__(self, evidence: Evidence, features: Mapping[str, YesNoUnsure | None], sets: IntArray) -> None:
        self._evidence, self._features, self._sets = evidence, features, sets
        self._by_group = farthest(evidence.log_ratios, sets) * evidence.weights
        self._now = self._by_group.sum(axis=1)

    def after(self, name: str, is_yes: bool) -> FloatArray:
        """Return the capped log ratio of each set after the answer, shape (N,)."""
        answered = {key: value == "yes" for key, value in self._features.items() if value in ("yes", "no")}
        column = _answer_column(name, is_yes, answered | {name: is_yes})
        group, temper = load_locate_data().features[name].group, load_locate_data().combine.temper
        without = self._now
        if group in self._evidence.groups:
            position = self._evidence.groups.index(group)
            without = without - self._by_group[:, position]
            column = _stronger(self._evidence.log_ratios[:, position], column)
        return capped(without + temper * farthest(column[:, None], self._sets)[:, 0])


def spot_ratios(point: str, side: str, is_yes: bool, by_therapist: bool) -> Evidence:
    """Return how much one pressed spot alone would speak for each source."""
    column, is_lay = _spot_column(PRESSED, point, side, is_yes, by_therapist)
    return Evidence((f"spot:{point}:{side}",), column[:, None], np.array([not is_lay]))


def _keep_strongest(columns: dict[str, FloatArray], group: str, column: FloatArray) -> None:
    columns[group] = _stronger(columns[group], column) if group in columns else column


def _stronger(one: FloatArray, other: FloatArray) -> FloatArray:
    return np.where(np.abs(other) > np.abs(one), other, one)


def _answer_column(name: str, is_yes: bool, answered: Mapping[str, bool]) -> FloatArray:
    column = feature_column(name, is_yes).copy()
    for cluster in load_locate_data().clusters.values():
        if name in cluster.features and all(feature in answered for feature in cluster.features):
            for index in _indices_of(cluster.source):
                column[index] = 0.0
    return column


def _add_clusters(columns: dict[str, FloatArray], answered: Mapping[str, bool]) -> None:
    data = load_locate_data()
    for cluster in data.clusters.values():
        if not all(feature in answered for feature in cluster.features):
            continue
        is_met = sum(answered[feature] for feature in cluster.features) >= cluster.at_least
        ratio = _ratio(cluster.lr_positive, None, cluster.p_if_source, cluster.p_background, is_met, data.combine)
        column = np.zeros(len(all_sources()))
        for index in _indices_of(cluster.source):
            column[index] = _weighted(ratio, cluster.status, data.combine)
        columns[f"cluster:{cluster.id}"] = column


def _add_finding(columns: dict[str, FloatArray], lay: set[str], finding: Finding) -> None:
    by_therapist = finding.pressed_by == "therapist"
    spot = f"spot:{finding.id}:{finding.side}"
    reproduced = finding.reproduces_pain
    if finding.tender == "no":
        # The feature asks for soreness and for the pain that is known; without soreness the answer is no.
        reproduced = "no"
    if reproduced in ("yes", "no"):
        column, is_lay = _spot_column(PRESSED, finding.id, finding.side, reproduced == "yes", by_therapist)
        _keep_strongest(columns, spot, column)
        if is_lay:
            lay.add(spot)
    if by_therapist and finding.taut_band in ("yes", "no"):
        column, _ = _spot_column(TAUT_BAND, finding.id, finding.side, finding.taut_band == "yes", by_therapist)
        _keep_strongest(columns, spot, column)


@cache
def _spot_column(feature: str, point: str, side: str, is_yes: bool, by_therapist: bool) -> tuple[FloatArray, bool]:
    """Return the log ratios of a pressed spot, shape (S,), and whether they are an untrained hand's."""
    pressed = load_atlas().trigger_points[point]
    column = np.zeros(len(all_sources()))
    is_lay = False
    for indices, link in _links_by_source(feature):
        at_site = bool({pressed.muscle, pressed.region} & set(link.site))
        here = [index for index in indices if _is_at(all_sources()[index], point, side, at_site)]
        lay_ratio = link.lay_lr_positive if is_yes else link.lay_lr_negative
        if here and not by_therapist and lay_ratio is not None:
            column[here] = log(lay_ratio)
            is_lay = True
        elif here:
            column[here] = _link_log_ratio(link, is_yes)
    return column, is_lay


def _is_at(source: Source, point: str, side: str, at_site: bool) -> bool:
    """Return whether a source is the pressed point itself, or a structure whose site the pressed spot is."""
    is_side = source.side in (side, "both")
    return (source.id == point and is_side) or (at_site and (is_side or source.side == "none"))


@cache
def feature_column(name: str, is_yes: bool) -> FloatArray:
    """Return the weighted and capped log ratio of an answer for each source, shape (S,)."""
    column = np.zeros(len(all_sources()))
    for indices, link in _links_by_source(name):
        column[indices] = _link_log_ratio(link, is_yes)
    column.flags.writeable = False
    return column


# From the general to the specific: a more specific link replaces the ones before it, they are never multiplied.
_SPECIFICITY = ("group", "kind", "muscle", "differential", "trigger_point")


@cache
def _links_by_source(feature: str) -> tuple[tuple[IntArray, FeatureLink], ...]:
    links = load_locate_data().links.get(feature, ())
    ordered = sorted(links, key=lambda link: _SPECIFICITY.index(link.source_type))
    return tuple((_sources_by_target()[link.source_type, link.source], link) for link in ordered)


@cache
def _sources_by_target() -> dict[tuple[str, str], IntArray]:
    """Return the sources that each target of a link means."""
    differentials = load_locate_data().differentials
    members: dict[tuple[str, str], list[int]] = defaultdict(list)
    for index, source in enumerate(all_sources()):
        targets: tuple[tuple[str, str], ...]
        if source.kind == "trigger_point":
            targets = (("trigger_point", source.id), ("muscle", source.subject), ("group", "any_muscle"))
        else:
            targets = (("differential", source.id), ("kind", differentials[source.id].kind))
        for target in targets:
            members[target].append(index)
    return {target: np.array(indices, dtype=np.intp) for target, indices in members.items()}


def _link_log_ratio(link: FeatureLink, is_yes: bool) -> float:
    combine = load_locate_data().combine
    ratio = _ratio(link.lr_positive, link.lr_negative, link.p_if_source, link.p_background, is_yes, combine)
    if link.never_lowers:
        ratio = max(ratio, 1.0)
    return _weighted(ratio, link.status, combine)


def _ratio(
    lr_positive: float | None,
    lr_negative: float | None,
    p_if_source: float | None,
    p_background: float | None,
    is_yes: bool,
    combine: Combine,
) -> float:
    written = lr_positive if is_yes else lr_negative
    if written is not None:
        return written
    if p_if_source is None or p_background is None:
        return 1.0
    low, high = combine.p_clip
    here, there = min(high, max(low, p_if_source)), min(high, max(low, p_background))
    return here / there if is_yes else (1 - here) / (1 - there)


def _weighted(ratio: float, status: str, combine: Combine) -> float:
    weighted = log(ratio) * combine.weight_by_status[status]
    return min(log(combine.cap_high), max(log(combine.cap_low), weighted))


def _indices_of(subject: str) -> list[int]:
    return [index for index, source in enumerate(all_sources()) if source.subject == subject]
