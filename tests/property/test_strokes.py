"""Laws of painting: what holds for every stroke."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from unknot.body import mirror_cell
from unknot.body.chart import FIGURES, VIEWS, load_view
from unknot.draw import Covered, Stroke, covered_cells, mirror_stroke


@st.composite
def strokes(draw: st.DrawFn) -> Stroke:
    """Return a stroke on some figure that begins somewhere on the body and wanders off."""
    figure = draw(st.sampled_from(FIGURES))
    view = load_view(draw(st.sampled_from(VIEWS)), figure)
    rows, columns = view.labels.nonzero()
    at = draw(st.integers(0, len(rows) - 1))
    x, y = float(view.x_mm(columns[at])), float(view.y_mm(rows[at]))
    steps = st.tuples(st.floats(-60, 60), st.floats(-60, 60))
    points = [(x, y)]
    for across, up in draw(st.lists(steps, max_size=6)):
        points.append((round(points[-1][0] + across, 1), round(points[-1][1] + up, 1)))
    return Stroke(
        view=view.name,
        figure=figure,
        width_mm=draw(st.sampled_from([8.0, 16.0, 28.0])),
        points=tuple(points),
        intensity=draw(st.sampled_from([None, *range(1, 11)])),
    )


# The most that any view of any figure shows of each cell.
SHOWN_MM2: dict[str, float] = {}
for view in (load_view(name, figure) for figure in FIGURES for name in VIEWS):
    for cell, px in zip(view.cells, view.seen_px[1:], strict=True):
        SHOWN_MM2[cell] = max(SHOWN_MM2.get(cell, 0.0), float(px * view.px_mm2))
drawings = st.lists(strokes(), min_size=1, max_size=4)


def mirrored(covered: tuple[Covered, ...]) -> set[Covered]:
    return {Covered(mirror_cell(one.cell), one.area_mm2, one.intensity) for one in covered}


@given(drawings)
def test_a_mirrored_drawing_paints_the_mirrored_cells(drawn):
    reflected = covered_cells([mirror_stroke(stroke) for stroke in drawn])

    assert set(reflected) == mirrored(covered_cells(drawn))


@given(drawings)
def test_every_stroke_on_the_body_paints_something(drawn):
    for stroke in drawn:
        assert covered_cells([stroke])


@given(drawings, strokes())
def test_painting_more_takes_no_cell_away(drawn, another):
    before = {one.cell for one in covered_cells(drawn)}

    after = {one.cell for one in covered_cells([*drawn, another])}

    assert before <= after


@given(drawings, st.randoms())
def test_the_order_of_strokes_changes_nothing(drawn, random):
    shuffled = random.sample(drawn, len(drawn))

    assert covered_cells(shuffled) == covered_cells(drawn)


@given(drawings)
def test_no_cell_is_painted_beyond_what_its_views_show(drawn):
    for one in covered_cells(drawn):
        assert 0 < one.area_mm2 <= SHOWN_MM2[one.cell]


@given(strokes())
def test_the_intensity_of_a_cell_is_that_of_its_stroke(stroke):
    assert {one.intensity for one in covered_cells([stroke])} == {stroke.intensity}


@given(strokes())
def test_a_stroke_beside_the_body_is_refused(stroke):
    moved = {**stroke.model_dump(), "points": [(1500.0, y) for _, y in stroke.points]}

    with pytest.raises(ValidationError, match="beside the body"):
        Stroke.model_validate(moved)
