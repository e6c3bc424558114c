"""Tables that are printed while they grow, and kept as Markdown for the documents."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


class Report:
    """What a run has to say: paragraphs, tables and pictures, in order."""

    def __init__(self) -> None:
        self._lines: list[str] = []

    def say(self, text: str) -> None:
        """Add a paragraph, a heading or a picture."""
        self._add([text, ""])

    def table(self, header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
        """Add a table; the first column is words, the others are figures."""
        lines = [list(header), *map(list, rows)]
        widths = [max(len(line[column]) for line in lines) for column in range(len(header))]

        def told(cells: Sequence[str]) -> str:
            rest = (cell.rjust(width) for cell, width in zip(cells[1:], widths[1:], strict=True))
            return "| " + " | ".join([cells[0].ljust(widths[0]), *rest]) + " |"

        rule = ["-" * widths[0], *("-" * (width - 1) + ":" for width in widths[1:])]
        self._add([told(lines[0]), told(rule), *map(told, lines[1:]), ""])

    def _add(self, lines: Sequence[str]) -> None:
        self._lines += lines
        print("\n".join(lines), flush=True)

    @property
    def markdown(self) -> str:
        """Return everything said so far."""
        return "\n".join(self._lines).rstrip() + "\n"


def wilson(share: float, count: int, z: float = 1.96) -> tuple[float, float]:
    """Return the interval of a share of so many by Wilson's formula, 95 % for this z."""
    middle = (share + z * z / (2 * count)) / (1 + z * z / count)
    reach = z / (1 + z * z / count) * (share * (1 - share) / count + z * z / (4 * count * count)) ** 0.5
    return max(0.0, middle - reach), min(1.0, middle + reach)
