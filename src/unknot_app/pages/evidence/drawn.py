"""Forest plots as a page shows them: drawn for a narrow and a wide page, with the same figures as a table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from unknot_app.actions.charts import can_draw_charts
from unknot_app.actions.evidence_plots import NamedPlot
from unknot_app.actions.forest import DESK_PX, PHONE_PX, TableRow, draw_forest, table_of


@dataclass(frozen=True)
class DrawnPlot:
    """A forest plot with its pictures; without what draws charts, or without rows, there are none."""

    named: NamedPlot
    svg: str
    wide_svg: str
    rows: tuple[TableRow, ...]


def drawn(plots: Iterable[NamedPlot]) -> Iterator[DrawnPlot]:
    """Yield plots with their pictures."""
    for named in plots:
        plot = named.plot
        is_drawn = bool(plot.rows) and can_draw_charts()
        svg, wide_svg = (draw_forest(plot, PHONE_PX), draw_forest(plot, DESK_PX)) if is_drawn else ("", "")
        yield DrawnPlot(named, svg, wide_svg, table_of(plot))
