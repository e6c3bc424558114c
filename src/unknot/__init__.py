"""Unknot's science: from a pain drawing and screening answers to sources, a clearance and a session plan.

>>> from unknot import Drawing, locate
>>> estimate = locate(Drawing(regions=[{"id": "iliac_crest_back", "side": "right"}]))

Each name is read from its stage when it is first asked for, so that a command starts without the stages it does not
need. `unknot.locate`, `unknot.screen` and `unknot.plan` are the functions, although packages have the same names.
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from unknot.body import load_atlas
    from unknot.draw import Drawing, read_drawing
    from unknot.errors import BadInput, KnowledgeError, UnknotError
    from unknot.knowledge import knowledge_version
    from unknot.locate import Estimate, locate
    from unknot.measure import change, score
    from unknot.plan import SessionHistory, SessionPlan, Wishes, plan
    from unknot.screen import Answers, Clearance, Limits, read_answers, screen

__all__ = [
    "Answers",
    "BadInput",
    "Clearance",
    "Drawing",
    "Estimate",
    "KnowledgeError",
    "Limits",
    "SessionHistory",
    "SessionPlan",
    "UnknotError",
    "Wishes",
    "change",
    "knowledge_version",
    "load_atlas",
    "locate",
    "plan",
    "read_answers",
    "read_drawing",
    "score",
    "screen",
]

_STAGES = {
    "unknot.body": ("load_atlas",),
    "unknot.draw": ("Drawing", "read_drawing"),
    "unknot.errors": ("BadInput", "KnowledgeError", "UnknotError"),
    "unknot.knowledge": ("knowledge_version",),
    "unknot.locate": ("Estimate", "locate"),
    "unknot.measure": ("change", "score"),
    "unknot.plan": ("SessionHistory", "SessionPlan", "Wishes", "plan"),
    "unknot.screen": ("Answers", "Clearance", "Limits", "read_answers", "screen"),
}
_HOME = {name: stage for stage, names in _STAGES.items() for name in names}


class _Root(ModuleType):
    """A package whose public functions are not hidden by the packages that they live in."""

    def __setattr__(self, name: str, value: object) -> None:
        # The import system binds each imported package to its name here; `locate` stays the function.
        if not (name in _HOME and isinstance(value, ModuleType)):
            super().__setattr__(name, value)


def __getattr__(name: str) -> object:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(_HOME[name]), name)
    globals()[name] = value
    return value


sys.modules[__name__].__class__ = _Root
