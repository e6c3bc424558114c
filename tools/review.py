"""Write the review pictures of the body chart: all figures, regions with names, landmarks, levels and trigger points.

They are made of the chart's files with the program's templates and styles, so what they show is what people see.
Needs Chromium. Run: python tools/review.py [name of a sheet]
"""

from __future__ import annotations

import base64
import colorsys
import os
import re
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Literal

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

import django  # noqa: E402

django.setup()

from django.contrib.staticfiles import finders  # noqa: E402
from django.template.loader import render_to_string  # noqa: E402
from playwright.sync_api import sync_playwright  # noqa: E402
from tests.browser.window import ARGUMENTS, chromium  # noqa: E402

from unknot.body import load_atlas  # noqa: E402
from unknot.body.chart import FIGURES, Figure  # noqa: E402
from unknot.body.figures import landmark_on, placing_on, trigger_point_on  # noqa: E402
from unknot_app.actions.pictures.figure import Box, DrawnView, Look, load_drawn, view_of  # noqa: E402
from unknot_app.actions.pictures.picture import Picture  # noqa: E402
from unknot_app.records.models import Person  # noqa: E402

FOLDER = ROOT / "docs" / "pictures" / "review"
STYLES = ("frame/tokens.css", "frame/frame.css", "chart/body.css")
QUALITY = 62
OWN_STYLE = """
body { display: flex; flex-flow: row wrap; gap: 8px 20px; align-items: flex-start; margin: 16px; max-width: none; }
figure { margin: 0; } figcaption { font: 600 15px var(--sans); padding: 2px 0 6px; }
h1 { flex-basis: 100%; font: 600 20px var(--sans); margin: 0; }
.note { font: 11px var(--sans); fill: var(--ink); stroke: var(--card); stroke-width: 3px; paint-order: stroke; }
.bone { fill: #C2185B; } .level { fill: #0B6BCB; } .eye { fill: #2B7A3F; } .carried { fill: #E07A10; }
.mark { stroke: #FFFFFF; stroke-width: 1.2px; } .rule { stroke: #0B6BCB; stroke-width: 1.4px; }
.region { stroke: #FFFFFF; stroke-width: .8px; fill-opacity: .78; }
.point { fill: #C2185B; stroke: #FFFFFF; stroke-width: 1.2px; }
.leader { stroke: #57666E; stroke-width: .8px; fill: none; }
"""
LUMBAR = tuple(f"l{number}_spinous" for number in range(1, 6))
LEVELS = ("t12_spinous", *LUMBAR, "s1_spinous", "s2_spinous", "psis", "iliac_crest_apex", "rib_12_tip", "asis")
PLAIN = Look()
NUMBERS = iter(range(1, 10_000))
ROW_MM = 13.0  # between names that stand in a column beside the body


def drawing(view: DrawnView, width: int, *, look: Look = PLAIN, box: Box | None = None, over: str = "") -> str:
    """Return a view as a figure so many pixels wide, with more drawn over it; the words go in its caption."""
    picture = Picture(view=view, box=box or view.whole, look=look)
    drawn = str(render_to_string("chart/picture.html", {"picture": picture, "id": f"p{next(NUMBERS)}"}))
    drawn = drawn.replace("</svg>", f"{over}</svg>").replace("<svg ", f'<svg style="width:{width}px" ', 1)
    return f"<figure><figcaption>{view.chart.figure}, {view.name}</figcaption>{drawn}</figure>"


def all_figures() -> str:
    return "".join(drawing(view, 230, look=Look(figure)) for figure in FIGURES for view in load_drawn(figure))


def skins() -> str:
    looks = [Look("neutral", skin, dressed) for skin in Person.Skin.values for dressed in (False, True)]
    return "".join(drawing(view_of("back"), 205, look=look) for look in looks)


def clothes() -> str:
    return "".join(
        drawing(view_of(name, figure), 300, look=Look(figure, is_dressed=True))
        for figure in FIGURES
        for name in ("front", "back", "left")
    )


def colour_of(region: str) -> str:
    """Return a colour that differs from those of the regions beside it in the list."""
    number = list(load_atlas().regions).index(region)
    red, green, blue = colorsys.hls_to_rgb(number * 0.381966 % 1, (0.42, 0.55, 0.68)[number % 3], 0.62)
    return f"#{round(255 * red):02X}{round(255 * green):02X}{round(255 * blue):02X}"


