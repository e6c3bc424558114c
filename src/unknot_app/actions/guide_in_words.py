"""How to find a spot and press it, in words: from landmarks, in finger widths, as a lay person follows them.

The positions are estimates for an adult of 1.66 m, with an error of one to two centimetres: a person searches round
the place. Finger widths go with the size of the body; centimetres do not, so they stand in brackets.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from unknot.body import TriggerPoint, load_atlas
from unknot.body.atlas import Landmark
from unknot.plan import Palpation, load_plan_data
from unknot.screen import load_screen_data
from unknot_app.actions.estimate_in_words import first_name, with_side
from unknot_app.actions.muscles_in_words import FEELS
from unknot_app.actions.sentences import Sentence

# What was felt, as the buttons say it.
FELT_WORDS = {
    "my_pain": "sore, and it is my pain",
    "sore": "sore, but not my pain",
    "not_sore": "not sore",
    "unsure": "I don't know",
}
# Two fingers are about 4 cm, as the data say of spots "two finger-breadths" away; a convention of this project.
FINGER_MM = 19.0
# What is less is within the error of a position.
LEAST_MM = 10.0
SEARCH = "Bodies differ: feel round this place, a finger width each way."
FRACTIONS = ((0.15, "just after its start"), (0.29, "a quarter of the way"), (0.4, "a third of the way"),
             (0.6, "half way"), (0.7, "two thirds of the way"), (0.85, "three quarters of the way"),
             (0.97, "almost to its end"))  # fmt: skip
# The clinic's words in places and landmarks, as a lay person says them; the longest first.
PLAIN = (
    (r"spinous process of (\w+)", r"bump of the spine \1"),
    (r"spinous process(es)?", r"bump of the spine"),
    (r"L4 and L5 transverse processes", "side bumps of L4 and L5"),
    (r"L3 transverse process", "side bump of L3"),
    (r"ASIS|anterior superior iliac spine", "front hip point"),
    (r"AIIS|anterior inferior iliac spine", "lower front hip point"),
    (r"PSIS line", "line of the dimples above the buttocks"),
    (r"PSIS|posterior superior iliac spine", "dimple bone above the buttock"),
    (r"posterior inferior iliac spine", "bony edge below the dimple"),
    (r"TrP1", "the first spot"),
    (r"midline", "middle line"),
    (r"TFL", "muscle at the front of the hip"),
    (r"SCM", "front strap muscle of the neck"),
    (r"sacral hiatus", "dip at the lower end of the sacrum"),
    (r"(first|second) sacral tubercle", r"\1 bump of the sacrum"),
    (r"greater tubercle", "outer knob"),
    (r"acromion", "shoulder tip"),
    (r"deltoid insertion", "lower end of the shoulder muscle"),
    (r"scapula tip", "tip of the shoulder blade"),
    (r"iliac crest", "hip crest"),
    (r"medial to", "on the inner side of"),
    (r"mastoid( process)?", "bone behind the ear"),
    (r"suboccipital hollow", "hollow below the skull"),
    (r"(external )?occipital protuberance", "bump at the back of the skull"),
    (r"superior nuchal line", "ridge at the back of the skull"),
    (r"coracoid process|coracoid", "bony knob below the outer collarbone"),
    (r"scapular spines?", "ridge of the shoulder blade"),
    (r"pubic tubercle", "bony knob of the pubic bone"),
    (r"adductor tubercle", "inner knob above the knee"),
    (r"fibula", "outer lower-leg bone"),
    (r"under rectus femoris", "under the straight thigh muscle"),
    (r"femoral triangle", "hollow below the groin"),
    (r"sartorius", "strap muscle of the thigh"),
    (r"longissimus", "the long back muscle"),
    (r"(?i:hand-breadth)", "hand's width"),
    (r"thumb-breadth", "thumb's width"),
    (r"finger-breadths?", "finger widths"),
    (r"a finger widths", "a finger width"),
)

# Beside a ring there is room for few letters.
SHORT = (
    ("bump of the spine ", ""),
    ("outer border of", "edge of"),
    ("inner border of", "inner edge of"),
    ("dimple bone above the buttock", "dimple bone"),
    ("bony edge below the dimple", "edge below the dimple"),
    ("most outward point of the outer hip bone", "outer hip bone"),
    ("top of the outer hip bone", "top of outer hip bone"),
    ("highest point of the hip crest", "top of the hip crest"),
    ("lower end of the Achilles tendon", "end of Achilles tendon"),
    ("dip at the lower end of the sacrum", "dip of the sacrum"),
    ("bony knob below the outer collarbone", "knob below collarbone"),
    ("bony knob of the pubic bone", "knob of the pubic bone"),
    ("smooth bone between the eyebrows", "between the eyebrows"),
    ("upper inner corner of", "upper corner of"),
    ("bump at the back of the skull", "bump of the skull"),
    ("ridge at the back of the skull", "ridge of the skull"),
    ("lower end of the shoulder muscle", "end of shoulder muscle"),
    ("joint of collarbone and shoulder tip", "collarbone joint"),
    ("upper edge of the temple muscle", "edge of temple muscle"),
    ("head of the outer lower-leg bone", "outer lower-leg bone"),
    ("inner end of the ridge of the shoulder blade", "inner end of the ridge"),
    ("angle between the 12th rib and the spine", "angle of rib and spine"),
    ("middle of the back of the wrist", "middle of the wrist"),
    ("the shoulder blade", "shoulder blade"),
)


@dataclass(frozen=True)
class LandmarkInWords:
    """A landmark with its plain name, the shorter one that stands on a picture, and how to find it."""

    id: str
    name: str
    short_name: str
    how_to_find: str


@dataclass(frozen=True)
class Guide:
    """Everything that somebody needs to find and press a spot."""

    palpation: Palpation
    name: Sentence
    clinical_name: str
    landmarks: tuple[LandmarkInWords, ...]
    place: str
    moves: tuple[Sentence, ...]
    position: str
    surface: str
    tool: str
    pressure: Sentence
    is_verified: bool
    sources: tuple[str, ...]


def guide_in_words(palpation: Palpation) -> Guide:
    atlas, vocabulary = load_atlas(), load_screen_data().vocabulary
    point = atlas.trigger_points[palpation.id]
    muscle = atlas.muscles[point.muscle]
    surface = palpation.surface if palpation.surface not in ("none", "wall") else ""
    return Guide(
        palpation=palpation,
        name=with_side(first_name(muscle.common_name), palpation.side),
        clinical_name=f"{muscle.name}, {point.label}",
        landmarks=tuple(_landmark(atlas.landmarks[name]) for name in landmarks_of(point)),
        place=_sentence(plain(point.location)),
        moves=tuple(_moves(point)),
        position=vocabulary.positions[palpation.position].name,
        surface=vocabulary.surfaces[surface].name if surface else "",
        tool=load_plan_data().applicators[palpation.applicator].name,
        pressure=_pressure(palpation.level),
        is_verified=point.is_verified,
        sources=point.sources,
    )


def landmarks_of(point: TriggerPoint) -> tuple[str, ...]:
    """Return the landmarks by which a spot is found: those that its place is measured from first."""
    return tuple(dict.fromkeys((*point.position.anchor, *point.landmarks)))


def plain(text: str) -> str:
    """Return a text with the clinic's words put plainly."""
    for clinical, word in PLAIN:
        text = re.sub(rf"\b(?:{clinical})\b", word, text)
    return text


