"""What was worked out from somebody's records and stays in memory for the next page: deleting a person empties it."""

from __future__ import annotations

from functools import _lru_cache_wrapper
from typing import TypeVar

Result = TypeVar("Result")

_emptied: list[_lru_cache_wrapper[object]] = []


def emptied_by_deletion(remembering: _lru_cache_wrapper[Result]) -> _lru_cache_wrapper[Result]:
    """Mark a function that remembers what records hold; memory knows no persons, so that all of it is emptied."""
    _emptied.append(remembering)
    return remembering


def forget_what_is_remembered() -> None:
    for remembering in _emptied:
        remembering.cache_clear()