def coloured(view: DrawnView) -> str:
    return "".join(
        f'<path class="region" d="{path}" fill="{colour_of(cell.split(":")[0])}" vector-effect="non-scaling-stroke"/>'
        for cell, path in view.cells.items()
    )


def named_regions(name: str) -> str:
    """Draw one view large, with the names of the regions of one side in columns beside it."""
    view = view_of(name)
    wanted = {"left": "left", "right": "right"}.get(name, "right")
    centres = {
        cell.split(":")[0]: centre for cell, centre in view.centres.items() if cell.endswith((wanted, "midline"))
    }
    return drawing(view, 1000, box=margins(view), over=coloured(view) + labels(view, centres))


def margins(view: DrawnView) -> Box:
    beside = 230.0
    return Box(-beside, 0, view.width_mm + 2 * beside, view.height_mm)


def labels(view: DrawnView, places: dict[str, tuple[float, float]], mark: Callable[[str], str] = lambda _: "") -> str:
    """Return names in two columns beside a view, each with a line to its place."""
    middle = view.width_mm / 2
    ordered = sorted(places, key=lambda name: places[name][1])
    halves = ([name for name in ordered if places[name][0] < middle], [n for n in ordered if places[n][0] >= middle])
    if min(map(len, halves)) < len(ordered) / 3:  # nearly all on one side: every other name goes across
        halves = (ordered[::2], ordered[1::2])
    parts = []
    for names, (x, anchor) in zip(halves, ((-8.0, "end"), (view.width_mm + 8.0, "start")), strict=True):
        for name, y in zip(names, spread([places[one][1] for one in names], view.height_mm), strict=True):
            at_x, at_y = places[name]
            parts.append(
                f'<path class="leader" d="M{x} {y:.1f}L{at_x:.1f} {at_y:.1f}" vector-effect="non-scaling-stroke"/>'
            )
            parts.append(f'<text class="note" x="{x}" y="{y + 4:.1f}" text-anchor="{anchor}">{name}</text>')
            parts.append(f'<circle class="mark {mark(name) or "point"}" cx="{at_x:.1f}" cy="{at_y:.1f}" r="4"/>')
    return "".join(parts)


def spread(heights: list[float], most: float) -> list[float]:
    """Return rising heights moved apart so that names do not overlap."""
    rows: list[float] = []
    for height in heights:
        rows.append(max(height, rows[-1] + ROW_MM if rows else ROW_MM))
    for number in reversed(range(len(rows))):
        rows[number] = min(rows[number], most - ROW_MM * (len(rows) - number))
    return rows


def all_regions() -> str:
    return "".join(drawing(view, 260, over=coloured(view)) for figure in FIGURES for view in load_drawn(figure))


def places(
    view: DrawnView, names: Iterable[str], at: Callable[[Figure, str], tuple[float, float, float]]
) -> dict[str, tuple[float, float]]:
    """Return where things on the right side lie in a view; side views show depth for distance from the middle."""
    found = {}
    for name in names:
        lateral, up, front = at(view.chart.figure, name)
        found[name] = view.at(front if view.name in ("left", "right") else -lateral, up)
    return found


def landmarks(figure: Figure) -> str:
    atlas, parts = load_atlas(), []
    for shown in ("back", "front", "side"):
        view = view_of("right" if shown == "side" else shown, figure)
        names = [one.id for one in atlas.landmarks.values() if shown in atlas.regions[one.region].views]
        marks = labels(view, places(view, names, landmark_on), lambda one: placing_on(figure, one))
        parts.append(drawing(view, 700, box=margins(view), over=marks))
    return "".join(parts)


def levels() -> str:
    """Draw the low back of each figure with the levels that hands go by, and how high they lie."""
    parts = []
    for figure in FIGURES:
        view = view_of("back", figure)
        lines = []
        for name in LEVELS:
            lateral, up, _ = landmark_on(figure, name)
            x, y = view.at(-lateral, up)
            is_spine = name.endswith("_spinous")
            word = name.removesuffix("_spinous").removesuffix("_apex").replace("_", " ").removeprefix("iliac ")
            # Words of what lies far out stand on its inner side, where there is room.
            x_word, anchor = (x - 70, "end") if is_spine else (x - 12, "end") if lateral > 100 else (x + 14, "start")
            lines.append(f'<path class="rule" d="M{x} {y}H{x_word}" vector-effect="non-scaling-stroke"/>')
            lines.append(f'<circle class="mark {placing_on(figure, name)}" cx="{x}" cy="{y}" r="2.5"/>')
            lines.append(f'<text class="note" x="{x_word}" y="{y + 4}" text-anchor="{anchor}">{word} {up:.0f}</text>')
        parts.append(drawing(view, 490, box=view.low_back, over="".join(lines)))
    return "".join(parts)


