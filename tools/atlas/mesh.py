"""The body as a mesh of quads with a skeleton: how it is formed, posed and refined.

Shapes: `V` vertices, `F` faces with four corners each, `B` bones. Positions are in millimetres: x to the person's
left, y up, z to the front.

Posing: make a `Pose` of a body, turn or aim its bones, and let `posed` move the skin.

>>> pose = Pose(neutral())
>>> pose.aim("upperleg01.L", (0, -0.2, 1), until="lowerleg01.L")
>>> pose.aim("lowerleg01.L", (0, -1, 0), until="foot.L")
>>> seated = pose.posed()
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from scipy import sparse

from tools.atlas import makehuman

# The neutral figure: between woman and man, of average build, not old. No breasts (cup size 0), so that nobody has to
# paint on a body that is plainly another's. Proportions a little more regular than the average.
NEUTRAL = {
    "gender": 0.5,
    "age": 0.52,
    "muscle": 0.52,
    "weight": 0.5,
    "height": 0.5,
    "proportions": 0.6,
    "cupsize": 0.0,
    "firmness": 1.0,
}
# Woman and man of average build and the same age, each of their own stature.
FEMALE = {**NEUTRAL, "gender": 0.0, "muscle": 0.55, "weight": 0.48, "cupsize": 0.45, "firmness": 0.6}
MALE = {**NEUTRAL, "gender": 1.0, "muscle": 0.6}
FIGURES = {"neutral": NEUTRAL, "female": FEMALE, "male": MALE}

Vector = Sequence[float] | np.ndarray


@dataclass(frozen=True)
class Skeleton:
    """Bones, parents before children. `heads` and `tails` are (B, 3); `parents` holds -1 for the root."""

    names: tuple[str, ...]
    parents: tuple[int, ...]
    heads: np.ndarray
    tails: np.ndarray

    def index(self, bone: str) -> int:
        """Return the number of a bone."""
        return self.names.index(bone)

    def below(self, bone: str) -> list[int]:
        """Return a bone and all that hang on it."""
        found = [self.index(bone)]
        for number, parent in enumerate(self.parents):
            if parent in found:
                found.append(number)
        return found


@dataclass(frozen=True)
class Body:
    """Skin and skeleton. The first 13380 vertices are those of the HM08 base mesh, under its numbers."""

    vertices: np.ndarray  # (V, 3)
    quads: np.ndarray  # (F, 4)
    weights: np.ndarray = field(repr=False)  # (V, B), each row sums to 1
    skeleton: Skeleton = field(repr=False)

    def weight_of(self, *bones: str) -> np.ndarray:
        """Return how far each vertex hangs on any of these bones, (V,)."""
        total: np.ndarray = self.weights[:, [self.skeleton.index(bone) for bone in bones]].sum(axis=1)
        return total


def neutral() -> Body:
    """Return the neutral figure in the pose of its files (arms half raised), standing on y = 0."""
    return formed(NEUTRAL)


def formed(traits: dict[str, float]) -> Body:
    """Return a figure of these traits, with a calm face and without nipples."""
    everything = makehuman.shaped(traits)
    everything[:, 1] -= everything[_body_vertices(), 1].min()
    everything = (everything + everything[makehuman.mirror()] * (-1, 1, 1)) / 2  # exactly the same on both sides
    quads, used = _skin()
    skeleton = _skeleton(everything)
    body = Body(everything[used], quads, _weights(skeleton)[used], skeleton)
    return calm_face(without_nipples(body))


def _body_vertices() -> np.ndarray:
    return np.unique(makehuman.base()[1]["body"])


def _skin() -> tuple[np.ndarray, np.ndarray]:
    """Return the faces of body and eyes, and which vertices of the base mesh they use."""
    groups = makehuman.base()[1]
    faces = np.concatenate([groups[name] for name in ("body", "helper-l-eye", "helper-r-eye")])
    used, corners = np.unique(faces, return_inverse=True)
    return corners.reshape(faces.shape), used


def _skeleton(everything: np.ndarray) -> Skeleton:
    rig = makehuman.read_json("rigs/standard/rig.default.json")
    names: list[str] = []
    while len(names) < len(rig):
        names += [name for name, bone in rig.items() if name not in names and bone["parent"] in (None, "", *names)]
    parents = [names.index(rig[name]["parent"]) if rig[name]["parent"] else -1 for name in names]
    heads, tails = ([_joint(rig[name][end], everything) for name in names] for end in ("head", "tail"))
    return Skeleton(tuple(names), tuple(parents), np.array(heads), np.array(tails))


def _joint(end: dict[str, Any], everything: np.ndarray) -> np.ndarray:
    if end["strategy"] == "CUBE":
        return np.asarray(everything[np.unique(makehuman.base()[1][str(end["cube_name"])])].mean(axis=0))
    numbers = [end["vertex_index"]] if end["strategy"] == "VERTEX" else end["vertex_indices"]
    return np.asarray(everything[numbers].mean(axis=0))


def _weights(skeleton: Skeleton) -> np.ndarray:
    weights = np.zeros((len(makehuman.base()[0]), len(skeleton.names)))
    for name, pairs in makehuman.read_json("rigs/standard/weights.default.json")["weights"].items():
        for vertex, weight in pairs:
            weights[vertex, skeleton.index(name)] = weight
    weights[weights.sum(axis=1) == 0, 0] = 1  # whatever hangs on nothing follows the root
    return np.asarray(weights / weights.sum(axis=1, keepdims=True))


def neighbours(quads: np.ndarray, count: int) -> sparse.csr_matrix:
    """Return the matrix (V, V) that replaces each vertex by the mean of those along its edges."""
    ends = np.concatenate([quads, np.roll(quads, -1, axis=1)]).reshape(2, -1)
    both = np.concatenate([ends, ends[::-1]], axis=1)
    edges = sparse.coo_matrix((np.ones(both.shape[1]), both), shape=(count, count)).tocsr()
    edges.data[:] = 1  # an edge stands between two faces, and counts once
    return sparse.diags(1 / np.maximum(edges.sum(axis=1).A1, 1)) @ edges


def _smoothed(body: Body, amount: np.ndarray, steps: int) -> Body:
    """Move vertices towards their neighbours' mean; `amount` (V,) is the share of the way at each step."""
    mean, vertices = neighbours(body.quads, len(body.vertices)), body.vertices
    for _ in range(steps):
        vertices = vertices + amount[:, None] * (mean @ vertices - vertices)
    return replace(body, vertices=vertices)


