"""A sentence keeps its values apart, so that it can be put into another language with them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Sentence:
    """A text with named gaps, and what stands in them; a tuple is a list of names."""

    text: str
    values: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        joined = {
            name: "; ".join(value) if isinstance(value, tuple) else value for name, value in self.values.items()
        }
        return self.text % joined
