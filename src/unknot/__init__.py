"""Unknot's science: from a pain drawing and screening answers to sources, a clearance and a session plan.

>>> from unknot import Drawing, locate
>>> estimate = locate(Drawing(regions=[{"id": "iliac_crest_back", "side": "right"}]))
"""

from unknot.body import load_atlas
from unknot.draw import Drawing, read_drawing
from unknot.errors import BadInput, KnowledgeError, UnknotError
from unknot.knowledge import knowledge_version
from unknot.locate import Estimate, locate
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
    "knowledge_version",
    "load_atlas",
    "locate",
    "plan",
    "read_answers",
    "read_drawing",
    "screen",
]
