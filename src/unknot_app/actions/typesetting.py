"""Setting a document as PDF. Texts go in as data, never as markup.

The standard is PDF/UA-1: headings, lists, tables and pictures are told to a screen reader; typst refuses a document
that does not fulfil it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Literal

Paper = Literal["a4", "us-letter"]
PAPERS: tuple[Paper, ...] = ("a4", "us-letter")


def can_make_pdf() -> bool:
    """Return whether what sets a PDF is installed (the extra `pdf`)."""
    return find_spec("typst") is not None


def as_pdf(template: Path, data: Mapping[str, Any]) -> bytes:
    """Return what a typst template makes of data."""
    import typst  # an extra, and large

    return bytes(typst.compile(str(template), sys_inputs={"data": json.dumps(data)}, pdf_standards="ua-1"))
