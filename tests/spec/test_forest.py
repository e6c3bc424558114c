"""Forest plots: what is in the picture, and the same in a table."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from unknot_app.actions.forest import DESK_PX, PHONE_PX, ForestPlot, ForestRow, draw_forest, table_of

SHORT = ForestRow("Short 2001", -0.5, -0.9, -0.1, 70, "40 people")
OTHER = ForestRow("Other 2007", 0.2, -0.3, 0.7, 30)
POOLED = ForestRow("Pooled", -0.3, -9, 8)
PLOT = ForestPlot((SHORT, OTHER), "Points", left="less pain", right="more pain", pooled=POOLED)


def texts(svg):
    return re.findall(r">([^<>]+)</t(?:ext|span)>", svg)


@pytest.mark.parametrize("width", [PHONE_PX, DESK_PX])
def test_a_picture_names_its_studies_with_their_figures_and_takes_its_colours_from_the_page(width):
    svg = draw_forest(PLOT, width)

    said = texts(svg)
    assert {"Short 2001", "40 people", "−0.50 (−0.90 to −0.10)", "←\u00a0less pain", "Points"} <= set(said)
    assert svg.startswith("<svg")
    assert 'aria-hidden="true"' in svg.partition(">")[0]
    assert set(re.findall(r'(?:fill|stroke)="([^"]+)"', svg)) <= {
        "none", "transparent", "var(--ink)", "var(--quiet)", "var(--border)", "var(--accent)",
    }  # fmt: skip


def test_an_interval_that_is_cut_in_the_picture_is_whole_in_its_figures_and_in_the_table():
    svg = draw_forest(PLOT, DESK_PX)

    assert "−0.30 (−9.00 to 8.00)" in texts(svg)
    assert svg.count("<path") > draw_forest(replace(PLOT, pooled=replace(POOLED, low=-1, high=1)), DESK_PX).count(
        "<path"
    )
    assert [(row.label, row.effect, row.low, row.high, row.weight, row.is_pooled) for row in table_of(PLOT)] == [
        ("Short 2001", "−0.50", "−0.90", "−0.10", "70 %", False),
        ("Other 2007", "0.20", "−0.30", "0.70", "30 %", False),
        ("Pooled", "−0.30", "−9.00", "8.00", "", True),
    ]


def test_a_ratio_lies_on_an_axis_of_ratios():
    svg = draw_forest(ForestPlot((ForestRow("A", 2, 0.9, 4.2),), "Ratio", "fewer", "more", scale="log"), PHONE_PX)

    assert {"1", "2", "5"} & set(texts(svg)) == {"1", "2"}


def test_where_nothing_can_be_drawn_the_picture_says_why():
    svg = draw_forest(ForestPlot((), "", "", "", note="Not enough data: no such trials."), PHONE_PX)

    assert " ".join(texts(svg)) == "Not enough data: no such trials."


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"rows": (replace(SHORT, low=0),)}, "Short 2001: -0.5 is not in its interval, 0 to -0.1"),
        ({"scale": "log"}, "Short 2001: a ratio is above 0, got -0.9"),
        ({"rows": (), "pooled": None}, "has to say why"),
    ],
)
def test_what_cannot_be_a_forest_plot_is_refused(change, said):
    with pytest.raises(ValueError, match=said):
        replace(PLOT, **change)
