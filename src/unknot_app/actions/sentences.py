"""A sentence keeps its values apart, so that it can be put into another language with them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Sentence:
    """A text with named gaps, and what stands in them; a tuple is a list of names or sentences."""

    text: str
    values: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.said(str)

    def said(self, say: Callable[[str], str]) -> str:
        """Return the sentence with its text, and the names in it, put into another language by `say`."""

        def told(one: object) -> str:
            return one.said(say) if isinstance(one, Sentence) else say(str(one))

        joined = {
            name: "; ".join(map(told, value)) if isinstance(value, tuple) else value
            for name, value in self.values.items()
        }
        return say(self.text) % joined
