"""What the body rests on in a position, and which surface comes first."""

from __future__ import annotations

# What a position is taken on when neither technique nor exercise says.
SURFACES: dict[str, tuple[str, ...]] = {
    "sitting": ("chair",),
    "sitting_reclined": ("bed", "chair"),
    "standing_supported": ("wall", "table", "none"),
    "standing": ("none",),
}
LYING_SURFACES = ("bed", "floor")

# Untrained people begin where the body's weight presses least; with the bare hand, where they sit at ease.
SURFACE_ORDER = ("wall", "chair", "table", "none", "bed", "floor")
SURFACE_ORDER_BY_HAND = ("chair", "bed", "wall", "table", "none", "floor")


def surfaces_for(position: str) -> tuple[str, ...]:
    """Return the surfaces on which a position can be taken."""
    return SURFACES.get(position, LYING_SURFACES)