NIPPLE_REACH_MM = 34.0


def without_nipples(body: Body) -> Body:
    """Return the body with the tips of the breasts smoothed away."""
    amount = np.zeros(len(body.vertices))
    for bone in ("breast.L", "breast.R"):
        on_breast = np.flatnonzero(body.weight_of(bone) > 0.3)
        tip = body.vertices[on_breast[body.vertices[on_breast, 2].argmax()]]
        distance = np.linalg.norm(body.vertices - tip, axis=1)
        amount = np.maximum(amount, 0.6 * np.clip(1 - distance / NIPPLE_REACH_MM, 0, 1))
    return _smoothed(body, amount, steps=60)


def calm_face(body: Body) -> Body:
    """Return the body with the features of the face softened, as of a mannequin."""
    skeleton = body.skeleton
    on_head = body.weights[:, skeleton.below("head")].sum(axis=1) > 0.5
    depth = body.vertices[:, 2]
    middle = (depth[on_head].min() + depth[on_head].max()) / 2
    return _smoothed(body, np.where(on_head & (depth > middle), 0.5, 0.0), steps=3)


def rotation(axis: Vector, degrees: float) -> np.ndarray:
    """Return the matrix (3, 3) that turns by an angle about an axis, by the right-hand rule."""
    x, y, z = np.asarray(axis, float) / np.linalg.norm(axis)
    cross = np.array([[0, -z, y], [z, 0, -x], [-y, x, 0]])
    angle = np.radians(degrees)
    return np.asarray(np.eye(3) + np.sin(angle) * cross + (1 - np.cos(angle)) * cross @ cross)


def rotation_between(start: Vector, end: Vector) -> np.ndarray:
    """Return the smallest turn (3, 3) that brings one direction into another."""
    first, second = np.asarray(start) / np.linalg.norm(start), np.asarray(end) / np.linalg.norm(end)
    axis = np.cross(first, second)
    if np.linalg.norm(axis) < 1e-9:
        axis = np.cross(first, (1, 0, 0) if abs(first[0]) < 0.9 else (0, 1, 0))
    return rotation(axis, np.degrees(np.arccos(np.clip(first @ second, -1, 1))))


