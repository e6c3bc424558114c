"""How much answers and findings speak for each source.

Array shapes use these letters: S sources, N sets, K most sources in a set, G groups of features. The rules stand in
`data/locate/features.toml`: of the answered features of a group only the strongest counts for a source; ratios are
weighted by their status and capped; groups add up and are tempered; for a set the member's ratio that lies farthest
from 1 counts, once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import log

import numpy as np

from unknot.body import load_atlas
from unknot.draw import Finding, YesNo
from unknot.errors import BadInput, nearest
from unknot.locate.data import Combine, FeatureLink, load_locate_data
from unknot.locate.posterior import FloatArray, IntArray
from unknot.locate.sources import Source, all_sources

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
    tempered: FloatArray

    def of_sets(self, sets: IntArray) -> FloatArray:
        """Return the capped log ratio of each set, shape (N,); `sets` has shape (N, K)."""
        return _combine(farthest(self.log_ratios, sets), self.tempered)


def farthest(log_ratios: FloatArray, sets: IntArray) -> FloatArray:
    """Return for each set and group the member's log ratio that lies farthest from 0, shape (N, G)."""
    padded = np.concatenate([log_ratios, np.zeros((1, log_ratios.shape[1]))])
    members = padded[sets]
    strongest = np.abs(members).argmax(axis=1, keepdims=True)
    return np.take_along_axis(members, strongest, axis=1)[:, 0]


def _combine(by_group: FloatArray, tempered: FloatArray) -> FloatArray:
    combine = load_locate_data().combine
    total = (by_group * np.where(tempered, combine.temper, 1.0)).sum(axis=1)
    bound = log(combine.total_cap)
    return np.asarray(np.clip(total, -bound, bound))


def check_features(features: Mapping[str, YesNo | None]) -> None:
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


def gather(features: Mapping[str, YesNo | None], findings: Sequence[Finding]) -> Evidence:
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
    return Evidence(groups, stacked, np.array([group not in lay for group in groups], dtype=float))


def with_answer(evidence: Evidence, features: Mapping[str, YesNo | None], name: str, is_yes: bool) -> Evidence:
    """Return the evidence as it would be after one more answer to a feature of no pressed spot."""
    group = load_locate_data().features[name].group
    answered = {key: value == "yes" for key, value in features.items() if value in ("yes", "no")}
    columns = {key: evidence.log_ratios[:, position] for position, key in enumerate(evidence.groups)}
    _keep_strongest(columns, group, _answer_column(name, is_yes, answered))
    tempered = dict(zip(evidence.groups, evidence.tempered, strict=True)) | {group: 1.0}
    return Evidence(
        tuple(columns), np.stack(list(columns.values()), axis=1), np.array([tempered[key] for key in columns])
    )


def spot_ratios(point: str, side: str, is_yes: bool, by_therapist: bool) -> Evidence:
    """Return how much one pressed spot alone would speak for each source."""
    column, is_lay = _spot_column(PRESSED, point, side, is_yes, by_therapist)
    return Evidence((f"spot:{point}:{side}",), column[:, None], np.array([0.0 if is_lay else 1.0]))


def _keep_strongest(columns: dict[str, FloatArray], group: str, column: FloatArray) -> None:
    present = columns.get(group)
    columns[group] = column if present is None else np.where(np.abs(column) > np.abs(present), column, present)


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
    """Return the log ratios of a pressed spot and whether they are an untrained hand's, shape (S,)."""
    pressed = load_atlas().trigger_points[point]
    links = _links_by_target(feature)
    column = np.zeros(len(all_sources()))
    is_lay = False
    for index, source in enumerate(all_sources()):
        link = _best_link(links, source)
        is_here = source.id == point and source.side == side
        is_site = link is not None and bool({pressed.muscle, pressed.region} & set(link.site))
        if link is None or not (is_here or (is_site and source.side in (side, "both", "none"))):
            continue
        lay_ratio = link.lay_lr_positive if is_yes else link.lay_lr_negative
        if not by_therapist and lay_ratio is not None:
            column[index] = log(lay_ratio)
            is_lay = True
        else:
            column[index] = _link_log_ratio(link, is_yes)
    return column, is_lay


@cache
def feature_column(name: str, is_yes: bool) -> FloatArray:
    """Return the weighted and capped log ratio of an answer for each source, shape (S,)."""
    links = _links_by_target(name)
    column = np.zeros(len(all_sources()))
    for index, source in enumerate(all_sources()):
        link = _best_link(links, source)
        if link is not None:
            column[index] = _link_log_ratio(link, is_yes)
    column.flags.writeable = False
    return column


def _best_link(links: Mapping[tuple[str, str], FeatureLink], source: Source) -> FeatureLink | None:
    """Return the most specific link of a feature to a source: they are never multiplied."""
    if source.kind == "trigger_point":
        order = [("trigger_point", source.id), ("muscle", source.subject), ("group", "any_muscle")]
    else:
        kind = load_locate_data().differentials[source.id].kind
        order = [("differential", source.id), ("kind", kind)]
    return next((links[target] for target in order if target in links), None)


@cache
def _links_by_target(feature: str) -> dict[tuple[str, str], FeatureLink]:
    return {(link.source_type, link.source): link for link in load_locate_data().links.get(feature, ())}


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
