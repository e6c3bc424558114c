"""Reliability plots as plain SVG, readable on light and on dark pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

# The plot in picture units: the square of probabilities from 0 to 1, and the margins round it.
SIZE, LEFT, TOP, GAP = 260, 56, 34, 70
# Marks are told apart by shape as well as by colour.
COLOURS = ("#0B8A93", "#B4602A")


@dataclass(frozen=True)
class Bin:
    """Predictions of like size: what was stated on average, how many came true, and a 95 % interval of that."""

    stated: float
    true: float
    low: float
    high: float


def reliability_plot(panels: Mapping[str, Mapping[str, Sequence[Bin]]]) -> str:
    """Return panels side by side; in each, lines of bins by name. On the diagonal what is stated comes true."""
    width = LEFT + len(panels) * (SIZE + GAP)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {TOP + SIZE + 64}" role="img" '
        f'font-family="sans-serif" font-size="13">',
        "<style>.paper{fill:#FFFFFF}text{fill:#1F2A30}.frame{fill:none;stroke:#7C878D}.ideal{stroke:#7C878D;"
        "stroke-dasharray:4 4}@media (prefers-color-scheme:dark){.paper{fill:#1B2529}text{fill:#EDF1F2}}</style>",
        '<rect class="paper" width="100%" height="100%" rx="10"/>',
        "<title>How often statements of a probability came true</title>",
    ]
    for number, (title, lines) in enumerate(panels.items()):
        parts += _panel(LEFT + number * (SIZE + GAP), title, lines)
    return "\n".join([*parts, "</svg>"]) + "\n"


def _panel(x: float, title: str, lines: Mapping[str, Sequence[Bin]]) -> list[str]:
    parts = [
        f'<text x="{x}" y="20" font-weight="600">{title}</text>',
        f'<rect class="frame" x="{x}" y="{TOP}" width="{SIZE}" height="{SIZE}"/>',
        f'<line class="ideal" x1="{x}" y1="{TOP + SIZE}" x2="{x + SIZE}" y2="{TOP}"/>',
    ]
    for tick in (0.0, 0.25, 0.5, 0.75, 1.0):
        parts.append(f'<text x="{x + tick * SIZE}" y="{TOP + SIZE + 18}" text-anchor="middle">{tick:g}</text>')
        parts.append(f'<text x="{x - 8}" y="{TOP + SIZE - tick * SIZE + 4}" text-anchor="end">{tick:g}</text>')
    parts.append(f'<text x="{x + SIZE / 2}" y="{TOP + SIZE + 38}" text-anchor="middle">stated</text>')
    parts.append(
        f'<text x="{x - 40}" y="{TOP + SIZE / 2}" transform="rotate(-90 {x - 40} {TOP + SIZE / 2})" '
        'text-anchor="middle">came true</text>'
    )
    for place, ((name, bins), colour) in enumerate(zip(lines.items(), COLOURS, strict=False)):
        parts += _line(x, bins, colour, is_round=place == 0)
        key_x, key_y = x + 14, TOP + 18 + 20 * place
        parts.append(_mark(key_x, key_y - 4, colour, is_round=place == 0))
        parts.append(f'<text x="{key_x + 12}" y="{key_y}">{name}</text>')
    return parts


def _line(x: float, bins: Sequence[Bin], colour: str, *, is_round: bool) -> list[str]:
    def at(share: float) -> float:
        return TOP + SIZE * (1 - share)

    points = " ".join(f"{x + SIZE * one.stated:.1f},{at(one.true):.1f}" for one in bins)
    parts = [f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="1.5"/>']
    for one in bins:
        middle = x + SIZE * one.stated
        low, high = f"{at(one.low):.1f}", f"{at(one.high):.1f}"
        parts.append(f'<path d="M{middle:.1f} {low}V{high}" stroke="{colour}"/>')
        parts.append(_mark(middle, at(one.true), colour, is_round=is_round))
    return parts


def _mark(x: float, y: float, colour: str, *, is_round: bool) -> str:
    if is_round:
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{colour}"/>'
    return f'<rect x="{x - 4:.1f}" y="{y - 4:.1f}" width="8" height="8" fill="{colour}"/>'