class Pose:
    """A pose in the making: each call turns a bone, and all that hang on it, from where they are by then."""

    def __init__(self, body: Body) -> None:
        self._body = body
        count = len(body.skeleton.names)
        self._turns = np.tile(np.eye(3), (count, 1, 1))
        self._shifts = np.zeros((count, 3))

    def head(self, bone: str) -> np.ndarray:
        """Return where the joint at a bone's upper end is now."""
        return self._moved(bone, self._body.skeleton.heads)

    def tail(self, bone: str) -> np.ndarray:
        """Return where a bone's lower end is now."""
        return self._moved(bone, self._body.skeleton.tails)

    def _moved(self, bone: str, ends: np.ndarray) -> np.ndarray:
        number = self._body.skeleton.index(bone)
        return np.asarray(self._turns[number] @ ends[number] + self._shifts[number])

    def turn(self, bone: str, turned: np.ndarray) -> None:
        """Turn a bone about its upper end by a matrix (3, 3) in the axes of the room."""
        self.turn_about(self.head(bone), self._body.skeleton.below(bone), turned)

    def turn_all(self, turned: np.ndarray, about: Vector = (0, 0, 0)) -> None:
        """Turn the whole body, for example to lay it down."""
        self.turn_about(np.asarray(about, float), list(range(len(self._turns))), turned)

    def turn_about(self, centre: np.ndarray, bones: list[int], turned: np.ndarray) -> None:
        """Turn some bones about a point."""
        self._turns[bones] = turned @ self._turns[bones]
        self._shifts[bones] = (self._shifts[bones] - centre) @ turned.T + centre

    def move(self, by_mm: Vector) -> None:
        """Move the whole body."""
        self._shifts += np.asarray(by_mm, float)

    def aim(self, bone: str, direction: Vector, *, until: str = "") -> None:
        """Turn a bone so that the line from its upper end to its lower, or to the joint `until`, has a direction."""
        end = self.head(until) if until else self.tail(bone)
        self.turn(bone, rotation_between(end - self.head(bone), direction))

    def posed(self) -> Body:
        """Return the body in this pose: every vertex follows its bones by their weights."""
        body, skeleton = self._body, self._body.skeleton
        matrices = np.concatenate([self._turns, self._shifts[:, :, None]], axis=2).reshape(-1, 12)
        blended = (body.weights @ matrices).reshape(-1, 3, 4)
        vertices = np.einsum("vij,vj->vi", blended[:, :, :3], body.vertices) + blended[:, :, 3]
        ends = [
            np.einsum("bij,bj->bi", self._turns, where) + self._shifts for where in (skeleton.heads, skeleton.tails)
        ]
        moved = replace(skeleton, heads=ends[0], tails=ends[1])
        return replace(body, vertices=vertices, skeleton=moved)


SIDES = (("L", 1.0), ("R", -1.0))
ANKLE_FROM_MIDLINE_MM = 135.0
# Hanging arms hide the low back from the side, so the side views show them reaching forward.
ARMS_FORWARD_DEGREES = 42.0


def _leaning(degrees: float, side: float, forward: float = 0.0) -> np.ndarray:
    """Return the direction that hangs down, so many degrees away from the body."""
    angle = np.radians(degrees)
    return np.array([side * np.sin(angle), -np.cos(angle), forward])


# Bones of a hanging arm: bone, joint at its lower end, degrees away from the body, lean to the front, and how much
# further than the upper arm it goes when the arm is brought forward.
HANGING_ARM = (
    ("upperarm01", "lowerarm01", 14, 0.0, 1.0),
    ("lowerarm01", "wrist", 10, 0.16, 1.25),
    ("wrist", "finger3-1", 7, 0.20, 1.3),
)


def standing(body: Body, arms_forward_degrees: float = 0.0) -> Body:
    """Return the body upright with hanging arms, or with arms brought forward so that the flanks are free."""
    pose = Pose(body)
    for letter, side in SIDES:
        _stand(pose, letter, side)
        pose.turn(f"shoulder01.{letter}", rotation((0, 0, 1), -7 * side))  # else the whole turn creases the armpit
        for bone, until, away, ahead, share in HANGING_ARM:
            forward = rotation((1, 0, 0), -arms_forward_degrees * share)
            pose.aim(f"{bone}.{letter}", forward @ _leaning(away, side, ahead), until=f"{until}.{letter}")
    return on_floor(pose.posed())


def on_floor(body: Body) -> Body:
    """Return the body moved up or down so that its lowest point has the height 0."""
    pose = Pose(body)
    pose.move((0, -body.vertices[:, 1].min(), 0))
    return pose.posed()


