"""The one vocabulary of tools, positions, surfaces, loads and actions that limits and plans may name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from unknot.knowledge import Entry, Names, Reader


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

    def expand_tools(self, names: frozenset[str]) -> frozenset[str]:
        """Return tools with each class replaced by its members."""
        return _expand(names, self.tool_classes)

    def expand_positions(self, names: frozenset[str]) -> frozenset[str]:
        """Return positions with each class replaced by its members."""
        return _expand(names, self.position_classes)


def _expand(names: frozenset[str], classes: dict[str, NameClass]) -> frozenset[str]:
    return frozenset(member for name in names for member in (classes[name].members if name in classes else (name,)))


def read_vocabulary(reader: Reader, places: dict[str, object]) -> Vocabulary:
    """Read the vocabulary; names that do not resolve become faults of the reader."""
    file = "vocabulary.toml"
    vocabulary = Vocabulary(
        tools=reader.entries(file, "tool", Tool),
        tool_classes=reader.entries(file, "tool_class", NameClass),
        positions=reader.entries(file, "position", NamedPosition),
        position_classes=reader.entries(file, "position_class", NameClass),
        surfaces=reader.entries(file, "surface", Surface),
        loads=reader.entries(file, "load", Load),
        actions=reader.entries(file, "action", Action),
        limbs=reader.entries(file, "limb", Limb),
        scopes=reader.entries(file, "scope", Scope),
        pain_areas=reader.entries(file, "pain_area", PainArea),
    )
    for tool_class in vocabulary.tool_classes.values():
        reader.resolve(file, tool_class.id, "tool", tool_class.members, vocabulary.tools)
    for position_class in vocabulary.position_classes.values():
        reader.resolve(file, position_class.id, "position", position_class.members, vocabulary.positions)
    for action in vocabulary.actions.values():
        reader.resolve(file, action.id, "load", action.loads, vocabulary.loads)
        reader.resolve(file, action.id, "tool", action.applicators_when_prone, vocabulary.tools)
    groups = {name: scope.places for name, scope in vocabulary.scopes.items()}
    groups |= {name: (*limb.places, *limb.trunk) for name, limb in vocabulary.limbs.items()}
    groups |= {name: area.places for name, area in vocabulary.pain_areas.items()}
    for name, members in groups.items():
        reader.resolve(file, name, "place", members, places)
    return vocabulary
