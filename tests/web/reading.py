"""Pages as they are read: white space that only keeps a template in short lines does not count."""

from __future__ import annotations

import re

_BESIDE_A_TAG = re.compile(r" ?(<[^>]*>) ?")


def in_one_line(text: str) -> str:
    """Return a page or a part of it with single blanks between words, and none beside tags."""
    return _BESIDE_A_TAG.sub(r"\1", " ".join(text.split()))
