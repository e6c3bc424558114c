"""What a person drew: strokes, marks in regions or CHOIR segments, with answers about features and pressed spots."""

from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Annotated, Any, Literal, Self

from pydantic import Field, ValidationError, field_validator, model_validator

from unknot.body import Complaint, cell, load_atlas
from unknot.body.chart import Figure
from unknot.draw.choir import segment_names, segments_of
from unknot.draw.qualities import Qualities, Quality, in_order
from unknot.draw.strokes import Covered, Stroke, covered_cells
from unknot.draw.widespread import widespread_pain
from unknot.errors import BadInput, nearest
from unknot.knowledge import Value, YesNoUnsure

MarkSide = Literal["left", "right", "midline", "both"]
Sex = Literal["female", "male", "other_or_rather_not_say"]

# Painted more than this share of the whole body, a drawing tells nothing of its sources (project choice).
ALL_OVER_SHARE = 0.6


def complaint_of_regions(names: Iterable[str]) -> Complaint:
    """Return the complaint to which most regions belong, the low back first among equals (project choice)."""
    regions = load_atlas().regions
    counts: Counter[Complaint] = Counter(regions[name].complaint for name in names)
    order: tuple[Complaint, ...] = ("low_back", "neck", "head")
    return max(order, key=lambda complaint: counts[complaint])


class Mark(Value):
    """Pain painted in one region, on one side or both."""

    id: str
    side: MarkSide
    intensity: Annotated[float, Field(ge=0, le=10)] | None = None
    strength: Literal["main", "also"] | None = None
    quality: Qualities = ()

    @model_validator(mode="after")
    def _names_a_cell(self) -> Self:
        regions = load_atlas().regions
        if self.id not in regions:
            raise ValueError(f"unknown region {self.id!r}{nearest(self.id, regions)}")
        paired = regions[self.id].paired
        if paired == (self.side == "midline"):
            expected = "left, right or both" if paired else "midline"
            raise ValueError(f"region {self.id!r} has the side {expected}, not {self.side!r}")
        return self

    @property
    def cells(self) -> tuple[str, ...]:
        """Return the cells that the mark covers; an intensity of 0 covers none."""
        if self.intensity == 0:
            return ()
        sides = ("left", "right") if self.side == "both" else (self.side,)
        return tuple(cell(self.id, side) for side in sides)


class Finding(Value):
    """What was felt when a trigger point was pressed."""

    id: str
    side: Literal["left", "right"]
    tender: YesNoUnsure | None = None
    reproduces_pain: YesNoUnsure | None = None
    taut_band: YesNoUnsure | None = None
    pressed_by: Literal["self", "partner", "therapist"] = "self"

    @field_validator("id")
    @classmethod
    def _is_a_trigger_point(cls, name: str) -> str:
        known = load_atlas().referral_zones
        if name not in known:
            raise ValueError(f"unknown trigger point {name!r}{nearest(name, known)}")
        return name

    @field_validator("tender", "reproduces_pain", "taut_band", mode="before")
    @classmethod
    def _read_truth(cls, value: object) -> object:
        return {True: "yes", False: "no"}[value] if isinstance(value, bool) else value


class PaintedPlace(Value):
    """A painted cell, with its strongest pain, 0 to 10 (None where no strength was given), and how it feels."""

    place: str
    intensity: float | None
    quality: tuple[Quality, ...]


