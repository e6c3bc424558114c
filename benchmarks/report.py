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
