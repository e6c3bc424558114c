"""The facts that locating needs: differentials, features and their likelihood ratios, priors, model constants."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cache
from typing import Literal, TypeVar

from pydantic import Field

from unknot.body import Atlas, load_atlas
from unknot.body.atlas import check_zone_side, muscle_of
from unknot.knowledge import Entry, Names, Reader

Family = Literal["muscle", "joint_or_disc", "nerve", "organ_or_other", "headache", "unattributed"]
Urgency = Literal["none", "mention", "doctor_first", "same_day", "emergency_now"]

# The family of ordinary pain without a single source.
UNATTRIBUTED: Family = "unattributed"

# What the urgency class of a differential means in the words of the screening (DESIGN: soon only mentions).
SCREENING_URGENCY: dict[str, Urgency] = {
    "emergency": "emergency_now",
    "urgent": "same_day",
    "soon": "mention",
    "routine": "none",
}


class Differential(Entry):
    """A source of pain other than a trigger point."""

    id: str
    name: str
    kind: str
    pattern: Literal["one_side", "either", "both_sides", "midline"]
    family: Family
    urgency: Literal["emergency", "urgent", "soon", "routine"]
    lay_display: Literal["family", "via_screening_only", "unattributed"]
    ranked: bool = True
    sex: Literal["female", "male"] | None = None
    urgency_reason: str
    distinguishing_features: Names


class DifferentialZone(Entry):
    """One region that a differential paints."""

    differential: str
    region: str
    side: Literal["same", "both", "left", "right", "midline"]
    grade: Literal["essential", "spillover"]
    percent: float | None = None


class Feature(Entry):
    """Something that a person can answer and that speaks for or against sources."""

    id: str
    question: str
    kind: str
    applies_to: Names
    group: str
    p_background: float = Field(gt=0, lt=1)
    ask: bool = True
    after_clearance: bool = False
    per_site: bool = False
    who: Literal["therapist"] | None = None
    safety_question: str = ""
    safety_yes: str = ""
    safety_no: str = ""
    stop_rule: str = ""
    pressure: str = ""
    caution: str = ""
    reliability: str = ""
    reliability_sources: Names = ()


class FeatureLink(Entry):
    """How strongly one feature speaks for one source."""

    feature: str
    source: str
    source_type: Literal["trigger_point", "muscle", "differential", "kind", "group"]
    p_if_source: float | None = None
    p_background: float | None = None
    lr_positive: float | None = None
    lr_negative: float | None = None
    lay_lr_positive: float | None = None
    lay_lr_negative: float | None = None
    site: Names = ()
    never_lowers: bool = False
    basis: str
    population: str = ""


class Cluster(Entry):
    """A published set of features that replaces the links of its features when all of them are answered."""

    id: str
    name: str
    source: str
    features: Names
    at_least: int
    lr_positive: float
    p_if_source: float | None = None
    p_background: float | None = None
    population: str


class Prior(Entry):
    """The share of people with a complaint in whom this is the main source."""

    complaint: str
    source: str
    family: Family
    main: float
    active: float | None = None
    percent: float | None = None
    basis: str


class ComplaintShares(Entry):
    """A complaint with its prior shares by family."""

    id: str
    population: str
    main: dict[str, float]
    population_factor: float | None = None
    derivation: str


class Model(Entry):
    """All constants of the model; `data/locate/model.toml` gives the reason for each."""

    set_size_shares: tuple[float, ...]
    strength_essential: float
    strength_spillover: float
    strength_beside: float
    strength_fringe: float
    patch_essential_share: float
    patch_reaches: tuple[int, ...]
    extent_factors: tuple[float, ...]
    extent_shares: tuple[float, ...]
    background_rates: tuple[float, ...]
    background_shares: tuple[float, ...]
    temper: float
    search_best: int
    search_partners: int
    twin_tolerance: float


class Combine(Entry):
    """How answers to several features are weighed together."""

    weight_by_status: dict[str, float]
    p_clip: tuple[float, float]
    cap_low: float
    cap_high: float
    temper: float
    total_cap: float


class PriorFloor(Entry):
    """The prior of sources that a complaint does not list: each at least so much, and a share for pain elsewhere."""

    share: float
    elsewhere: float


@dataclass(frozen=True)
class LocateData:
    """All facts of the stage, names resolved."""

    differentials: dict[str, Differential]
    zones: dict[str, tuple[DifferentialZone, ...]]
    features: dict[str, Feature]
    links: dict[str, tuple[FeatureLink, ...]]
    clusters: dict[str, Cluster]
    combine: Combine
    priors: dict[str, dict[str, Prior]]
    prior_floor: PriorFloor
    complaints: dict[str, ComplaintShares]
    model: Model


DIFFERENTIALS, ZONES = "differentials.csv", "differential_zones.csv"
FEATURES, LINKS, COMBINING = "features.csv", "feature_links.csv", "combining.toml"
PRIORS, COMPLAINTS, MODEL = "priors.csv", "complaints.toml", "model.toml"

# The shares of a complaint were rounded to five digits; their sums may miss 1 by this much.
SUM_TOLERANCE = 0.0005

RowT = TypeVar("RowT", bound=Entry)


@cache
def load_locate_data() -> LocateData:
    """Return the facts of locating, read once and checked.

    Raises
    ------
    KnowledgeError
        If an entry is not valid or a name does not resolve; all faults are listed.
    """
    reader, atlas = Reader("locate"), load_atlas()
    data = _read(reader)
    # Muscles by their points: the start of a command does without their anatomy.
    muscles = frozenset(muscle_of(point) for point in atlas.referral_zones)
    _check_zones(reader, atlas, data)
    _check_links(reader, atlas, muscles, data)
    _check_clusters(reader, data)
    _check_priors(reader, muscles, data)
    _check_sources(reader, data)
    reader.finish()
    return data


def _read(reader: Reader) -> LocateData:
    priors: dict[str, dict[str, Prior]] = {}
    for prior in reader.rows(PRIORS, Prior):
        priors.setdefault(prior.complaint, {})[prior.source] = prior
    return LocateData(
        differentials={row.id: row for row in reader.rows(DIFFERENTIALS, Differential)},
        zones=_grouped(reader.rows(ZONES, DifferentialZone), "differential"),
        features={row.id: row for row in reader.rows(FEATURES, Feature)},
        links=_grouped(reader.rows(LINKS, FeatureLink), "feature"),
        clusters=reader.entries(COMBINING, "cluster", Cluster),
        combine=reader.section(COMBINING, "combine", Combine),
        priors=priors,
        prior_floor=reader.section(COMPLAINTS, "floor", PriorFloor),
        complaints=reader.entries(COMPLAINTS, "complaint", ComplaintShares),
        model=reader.section(MODEL, "model", Model),
    )


def _grouped(rows: Iterable[RowT], field: str) -> dict[str, tuple[RowT, ...]]:
    groups: dict[str, list[RowT]] = {}
    for row in rows:
        groups.setdefault(getattr(row, field), []).append(row)
    return {name: tuple(found) for name, found in groups.items()}


def _check_zones(reader: Reader, atlas: Atlas, data: LocateData) -> None:
    for name, zones in data.zones.items():
        reader.resolve(ZONES, name, "differential", [name], data.differentials)
        reader.resolve(ZONES, name, "region", [zone.region for zone in zones], atlas.regions)
        for zone in zones:
            check_zone_side(reader, ZONES, name, zone.region, zone.side, atlas.regions)
    for name in data.differentials:
        if name not in data.zones:
            reader.fault(ZONES, name, "has no zone")


def _check_links(reader: Reader, atlas: Atlas, muscles: frozenset[str], data: LocateData) -> None:
    known: dict[str, Collection[str]] = {
        "trigger_point": atlas.referral_zones,
        "muscle": muscles,
        "differential": data.differentials,
        "kind": {differential.kind for differential in data.differentials.values()},
        "group": {"any_muscle"},
    }
    sites = {*muscles, *atlas.regions}
    for feature, links in data.links.items():
        reader.resolve(LINKS, feature, "feature", [feature], data.features)
        for link in links:
            reader.resolve(LINKS, feature, link.source_type, [link.source], known[link.source_type])
            reader.resolve(LINKS, feature, "site", link.site, sites)
            if link.p_if_source is None and link.lr_positive is None and link.lr_negative is None:
                reader.fault(LINKS, f"{feature} to {link.source}", "gives no ratio")


def _check_clusters(reader: Reader, data: LocateData) -> None:
    for cluster in data.clusters.values():
        reader.resolve(COMBINING, cluster.id, "feature", cluster.features, data.features)
        reader.resolve(COMBINING, cluster.id, "differential", [cluster.source], data.differentials)


def _check_priors(reader: Reader, muscles: frozenset[str], data: LocateData) -> None:
    for complaint, priors in data.priors.items():
        reader.resolve(PRIORS, complaint, "complaint", [complaint], data.complaints)
        reader.resolve(PRIORS, complaint, "source", priors, {*muscles, *data.differentials})
        total = sum(prior.main for prior in priors.values())
        if abs(total - 1) > SUM_TOLERANCE:
            reader.fault(PRIORS, complaint, f"shares add up to {total:.5f}, not 1")


def _check_sources(reader: Reader, data: LocateData) -> None:
    reader.resolve_sources(DIFFERENTIALS, data.differentials.items())
    reader.resolve_sources(FEATURES, data.features.items())
    reader.resolve_sources(COMBINING, data.clusters.items())
    reader.resolve_sources(COMPLAINTS, data.complaints.items())
    for name, zones in data.zones.items():
        reader.resolve_sources(ZONES, ((name, zone) for zone in zones))
    for name, links in data.links.items():
        reader.resolve_sources(LINKS, ((name, link) for link in links))
    for priors in data.priors.values():
        reader.resolve_sources(PRIORS, priors.items())
