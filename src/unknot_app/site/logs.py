"""Log lines that hold no health data."""

from __future__ import annotations

import logging
import traceback


class WithoutHealthData(logging.Formatter):
    """Writes where an error arose and of what kind it is, never its text: that could quote what a person entered."""

    def format(self, record: logging.LogRecord) -> str:
        line = f"{record.levelname} {record.name}"
        if not record.exc_info or record.exc_info[1] is None:
            return line
        error = record.exc_info[1]
        frames = traceback.extract_tb(error.__traceback__)
        where = " < ".join(f"{frame.name}:{frame.lineno}" for frame in reversed(frames[-4:]))
        return f"{line}: {type(error).__name__} in {where}"