def _stand(pose: Pose, letter: str, side: float) -> None:
    """Bring an ankle to its distance from the midline, with the foot as it was."""
    hip, ankle = pose.head(f"upperleg01.{letter}"), pose.head(f"foot.{letter}")
    reach = float(np.linalg.norm((ankle - hip)[:2]))
    across = side * ANKLE_FROM_MIDLINE_MM - hip[0]
    goal = np.array([across, -np.sqrt(reach**2 - across**2), 0])
    turned = rotation_between((ankle - hip) * (1, 1, 0), goal)
    pose.turn(f"upperleg01.{letter}", turned)
    pose.turn(f"foot.{letter}", turned.T)


def refinement(quads: np.ndarray, count: int, times: int) -> tuple[sparse.csr_matrix, np.ndarray]:
    """Return how `count` vertices make those of a finer mesh, and its faces, by Catmull and Clark's rule.

    The matrix (finer V, V) makes the finer vertices, and in the same way the finer weights.
    """
    matrix = sparse.identity(count, format="csr")
    for _ in range(times):
        step, quads = _refinement_step(quads, matrix.shape[0])
        matrix = step @ matrix
    return matrix, quads


def _refinement_step(quads: np.ndarray, count: int) -> tuple[sparse.csr_matrix, np.ndarray]:
    faces = len(quads)
    sides = np.stack([quads, np.roll(quads, -1, axis=1)], axis=2).reshape(-1, 2)
    edges, edge_of = np.unique(np.sort(sides, axis=1), axis=0, return_inverse=True)
    edge_of = edge_of.reshape(faces, 4)
    middles = _means(quads, count)
    halves = _means(edges, count)
    beside = sparse.csr_matrix((np.ones(4 * faces), (edge_of.ravel(), np.repeat(np.arange(faces), 4))))
    at_rim = np.asarray(beside.sum(axis=1)).ravel() < 2
    inner = 0.5 * halves + 0.5 * _row_means(beside) @ middles
    edge_points = sparse.diags(at_rim.astype(float)) @ halves + sparse.diags((~at_rim).astype(float)) @ inner
    corners = _corner_points(quads, edges, at_rim, count, middles, halves)
    points = sparse.vstack([corners, edge_points, middles]).tocsr()
    edge_of = edge_of + count
    centre = np.arange(faces) + count + len(edges)
    finer = [np.stack([quads[:, k], edge_of[:, k], centre, edge_of[:, k - 1]], axis=1) for k in range(4)]
    return points, np.concatenate(finer)


def _corner_points(
    quads: np.ndarray,
    edges: np.ndarray,
    at_rim: np.ndarray,
    count: int,
    middles: sparse.csr_matrix,
    halves: sparse.csr_matrix,
) -> sparse.csr_matrix:
    """Return the new places of the old vertices: (faces' mean + 2 edges' mean + (n - 3) self) / n, rims apart."""
    at_faces = sparse.csr_matrix(
        (np.ones(quads.size), (quads.ravel(), np.repeat(np.arange(len(quads)), 4))), shape=(count, len(quads))
    )
    at_edges = sparse.csr_matrix(
        (np.ones(edges.size), (edges.ravel(), np.repeat(np.arange(len(edges)), 2))), shape=(count, len(edges))
    )
    degree = np.maximum(np.asarray(at_faces.sum(axis=1)).ravel(), 1)
    self_share = sparse.diags((degree - 3) / degree)
    inner = (
        sparse.diags(1 / degree) @ (_row_means(at_faces) @ middles + 2 * _row_means(at_edges) @ halves) + self_share
    )
    rim_edges = at_edges @ sparse.diags(at_rim.astype(float))
    on_rim = np.asarray(rim_edges.sum(axis=1)).ravel() > 0
    rim = 0.5 * _row_means(rim_edges) @ halves + 0.5 * sparse.identity(count)
    return sparse.diags((~on_rim).astype(float)) @ inner + sparse.diags(on_rim.astype(float)) @ rim


def _means(members: np.ndarray, count: int) -> sparse.csr_matrix:
    """Return the matrix that takes the mean of the vertices in each row of `members`."""
    rows, width = members.shape
    entries = np.full(members.size, 1 / width)
    return sparse.csr_matrix((entries, (np.repeat(np.arange(rows), width), members.ravel())), shape=(rows, count))


def _row_means(matrix: sparse.csr_matrix) -> sparse.csr_matrix:
    total = np.asarray(matrix.sum(axis=1)).ravel()
    return sparse.diags(1 / np.maximum(total, 1)) @ matrix


def refined(body: Body, times: int) -> Body:
    """Return the body with each face split into four, `times` times over, and rounded."""
    matrix, quads = refinement(body.quads, len(body.vertices), times)
    return replace(body, vertices=matrix @ body.vertices, quads=quads, weights=matrix @ body.weights)
