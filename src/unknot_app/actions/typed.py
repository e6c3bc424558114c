"""Text as people type or paste it, made fit to be stored: without hidden signs."""

from __future__ import annotations

import unicodedata


def readable(text: str) -> str:
    """Return a text of several lines without signs that nobody sees."""
    lines = text.replace("\r\n", "\n")
    return "".join(sign for sign in lines if sign == "\n" or unicodedata.category(sign)[0] != "C")


def one_line(text: str) -> str:
    """Return a text as one line, its words apart by single spaces."""
    return " ".join(readable(text).split())
