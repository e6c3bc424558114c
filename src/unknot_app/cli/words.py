"""Laying out words for the terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable

WIDTH = 90


def wrap(text: str, indent: int = 0, first: str = "") -> str:
    pad = " " * indent
    return textwrap.fill(text, WIDTH, initial_indent=first or pad, subsequent_indent=pad)


def bullets(texts: Iterable[str], indent: int = 2) -> list[str]:
    return [wrap(text, indent + 2, " " * indent + "- ") for text in texts]


def heading(text: str) -> list[str]:
    return ["", text, "-" * len(text)]