def points(view_name: str) -> str:
    view = view_of("right" if view_name == "side" else view_name)
    names = [point.id for point in load_atlas().trigger_points.values() if point.view == view_name]
    return drawing(view, 1000, box=margins(view), over=labels(view, places(view, names, trigger_point_on)))


def points_on_all() -> str:
    parts = []
    for figure in FIGURES:
        for shown in ("back", "front", "side"):
            view = view_of("right" if shown == "side" else shown, figure)
            names = [point.id for point in load_atlas().trigger_points.values() if point.view == shown]
            at = places(view, names, trigger_point_on).values()
            parts.append(
                drawing(view, 330, over="".join(f'<circle class="point" cx="{x}" cy="{y}" r="6"/>' for x, y in at))
            )
    return "".join(parts)


# Sheets: what they show, how wide, light or dark.
SHEETS: dict[str, tuple[str, Callable[[], str], int, Literal["light", "dark"]]] = {
    "figures-light": ("The three figures", all_figures, 1060, "light"),
    "figures-dark": ("The three figures on a dark page", all_figures, 1060, "dark"),
    "skins-light": ("Tones of skin, without and with clothes", skins, 1200, "light"),
    "skins-dark": ("Tones of skin on a dark page", skins, 1200, "dark"),
    "clothes": ("Clothes on the three figures", clothes, 1000, "light"),
    "regions-back": ("Regions, back", lambda: named_regions("back"), 1040, "light"),
    "regions-front": ("Regions, front", lambda: named_regions("front"), 1040, "light"),
    "regions-right": ("Regions, right side", lambda: named_regions("right"), 1040, "light"),
    "regions-all": ("Regions on the three figures", all_regions, 1180, "light"),
    "landmarks-neutral": ("Landmarks: bone red, level blue, eye green", lambda: landmarks("neutral"), 2200, "light"),
    "landmarks-female": (
        "Landmarks: bone red, level blue, carried orange",
        lambda: landmarks("female"),
        1640,
        "light",
    ),
    "landmarks-male": ("Landmarks: bone red, level blue, carried orange", lambda: landmarks("male"), 2200, "light"),
    "levels": ("Levels of the low back, mm above the floor", levels, 1570, "light"),
    "points-back": ("Trigger points, back", lambda: points("back"), 1040, "light"),
    "points-front": ("Trigger points, front", lambda: points("front"), 1040, "light"),
    "points-side": ("Trigger points, right side", lambda: points("side"), 1040, "light"),
    "points-all": ("Trigger points on the three figures", points_on_all, 1100, "light"),
}


def page(title: str, content: str, theme: str) -> str:
    """Return a page that needs nothing else: styles and shading are written into it."""
    styles = "".join(found(name).read_text(encoding="utf-8") for name in STYLES)
    content = re.sub(r'href="/static/([^"]+\.webp)"', lambda match: f'href="{as_data(found(match[1]))}"', content)
    return (
        f'<!doctype html><html data-theme="{theme}"><style>{styles}{OWN_STYLE}</style><body><h1>{title}</h1>{content}'
    )


def found(name: str) -> Path:
    path = finders.find(name)
    assert isinstance(path, str), name
    return Path(path)


def as_data(path: Path) -> str:
    return "data:image/webp;base64," + base64.b64encode(path.read_bytes()).decode()


def main(wanted: list[str]) -> None:
    executable = chromium()
    if executable is None:
        sys.exit("This needs Chromium; on Debian: apt-get install chromium")
    FOLDER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=ARGUMENTS)
        for name in wanted or SHEETS:
            title, content, width, theme = SHEETS[name]
            window = browser.new_page(viewport={"width": width, "height": 400}, color_scheme=theme)
            window.set_content(page(title, content(), theme))
            window.screenshot(path=FOLDER / f"{name}.jpg", type="jpeg", quality=QUALITY, full_page=True)
            window.close()
            print(f"docs/pictures/review/{name}.jpg")
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1:])
