"""How widely pain is spread: the areas of the Widespread Pain Index that a drawing touches."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from unknot.body import Atlas, load_atlas
from unknot.body.atlas import WpiArea
from unknot.knowledge import Value

# Pain in four of the five regions of the 2016 criteria is called generalised.
GENERALISED_REGIONS = 4


class WidespreadPain(Value):
    """The areas of the Widespread Pain Index that are painful, and the five regions of the body that they lie in.

    `regions` holds those of `left_upper`, `right_upper`, `left_lower`, `right_lower` and `axial` that count for
    generalised pain; jaw, chest and abdomen count for none.
    """

    areas: tuple[str, ...]
    count: int
    regions: tuple[str, ...]
    is_generalised: bool


def widespread_pain(cells: Iterable[str]) -> WidespreadPain:
    """Return what painted cells say of the Widespread Pain Index.

    Parameters
    ----------
    cells
        Painted cells, `region:side`. The head above the jaw and the pelvic floor lie in no area of the index. A
        place of which the index has no area counts for the nearest one (a convention: `wpi_folded` in
        regions.csv). The tail bone lies between the areas of both hips and counts for neither.

    Returns
    -------
    WidespreadPain
        Areas in the order of the index, 0 to 19 of them, and regions, 0 to 5.

    Notes
    -----
    The index asks for pain of the past week. A drawing says what somebody painted, usually pain of now, so that the
    count of a drawing may lie below the score of the questionnaire.

    Source: Wolfe et al. 2016 (`wolfe2016_table` in sources.csv); which area a region belongs to: this project.
    """
    atlas = load_atlas()
    touched = {area.id for name in cells if (area := _area_of(atlas, name))}
    areas = [area for area in atlas.wpi_areas.values() if area.id in touched]
    regions = regions_of_areas(area.id for area in areas)
    return WidespreadPain(
        areas=tuple(area.id for area in areas),
        count=len(areas),
        regions=regions,
        is_generalised=is_generalised(regions),
    )


def regions_of_areas(areas: Iterable[str]) -> tuple[str, ...]:
    """Return the regions, of five, in which areas of the index lie; jaw, chest and abdomen count for none."""
    known = (load_atlas().wpi_areas[name] for name in areas)
    return tuple(dict.fromkeys(area.quadrant for area in known if not area.excluded_from_generalized_pain))


def is_generalised(regions: Collection[str]) -> bool:
    """Return whether pain in these regions, of five, is generalised by the criteria of 2016 (Wolfe et al.)."""
    return len(regions) >= GENERALISED_REGIONS


def _area_of(atlas: Atlas, cell: str) -> WpiArea | None:
    region, side = cell.split(":")
    name = atlas.regions[region].wpi
    return atlas.wpi_areas.get(name) or atlas.wpi_areas.get(f"{name}_{side}")
