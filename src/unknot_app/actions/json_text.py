"""Reading JSON that somebody hands in: whatever is wrong with it is one clear line."""

from __future__ import annotations

import json
from typing import Any

from unknot.errors import BadInput


def read_json_text(text: str | bytes, line: int | None = None) -> Any:
    """Return what JSON holds; `line` is where it stands in a file of many.

    Raises
    ------
    BadInput
        If it is not JSON, not UTF-8, nested too deeply, or holds a number of too many digits.
    """
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise BadInput(f"line {line or error.lineno}, column {error.colno}: {error.msg}") from None
    except UnicodeDecodeError as error:
        raise BadInput(f"not readable as UTF-8 text at byte {error.start}") from None
    except RecursionError:
        raise BadInput("lists or objects are nested too deeply") from None
    except ValueError:
        raise BadInput("a number has too many digits") from None
