"""Record drawings as people paint them: real gestures on the running page, with the cells that they cover.

The tests of the scripts and those in Python read them; both must find the same cells. When the chart changes, run:
python tools/record_drawings.py

Needs Chromium. Cells are those that Python finds; the tests of the scripts hold the page to them.
"""

from __future__ import annotations

import json
import math
import sys
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from tests.browser.person import PAINTED, ByTouch, go_through, on_screen, ready_to_paint  # noqa: E402
from tests.browser.window import page_of_a_new_user  # noqa: E402

from unknot.draw import Stroke, covered_cells  # noqa: E402

FOLDER = ROOT / "tests" / "golden" / "drawings"
Way = list[tuple[float, float]]


def line(start: tuple[float, float], end: tuple[float, float], waves: float = 0.0) -> Way:
    """Return a line of a hand, in mm of the picture: x from the middle line to the right, y above the floor."""
    steps = max(2, round(math.dist(start, end) / 8))
    return [
        (
            start[0] + (end[0] - start[0]) * i / steps + waves * math.sin(1.3 * i),
            start[1] + (end[1] - start[1]) * i / steps + waves * math.cos(0.9 * i),
        )
        for i in range(steps + 1)
    ]


# Name: what is done one after the other. A path paints or rubs, "look" zooms, "figure" chooses whom to paint on, all
# else chooses a tool.
DRAWINGS: dict[str, list[tuple[str, Any]]] = {
    "belt_line": [("brush", 16), ("strength", 6), ("path", line((-120, 1000), (120, 1002), 3))],
    "low_back_right_filled": [
        ("brush", 28),
        ("strength", 7),
        *(("path", line((35, 1060 - 18 * row), (95, 1056 - 18 * row), 2)) for row in range(6)),
    ],
    "down_the_leg": [
        ("brush", 16),
        ("strength", 8),
        ("path", line((60, 985), (95, 880), 3)),
        ("look", "whole"),
        ("path", line((95, 860), (105, 520), 4)),
        ("path", line((110, 480), (128, 180), 3)),
    ],
    "dots": [("brush", 8), ("strength", 3), *(("path", [(x, y)]) for x, y in ((42, 959), (-42, 959), (0, 1025)))],
    "groin_in_front": [("view", "front"), ("brush", 16), ("strength", 5), ("path", line((-110, 930), (-60, 870), 2))],
    "flank_from_the_side": [
        ("view", "left"),
        ("brush", 28),
        ("strength", 4),
        ("path", line((0, 1090), (-10, 1010), 3)),
        ("path", line((-20, 900), (-5, 850), 2)),
    ],
    "rubbed_through": [
        ("brush", 16),
        ("strength", 5),
        ("path", line((-100, 1010), (100, 1010), 2)),
        ("tool", "rub"),
        ("brush", 28),
        ("path", line((-12, 1050), (-12, 970))),
        ("path", line((12, 1050), (12, 970))),
    ],
    "stronger_over_weaker": [
        ("brush", 28),
        ("strength", 3),
        ("path", line((40, 1050), (40, 900), 3)),
        ("brush", 8),
        ("strength", 9),
        ("path", line((40, 980), (44, 940), 1)),
    ],
    "on_the_female_figure": [
        ("figure", "female"),
        ("brush", 16),
        ("strength", 6),
        ("path", line((30, 1000), (110, 940), 3)),
        ("view", "right"),
        ("path", line((10, 960), (0, 780), 3)),
    ],
}


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with page_of_a_new_user() as page:
        page.get_by_role("button", name="Start").tap()
        person = ByTouch(page)
        go_through(page, person.answer, until=PAINTED)
        for number, (name, gestures) in enumerate(DRAWINGS.items()):
            ready_to_paint(page)
            record(page, person, gestures, by_touch=number % 2 == 0)
            write(name, json.loads(page.locator("#drawing input[name=strokes]").input_value()))
            wipe(page)


def record(page: Page, person: ByTouch, gestures: list[tuple[str, Any]], *, by_touch: bool) -> None:
    for kind, what in gestures:
        if kind == "path":
            places = on_screen(page, tuple(what))
            person.drag(places) if by_touch else drag_mouse(page, places)
        elif kind == "figure":
            choose_figure(page, what)
        elif kind == "look":
            page.locator(f"[data-does={what}]").tap()
        else:
            page.evaluate(
                "([name, value]) => document.querySelector(`input[name=${name}][value='${value}']`).click()",
                [kind, str(what)],
            )
        page.wait_for_timeout(150)
    page.wait_for_selector("#drawing[data-is-kept]")


def choose_figure(page: Page, figure: str) -> None:
    page.locator(".look summary").tap()
    page.locator("#look select[name=figure]").select_option(figure)
    page.locator("#look button").tap()
    page.wait_for_selector(f"#drawing[data-body={figure}][data-is-ready]")


def drag_mouse(page: Page, places: list[tuple[float, float]]) -> None:
    page.mouse.move(*places[0])
    page.mouse.down()
    for place in places[1:]:
        page.mouse.move(*place)
    page.mouse.up()


def wipe(page: Page) -> None:
    """Undo everything, and open the page anew with its first settings."""
    while page.locator("#drawing button[name=undo]:enabled").count():
        page.locator("#drawing button[name=undo]").tap()
    page.wait_for_selector("#drawing[data-is-kept]")
    page.reload()


def write(name: str, strokes: list[dict[str, Any]]) -> None:
    covered = covered_cells(Stroke.model_validate(stroke) for stroke in strokes)
    said = [{"cell": one.cell, "area_mm2": one.area_mm2, "intensity": one.intensity} for one in covered]
    recorded = {"strokes": strokes, "covered": said}
    (FOLDER / f"{name}.json").write_text(json.dumps(recorded, indent=1) + "\n", encoding="utf-8")
    print(f"{name}: {len(strokes)} strokes, {len(covered)} cells")


if __name__ == "__main__":
    main()
