"""Words as they are compared: no accents, no capitals, no signs."""

from __future__ import annotations

import re
import unicodedata

_NO_WORD = re.compile(r"[^\w]+")


def folded(text: str) -> str:
    """Return a text as plain words: "Müller-Lüdenscheidt, Ana" is "muller ludenscheidt ana"."""
    if not text.isascii():
        text = "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))
    return _NO_WORD.sub(" ", text.casefold()).strip()
