"""Painting: the longest task of the page while somebody paints, and the weight of the first page with the body.

Needs Chromium. Run: .venv/bin/python -m benchmarks.painting
"""

from __future__ import annotations

import gzip
import math

from playwright.sync_api import Page, Response
from tests.browser.person import PAINTED, ByTouch, go_through, on_screen, ready_to_paint
from tests.browser.window import page_of_a_new_user

# A task longer than this is felt as a stutter (the long tasks of the W3C Long Tasks API).
LONG_TASK_MS = 50
MOST_KB = 200
# A phone of the middle class, beside the processor of this computer (the slowdown that Lighthouse uses).
SLOWER = 4
STROKES, POINTS = 25, 120


def main() -> None:
    with page_of_a_new_user() as page:
        page.get_by_role("button", name="Start").tap()
        go_through(page, ByTouch(page).answer, until=PAINTED)
        weigh(page)
        for slower in (1, SLOWER):
            paint(page, slower)


def weigh(page: Page) -> None:
    """Print what comes over the line when the page to paint on is opened with an empty cache."""
    weights: dict[str, float] = {}

    def take(response: Response) -> None:
        weights[response.url] = len(gzip.compress(response.body())) / 1000

    page.on("response", take)
    page.context.new_cdp_session(page).send("Network.setCacheDisabled", {"cacheDisabled": True})
    page.reload()
    ready_to_paint(page)
    page.wait_for_load_state("networkidle")
    page.remove_listener("response", take)
    for url, kilobytes in sorted(weights.items(), key=lambda item: -item[1])[:6]:
        print(f"{kilobytes:6.1f} kB  {url.split('/', 3)[3].split('?')[0]}")
    print(f"{sum(weights.values()):6.1f} kB compressed in all, limit {MOST_KB}")


def paint(page: Page, slower: int) -> None:
    """Scribble many strokes, and print the longest task meanwhile."""
    session = page.context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": slower})
    page.evaluate(
        """() => {
            window.tasks = [];
            new PerformanceObserver((list) => list.getEntries().forEach((task) => window.tasks.push(task.duration)))
                .observe({ type: "longtask" });
        }"""
    )
    for number in range(STROKES):
        scribble(page, number)
    page.wait_for_selector("#drawing[data-is-kept]")
    tasks = page.evaluate("() => window.tasks")
    longest = f"the longest {max(tasks):.0f} ms" if tasks else "none"
    print(
        f"{STROKES} strokes of {POINTS} points, processor {slower} times slower: "
        f"{len(tasks)} tasks over {LONG_TASK_MS} ms, {longest}"
    )


def scribble(page: Page, number: int) -> None:
    turns = [2 * math.pi * step / 30 for step in range(POINTS)]
    loops = tuple((60 * math.sin(turn) + number, 1000 + 60 * math.cos(turn) - number) for turn in turns)
    places = on_screen(page, loops)
    page.mouse.move(*places[0])
    page.mouse.down()
    for place in places[1:]:
        page.mouse.move(*place)
    page.mouse.up()


if __name__ == "__main__":
    main()