class Drawing(Value):
    """A pain drawing: strokes and painted regions together, or the segments of a CHOIR body map, never both.

    Nothing painted is allowed where the complaint is named: somebody who cannot show the pain.
    """

    complaint: Complaint | None = None
    regions: tuple[Mark, ...] = ()
    strokes: tuple[Stroke, ...] = ()
    choir: tuple[str, ...] = ()
    features: dict[str, YesNoUnsure | None] = Field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    age: Annotated[int, Field(ge=0, le=120)] | None = None
    sex: Sex | None = None

    @field_validator("choir")
    @classmethod
    def _are_segments(cls, codes: tuple[str, ...]) -> tuple[str, ...]:
        known = load_atlas().choir_segments
        unknown = [code for code in codes if code not in known]
        if unknown:
            raise ValueError(f"unknown CHOIR segment {unknown[0]!r}: codes run from 101 to 136 and 201 to 238")
        return tuple(sorted(set(codes)))

    @model_validator(mode="after")
    def _shows_something(self) -> Self:
        if self.choir and (self.regions or self.strokes):
            raise ValueError("give regions and strokes, or CHOIR segments, not both")
        if not self.painted and self.complaint is None:
            raise ValueError("the drawing is empty: paint at least one place, or name the complaint")
        return self

    @cached_property
    def painted(self) -> tuple[str, ...]:
        """Return what is painted, as `region:side` or, for a body map, as `choir_CODE:side`, in a fixed order."""
        atlas = load_atlas()
        if self.choir:
            return segment_names(atlas, self.choir)
        marked = {name for mark in self.regions for name in mark.cells}
        marked |= {covered.cell for covered in self.covered}
        return tuple(name for name in atlas.cells if name in marked)

    @cached_property
    def covered(self) -> tuple[Covered, ...]:
        """Return the cells that the strokes paint, the largest painted area first."""
        return covered_cells(self.strokes)

    @cached_property
    def is_all_over(self) -> bool:
        """Return whether so much is painted that the drawing cannot tell sources apart."""
        atlas = load_atlas()
        whole = len(atlas.choir_segments) if self.choir else len(atlas.cells)
        return len(self.painted) > ALL_OVER_SHARE * whole

    @cached_property
    def inferred_complaint(self) -> Complaint:
        """Return the complaint, as given or from what is painted.

        Source: generalised pain by Wolfe 2016 (four of five regions); otherwise the complaint to which most painted
        regions belong, the low back first among equals (project choice).
        """
        if self.complaint:
            return self.complaint
        if widespread_pain(self.painted_cells).is_generalised:
            return "widespread"
        return complaint_of_regions(name.split(":")[0] for name in self.painted_cells)

    @cached_property
    def painted_cells(self) -> tuple[str, ...]:
        """Return the painted cells; for a body map, all cells that a painted segment holds."""
        if not self.choir:
            return self.painted
        painted = set(self.choir)
        return tuple(name for name in load_atlas().cells if painted.intersection(segments_of(name)))

    @cached_property
    def segments(self) -> tuple[str, ...]:
        """Return the CHOIR segments of the drawing, in male numbering and in the order of their codes.

        Those of a body map are its own. Otherwise each painted cell paints its best match, and a cell in the midline
        the halves on both sides, so that a body map shows it a little wider.
        """
        if self.choir:
            return self.choir
        return tuple(sorted({code for name in self.painted for code in segments_of(name)}))

    @cached_property
    def places(self) -> tuple[PaintedPlace, ...]:
        """Return the painted cells with how they hurt: those of strokes first, by painted area, then by the atlas."""
        intensity: dict[str, float | None] = {}
        quality: dict[str, tuple[Quality, ...]] = {}
        marks = [(one.cell, one.intensity, one.quality) for one in self.covered]
        marks += [(name, mark.intensity, mark.quality) for mark in self.regions for name in mark.cells]
        for name, strength, feels in marks:
            given = [one for one in (intensity.get(name), strength) if one is not None]
            intensity[name] = max(given, default=None)
            quality[name] = in_order((*quality.get(name, ()), *feels))
        names = dict.fromkeys((*(one.cell for one in self.covered), *self.painted_cells))
        return tuple(
            PaintedPlace(place=name, intensity=intensity.get(name), quality=quality.get(name, ())) for name in names
        )

    @property
    def strongest(self) -> float | None:
        """Return the strongest pain of the drawing, above 0 to 10; None where no strength was given."""
        return max((one.intensity for one in self.places if one.intensity is not None), default=None)

    @property
    def figure(self) -> Figure:
        """Return the figure that was painted on, by the first stroke; the neutral one without strokes."""
        return self.strokes[0].figure if self.strokes else "neutral"


def read_drawing(raw: object, where: str = "drawing") -> Drawing:
    """Read a drawing from parsed JSON.

    Raises
    ------
    BadInput
        If a region, side, intensity, finding or field is not valid, or nothing is painted; the message names the
        field and, for a misspelt name, the nearest known ones.
    """
    if not isinstance(raw, dict):
        raise BadInput(f"{where}: expected an object, got {raw!r:.60}")
    fields = {name: value for name, value in raw.items() if value is not None}
    try:
        return Drawing.model_validate(fields)
    except ValidationError as error:
        raise BadInput(describe_faults(error, where)) from None


def still_readable(raw: Mapping[str, Any]) -> dict[str, Any]:
    """Return of a stored drawing what today's atlas and chart read; marks that they do not know are left out."""
    parts: dict[str, type[Value]] = {"strokes": Stroke, "regions": Mark, "findings": Finding}
    read = {name: [one for one in raw.get(name) or () if _is_readable(part, one)] for name, part in parts.items()}
    return {**raw, **{name: marks for name, marks in read.items() if name in raw}}


def _is_readable(part: type[Value], raw: object) -> bool:
    try:
        part.model_validate(raw)
    except ValidationError:
        return False
    return True


def describe_faults(error: ValidationError, where: str) -> str:
    """Return a validation error in one line: each field with what was wrong and what was got."""
    lines = []
    faults = error.errors()
    for fault in faults:
        if fault["type"] == "too_short" and any(_lies_in(other["loc"], fault["loc"]) for other in faults):
            continue  # the list is short of what was refused in it
        field = ".".join(str(part) for part in (where, *fault["loc"]) if part != "")
        plain = _PLAIN_WORDS.get(fault["type"], fault["msg"].removeprefix("Value error, "))
        message = plain.format(**fault["ctx"]) if fault["type"] in _COUNTED else plain
        got = "" if fault["type"] in _SAID_ALREADY else f", got {fault['input']!r:.60}"
        lines.append(f"{field}: {message[0].lower()}{message[1:]}{got}")
    return "; ".join(lines)


def _lies_in(loc: tuple[int | str, ...], outer: tuple[int | str, ...]) -> bool:
    return len(loc) > len(outer) and loc[: len(outer)] == outer


_COUNTED = ("too_short", "too_long")
# Faults whose message says what was got, or that nothing was.
_SAID_ALREADY = ("value_error", "missing", "extra_forbidden", *_COUNTED)
# What a reader of JSON calls these things.
_PLAIN_WORDS = {
    "too_short": "expected at least {min_length} of them, got {actual_length}",
    "too_long": "expected at most {max_length} of them, got {actual_length}",
    "tuple_type": "expected a list",
    "list_type": "expected a list",
    "dict_type": "expected an object",
    "model_type": "expected an object",
    "string_type": "expected a text",
    "missing": "is missing",
    "extra_forbidden": "there is no such field",
}
