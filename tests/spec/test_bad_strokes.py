"""Strokes that no chart holds: each is refused in one line that says what, where, and what was expected."""

from __future__ import annotations

import pytest

from unknot.body.chart import load_view
from unknot.draw import read_drawing
from unknot.errors import BadInput, KnowledgeError

GOOD: dict[str, object] = {"view": "back", "points": [[-60, 1000]], "intensity": 5}

REFUSED: dict[str, tuple[dict[str, object], str]] = {
    "not a number": ({"points": [[float("nan"), 1000]]}, "points.0.0: input should be a finite number, got nan"),
    "endless": ({"points": [[-60, float("inf")]]}, "points.0.1: input should be a finite number, got inf"),
    "far away": (
        {"points": [[1e9, 1000]]},
        "points.0.0: input should be less than or equal to 3000, got 1000000000.0",
    ),
    "too long": ({"points": [[-60, 1000]] * 5001}, "points: expected at most 5000 of them, got 5001"),
    "of no point": ({"points": []}, "points: expected at least 1 of them, got 0"),
    "half a point": ({"points": [[1]]}, "points.0.1: is missing"),
    "beside the body": (
        {"points": [[900, 1000]]},
        "the stroke lies beside the body in the back view (it begins at 900",
    ),
    "on no view": ({"view": "top"}, "view: input should be 'front', 'back', 'left' or 'right', got 'top'"),
    "on no figure": ({"figure": "child"}, "figure: input should be 'neutral', 'female' or 'male', got 'child'"),
    "of no quality": ({"quality": ["purple"]}, "quality.0: input should be 'ache', 'burning', 'stabbing'"),
    "stronger than the worst": ({"intensity": 11}, "intensity: input should be less than or equal to 10, got 11"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_bad_stroke_is_named_with_its_field(name: str) -> None:
    change, told = REFUSED[name]

    with pytest.raises(BadInput) as refused:
        read_drawing({"strokes": [GOOD, {**GOOD, **change}]})

    assert told in str(refused.value)
    assert str(refused.value).startswith("drawing.strokes.1")
    assert len(str(refused.value)) < 300


def test_as_many_points_as_are_allowed_are_read() -> None:
    points = [[-60 + (i % 50) / 10, 1000] for i in range(5000)]

    assert len(read_drawing({"strokes": [{**GOOD, "points": points}]}).strokes[0].points) == 5000


def test_qualities_are_kept_once_and_in_their_order() -> None:
    stroke = {**GOOD, "quality": ["numb", "burning", "numb"]}

    assert read_drawing({"strokes": [stroke]}).strokes[0].quality == ("burning", "numb")


def test_a_missing_file_of_a_figure_is_named(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr("unknot.body.chart.data_folder", lambda: tmp_path)

    with pytest.raises(KnowledgeError, match=r"body/chart/female_left\.json"):
        load_view.__wrapped__("left", "female")
