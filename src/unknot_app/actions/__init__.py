"""One function for each thing a person can do; the command line and later the pages call these."""

from unknot_app.actions.bodymaps import BodyMap, locate_body_map, read_body_maps
from unknot_app.actions.locating import locate_drawing
from unknot_app.actions.planning import plan_session
from unknot_app.actions.screening import screen_answers

__all__ = [
    "BodyMap",
    "locate_body_map",
    "locate_drawing",
    "plan_session",
    "read_body_maps",
    "screen_answers",
]