def plain_landmark(name: str) -> str:
    """Return the plain name of a landmark, without the clinic's word in brackets."""
    return plain(re.sub(r" \([^()]*\)", "", name))


def in_fingers(distance_mm: float) -> Sentence:
    """Return a distance in finger widths, to the half, with centimetres in brackets."""
    halves = max(1, round(2 * distance_mm / FINGER_MM))
    whole, half = divmod(halves, 2)
    centimetres = f"{max(0.5, round(distance_mm / 5) / 2):g}"
    if halves == 1:
        return Sentence("half a finger width (%(cm)s cm)", {"cm": centimetres})
    if halves == 2:
        return Sentence("one finger width (%(cm)s cm)", {"cm": centimetres})
    fingers = f"{whole}½" if half else f"{whole}"
    return Sentence("%(fingers)s finger widths (%(cm)s cm)", {"fingers": fingers, "cm": centimetres})


def _landmark(landmark: Landmark) -> LandmarkInWords:
    name = plain_landmark(landmark.name)
    short_name = name
    for long, short in SHORT:
        short_name = short_name.replace(long, short)
    return LandmarkInWords(landmark.id, name, short_name, _sentence(plain(landmark.how_to_find)))


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:] + ("" if text.endswith(".") else ".")


def _moves(point: TriggerPoint) -> Iterable[Sentence]:
    """Yield where to start and how far to go, and that one searches there."""
    position, landmarks = point.position, load_atlas().landmarks
    names = [plain_landmark(landmarks[name].name) for name in position.anchor]
    if len(names) > 1 and 0 < position.fraction < 1:
        way = next((words for most, words in FRACTIONS if position.fraction <= most), FRACTIONS[-1][1])
        yield Sentence(
            "Think of a line from the %(start)s to the %(end)s, and go %(way)s.",
            {"start": (names[0],), "end": (names[1],), "way": (way,)},
        )
    else:
        yield Sentence("Start at the %(start)s.", {"start": (names[-1 if position.fraction else 0],)})
    for distance_mm, forward, back in (
        (position.lateral_mm, "outward, away from the middle of the body", "inward, toward the middle of the body"),
        (position.up_mm, "up", "down"),
        (position.front_mm, "toward the front", "toward the back"),
    ):
        if abs(distance_mm) >= LEAST_MM:
            way = forward if distance_mm > 0 else back
            fingers = in_fingers(abs(distance_mm))
            yield Sentence("From there go %(distance)s %(way)s.", {"distance": str(fingers), "way": (way,)})
    yield Sentence(SEARCH)


def _pressure(level: tuple[int, int]) -> Sentence:
    low, high = level
    if low == high:
        return Sentence("Pressure %(high)s of 5: %(feels)s.", {"high": high, "feels": (FEELS[high],)})
    values = {"low": low, "high": high, "first": (FEELS[low],), "last": (FEELS[high],)}
    return Sentence("Pressure %(low)s to %(high)s of 5: from %(first)s to %(last)s.", values)
