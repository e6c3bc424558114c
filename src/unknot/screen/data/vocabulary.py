"""The one vocabulary of tools, positions, surfaces, loads and actions that limits and plans may name."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from unknot.knowledge import UNSURE, Entry, Names, Reader
from unknot.screen.data.questions import Question

VOCABULARY = "vocabulary.toml"


class Tool(Entry):
    """Something that presses, warms, or is left out."""

    id: str
    kind: Literal["applicator", "product", "none"]
    name: str = ""
    offered: bool = True


class NameClass(Entry):
    """A name that stands for all its members; a ban on it bans each of them."""

    id: str
    name: str
    members: Names


class NamedPosition(Entry):
    """A position of the person."""

    id: str
    name: str


class Surface(Entry):
    """What the person lies, sits or leans on."""

    id: str
    name: str


class Load(Entry):
    """What an exercise asks of the body."""

    id: str
    name: str
    end_range: bool


class Action(Entry):
    """Something that a ban in no_actions removes: techniques, exercises by kind or load, rows of levels."""

    id: str
    name: str
    techniques: Names = ()
    exercise_kinds: Names = ()
    loads: Names = ()
    level_rows: Names = ()
    applicators_when_prone: Names = ()
    offered: bool = True


class Limb(Entry):
    """An arm or a leg with its side, in places, and the places of the trunk beside it."""

    id: str
    side: Literal["left", "right"]
    places: Names
    trunk: Names


class Scope(Entry):
    """A scope that is not a place, with the places by which it is read.

    `named_by`: the question that names the limbs which are meant, each on its own side; `with_trunk`: with the trunk
    beside them.
    """

    id: str
    means: str
    places: Names
    named_by: str = ""
    with_trunk: bool = False


class PainArea(Entry):
    """An answer of the question where it hurts, in places, and in regions of places that several answers share."""

    id: str
    places: Names
    regions: Names = ()


@dataclass(frozen=True)
class Vocabulary:
    """All names that a limit or a plan may use."""

    tools: dict[str, Tool]
    tool_classes: dict[str, NameClass]
    positions: dict[str, NamedPosition]
    position_classes: dict[str, NameClass]
    surfaces: dict[str, Surface]
    loads: dict[str, Load]
    actions: dict[str, Action]
    limbs: dict[str, Limb]
    scopes: dict[str, Scope]
    pain_areas: dict[str, PainArea]

    @cached_property
    def tool_names(self) -> frozenset[str]:
        """Return the names by which a ban may call tools: theirs, and those of their classes."""
        return frozenset((*self.tools, *self.tool_classes))

    @cached_property
    def position_names(self) -> frozenset[str]:
        """Return the names by which positions may be called: theirs, and those of their classes."""
        return frozenset((*self.positions, *self.position_classes))

    def expand_tools(self, names: frozenset[str]) -> frozenset[str]:
        """Return tools with each class replaced by its members."""
        return _expand(names, self.tool_classes)

    def expand_positions(self, names: frozenset[str]) -> frozenset[str]:
        """Return positions with each class replaced by its members."""
        return _expand(names, self.position_classes)


def _expand(names: frozenset[str], classes: dict[str, NameClass]) -> frozenset[str]:
    return frozenset(member for name in names for member in (classes[name].members if name in classes else (name,)))


def read_vocabulary(reader: Reader, places: Collection[str], questions: dict[str, Question]) -> Vocabulary:
    """Read the vocabulary; names that do not resolve become faults of the reader."""
    vocabulary = Vocabulary(
        tools=reader.entries(VOCABULARY, "tool", Tool),
        tool_classes=reader.entries(VOCABULARY, "tool_class", NameClass),
        positions=reader.entries(VOCABULARY, "position", NamedPosition),
        position_classes=reader.entries(VOCABULARY, "position_class", NameClass),
        surfaces=reader.entries(VOCABULARY, "surface", Surface),
        loads=reader.entries(VOCABULARY, "load", Load),
        actions=reader.entries(VOCABULARY, "action", Action),
        limbs=reader.entries(VOCABULARY, "limb", Limb),
        scopes=reader.entries(VOCABULARY, "scope", Scope),
        pain_areas=reader.entries(VOCABULARY, "pain_area", PainArea),
    )
    _check_members(reader, vocabulary)
    _check_places(reader, vocabulary, places)
    _check_limbs(reader, vocabulary, questions)
    return vocabulary


def _check_members(reader: Reader, vocabulary: Vocabulary) -> None:
    for tool_class in vocabulary.tool_classes.values():
        reader.resolve(VOCABULARY, tool_class.id, "tool", tool_class.members, vocabulary.tools)
    for position_class in vocabulary.position_classes.values():
        reader.resolve(VOCABULARY, position_class.id, "position", position_class.members, vocabulary.positions)
    for action in vocabulary.actions.values():
        reader.resolve(VOCABULARY, action.id, "load", action.loads, vocabulary.loads)
        reader.resolve(VOCABULARY, action.id, "tool", action.applicators_when_prone, vocabulary.tools)


def _check_places(reader: Reader, vocabulary: Vocabulary, places: Collection[str]) -> None:
    named = {name: scope.places for name, scope in vocabulary.scopes.items()}
    named |= {name: (*limb.places, *limb.trunk) for name, limb in vocabulary.limbs.items()}
    named |= {name: area.places for name, area in vocabulary.pain_areas.items()}
    for name, members in named.items():
        reader.resolve(VOCABULARY, name, "place", members, places)


def _check_limbs(reader: Reader, vocabulary: Vocabulary, questions: dict[str, Question]) -> None:
    """Check that a scope that is read by limbs asks a question whose options are limbs."""
    for scope in vocabulary.scopes.values():
        if not scope.named_by:
            continue
        reader.resolve(VOCABULARY, scope.id, "question", [scope.named_by], questions)
        if scope.named_by in questions:
            limbs = [option for option in questions[scope.named_by].options if option != UNSURE]
            reader.resolve(VOCABULARY, scope.id, "limb", limbs, vocabulary.limbs)
