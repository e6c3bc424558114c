"""Painting: how evenly frames come while somebody paints, and the weight of the page with the body.

A real pointer moves 120 times a second, whatever the page is busy with, and the time between frames of the page is
measured. A busy machine makes the gaps longer. Needs Chromium. Run: .venv/bin/python -m benchmarks.painting
"""

from __future__ import annotations

import asyncio
import gzip
import math
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from statistics import quantiles
from typing import Any

from playwright.async_api import CDPSession, Page, Response, async_playwright
from tests.browser.program import Program
from tests.browser.window import ARGUMENTS, PHONE, chromium

# Two frames of a screen that shows sixty a second: what is later than that is seen to stutter.
MOST_GAP_MS = 34
# A task longer than this is felt as a stutter (the long tasks of the W3C Long Tasks API).
LONG_TASK_MS = 50
MOST_KB = 150
# A phone of the middle class, beside the processor of this computer (the slowdown that Lighthouse uses).
SLOWER = 4
STROKES, POINTS, HZ = 12, 180, 120
# Gaps count while `isPainting` is set: during each stroke, and the moment after it in which it is said back and sent.
WATCH = """() => {
    window.gaps = []; window.tasks = [];
    let before = 0;
    const frame = (now) => {
        if (before && window.isPainting) window.gaps.push(now - before);
        before = now;
        requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
    new PerformanceObserver((list) => list.getEntries().forEach((task) => window.tasks.push(task.duration)))
        .observe({ type: "longtask" });
}"""


async def main() -> None:
    executable = chromium()
    if executable is None:
        sys.exit("This needs Chromium; on Debian: apt-get install chromium")
    with tempfile.TemporaryDirectory() as folder:
        program = Program(Path(folder) / "data")
        try:
            async with async_playwright() as playwright:
                browser = await playwright.chromium.launch(executable_path=executable, args=ARGUMENTS)
                options: Any = PHONE
                page = await (await browser.new_context(**options)).new_page()
                await open_painting(page, program)
                await weigh(page)
                for slower in (1, SLOWER):
                    await paint(page, slower)
        finally:
            program.stop()


async def open_painting(page: Page, program: Program) -> None:
    await page.goto(program.link)
    await page.goto(f"{program.address}/people/")
    await page.get_by_label("Name").fill("Ana")
    await page.get_by_role("button", name="Add").click()
    person = await page.locator("input[name=person]").first.get_attribute("value")
    await page.goto(f"{program.address}/people/{person}/draw/")
    await page.wait_for_selector("#drawing[data-is-ready]")


async def weigh(page: Page) -> None:
    """Print what comes over the line when the page to paint on is opened with an empty cache."""
    weights: dict[str, float] = {}

    async def take(response: Response) -> None:
        weights[response.url] = len(gzip.compress(await response.body())) / 1000

    page.on("response", take)
    session = await page.context.new_cdp_session(page)
    await session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    await page.reload()
    await page.wait_for_selector("#drawing[data-is-ready]")
    await page.wait_for_load_state("networkidle")
    page.remove_listener("response", take)
    for url, kilobytes in sorted(weights.items(), key=lambda item: -item[1])[:6]:
        print(f"{kilobytes:6.1f} kB  {url.split('/', 3)[3].split('?')[0]}")
    print(f"{sum(weights.values()):6.1f} kB compressed in all, limit {MOST_KB}")


async def paint(page: Page, slower: int) -> None:
    """Scribble many strokes, rub through them, and print how evenly frames came meanwhile."""
    await page.reload()
    await page.wait_for_selector("#drawing[data-is-ready]")
    session = await page.context.new_cdp_session(page)
    await session.send("Emulation.setCPUThrottlingRate", {"rate": slower})
    await page.evaluate(WATCH)
    svg = await page.evaluate(
        """() => {
            const svg = document.querySelector("#drawing [data-figure]:not([hidden]) svg");
            svg.scrollIntoView({ block: "center" });
            const { left, top, width, height } = svg.getBoundingClientRect();
            return [left + width / 2, top + height / 2];
        }"""
    )
    for feeling in ("burning", "tingling"):
        await page.locator(f"label:has(input[value={feeling}])").click()
    for number in range(STROKES):
        await scribble(page, session, svg[0], svg[1], number)
    await tell(page, f"{STROKES} strokes of {POINTS} points with two patterns", slower)
    await page.locator("label:has(input[value=rub])").click()
    await scribble(page, session, svg[0], svg[1], STROKES)
    await tell(page, "rubbing through all of them", slower)


async def tell(page: Page, what: str, slower: int) -> None:
    """Print the gaps and tasks since the last time."""
    await page.wait_for_selector("#drawing[data-is-kept]")
    gaps, tasks = await page.evaluate("() => [window.gaps.splice(0), window.tasks.splice(0)]")
    gaps.sort()
    longest = f"the longest {max(tasks):.0f} ms" if tasks else "none"
    print(
        f"{what} at {HZ} Hz, processor {slower} times slower: {len(gaps)} frames, "
        f"gap at the median {gaps[len(gaps) // 2]:.0f} ms, at the 95th percentile {quantiles(gaps, n=20)[-1]:.1f} ms "
        f"(limit {MOST_GAP_MS}), the longest {gaps[-1]:.0f} ms; {len(tasks)} tasks over {LONG_TASK_MS} ms, {longest}"
    )


async def scribble(page: Page, session: CDPSession, x: float, y: float, number: int) -> None:
    """Draw loops with the mouse; moves are sent on time, without waiting until the page has taken them."""
    await page.evaluate("() => { window.isPainting = true; }")
    places = list(loops(x, y, number))
    await mouse(session, "mousePressed", *places[0])
    moves, clock = [], asyncio.get_running_loop()
    began = clock.time()
    for step, place in enumerate(places[1:], 1):
        await asyncio.sleep(max(0.0, began + step / HZ - clock.time()))
        moves.append(asyncio.ensure_future(mouse(session, "mouseMoved", *place)))
    await asyncio.gather(*moves)
    await mouse(session, "mouseReleased", *places[-1])
    await page.wait_for_timeout(300)
    await page.evaluate("() => { window.isPainting = false; }")


def loops(x: float, y: float, number: int) -> Iterator[tuple[float, float]]:
    for step in range(POINTS):
        turn = 2 * math.pi * step / 60
        yield x - 30 + 5 * number + 55 * math.sin(turn) + step / 6, y + 55 * math.cos(turn) - step / 9


async def mouse(session: CDPSession, kind: str, x: float, y: float) -> None:
    event = {"type": kind, "x": x, "y": y, "button": "left", "buttons": 1, "clickCount": 1}
    await session.send("Input.dispatchMouseEvent", event)


if __name__ == "__main__":
    asyncio.run(main())
