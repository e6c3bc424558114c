"""What else than a muscle can hurt in a region."""

from __future__ import annotations

from collections.abc import Collection

from unknot.locate.data import Differential, load_locate_data


def rivals_in(regions: Collection[str]) -> tuple[Differential, ...]:
    """Return the differentials that paint any of these regions, in the order of the data.

    Parameters
    ----------
    regions
        Regions without their sides: a reference speaks of either side.
    """
    data = load_locate_data()
    return tuple(
        differential
        for name, differential in data.differentials.items()
        if any(zone.region in regions for zone in data.zones[name])
    )


def is_judged_by_questions(differential: Differential) -> bool:
    """Return whether an illness speaks only through the screening, never by a name or figure from a drawing."""
    return differential.lay_display == "via_screening_only"
