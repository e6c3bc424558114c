"""Poses the figure by what a physiotherapist would write down: joint angles, and where hands and feet are.

Angles are in degrees, places in millimetres. The room: y up from what carries the body, z to where the figure looks
when it stands, x to its left. A frame is a matrix (3, 3) whose columns are a part's left, up and front; upright with
hanging arms, every frame is the identity.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from tools.atlas.mesh import Body, Pose, rotation, rotation_between

X, Y, Z = np.eye(3)
SIDES = {"left": ("L", 1.0), "right": ("R", -1.0)}
# Bones that share a bend of a part of the spine, and how much of it each takes.
SPINE = {
    "lumbar": (("spine05", 0.3), ("spine04", 0.35), ("spine03", 0.35)),
    "thoracic": (("spine02", 0.5), ("spine01", 0.5)),
    "neck": (("neck01", 0.25), ("neck02", 0.25), ("neck03", 0.25), ("head", 0.25)),
}
TRUNK = ("root", "pelvis", "spine")
LEGS = ("upperleg", "lowerleg", "foot", "toe")
CARRIERS = {"body": (*TRUNK, *LEGS, "head", "neck"), "trunk": TRUNK, "legs": LEGS, "left leg": LEGS}
# A raised arm takes the shoulder girdle with it: one part in three of what is above 40 degrees.
GIRDLE_FROM, GIRDLE_SHARE = 40.0, 0.33


@dataclass
class Figure:
    """A figure in the making: its pose, and the frame of every part posed so far."""

    body: Body
    pose: Pose
    frames: dict[str, np.ndarray] = field(default_factory=dict)

    @classmethod
    def upright(cls, body: Body) -> Figure:
        """Return the figure upright, arms and legs hanging straight down."""
        figure = cls(body, Pose(body))
        for letter, side in SIDES.values():
            figure.pose.turn(f"shoulder01.{letter}", rotation(Z, -7 * side))
            for bone, until in (
                ("upperarm01", "lowerarm01"),
                ("lowerarm01", "wrist"),
                ("wrist", "finger3-1"),
                ("upperleg01", "lowerleg01"),
                ("lowerleg01", "foot"),
            ):
                figure.pose.aim(f"{bone}.{letter}", -Y, until=f"{until}.{letter}")
            # The palm looks at the thigh.
            figure._untwist_hand(letter, side)
        figure.frames = {"pelvis": np.eye(3), "chest": np.eye(3), "head": np.eye(3)}
        return figure

    def _untwist_hand(self, letter: str, side: float) -> None:
        knuckles = self.pose.head(f"finger2-1.{letter}") - self.pose.head(f"finger5-1.{letter}")
        angle = np.degrees(np.arctan2(knuckles[0], knuckles[2]))  # thumb to the front
        self.pose.turn(f"lowerarm02.{letter}", rotation(Y, -angle / 2))
        self.pose.turn(f"wrist.{letter}", rotation(Y, -angle / 2))

    def lay(self, frame: np.ndarray) -> None:
        """Turn the whole figure."""
        self.pose.turn_all(frame)
        for name, old in self.frames.items():
            self.frames[name] = frame @ old

    def bend(self, part: str, flexion: float = 0, bend: float = 0, turn: float = 0) -> None:
        """Bend a part of the spine: forward, to the left and turned to the left."""
        frame = self.frames["pelvis" if part == "lumbar" else "chest"]
        for bone, share in SPINE[part]:
            local = rotation(Y, turn * share) @ rotation(Z, -bend * share) @ rotation(X, flexion * share)
            self.pose.turn(bone, frame @ local @ frame.T)
            frame = frame @ local
        if part != "neck":
            self.frames["chest"] = frame
        self.frames["head"] = frame

    def place(self, name: str) -> np.ndarray:
        """Return where a joint is, by its name and side: `knee.R`, `ankle.L`, `shoulder.R`, `hip.R`, ..."""
        joint, _, letter = name.partition(".")
        if joint in ("head", "pelvis", "chest"):
            return self.pose.head({"head": "head", "pelvis": "root", "chest": "spine01"}[joint])
        return self.pose.head(f"{JOINTS[joint]}.{letter}")

    def leg(self, side: str, wish: dict[str, Any]) -> None:
        """Pose a leg by angles, or by where its ankle is and whereto the knee points."""
        letter, sign = SIDES[side]
        hip = self.place(f"hip.{letter}")
        if "ankle" in wish:
            thigh, knee = self._reaching(
                hip, self.target(wish["ankle"]), wish["knee_to"], ("knee", "ankle"), letter, hinge=1
            )
        else:
            thigh = self.frames["pelvis"] @ _ball_joint(wish, sign)
            knee = float(wish.get("knee", 0))
        shin = thigh @ rotation(X, knee)
        self._set(f"upperleg01.{letter}", thigh, self.frames["pelvis"])
        self._set(f"lowerleg01.{letter}", shin, thigh)
        foot = shin @ rotation(X, float(wish.get("pointed", 0)))
        if "toes" in wish:
            foot = _frame(up=np.asarray(wish.get("foot_up", Y), float), front=np.asarray(wish["toes"], float))
        self._set(f"foot.{letter}", foot, shin)
        self.frames |= {f"thigh.{letter}": thigh, f"shin.{letter}": shin, f"foot.{letter}": foot}

    def arm(self, side: str, wish: dict[str, Any]) -> None:
        """Pose an arm by angles, or by where its wrist is and whereto the elbow points."""
        letter, sign = SIDES[side]
        chest = self.frames["chest"]
        if "shrug" in wish:
            self.pose.turn(f"clavicle.{letter}", chest @ rotation(Z, sign * float(wish["shrug"])) @ chest.T)
        if "wrist" in wish:
            goal = self.target(wish["wrist"])
            self._lift_girdle(letter, sign, goal - self.place(f"shoulder.{letter}"))
            start = self.place(f"shoulder.{letter}")
            upper, elbow = self._reaching(start, goal, wish["elbow_to"], ("elbow", "wrist"), letter, hinge=-1)
        else:
            upper = chest @ _ball_joint(wish, sign)
            elbow = float(wish.get("elbow", 0))
            self._lift_girdle(letter, sign, -upper[:, 1])
        fore = upper @ rotation(X, -elbow)
        self._set(f"upperarm01.{letter}", upper, chest)
        self._set(f"lowerarm01.{letter}", fore, upper)
        hand = fore
        if "palm" in wish:
            within = self.frames[wish["hand_in"]] if "hand_in" in wish else np.eye(3)
            fingers = within @ np.asarray(wish["fingers"], float) if "fingers" in wish else -fore[:, 1]
            hand = _hand_frame(fingers, within @ np.asarray(wish["palm"], float), sign)
        self._set(f"wrist.{letter}", hand, fore)
        self.frames |= {f"upperarm.{letter}": upper, f"forearm.{letter}": fore, f"hand.{letter}": hand}

    def _lift_girdle(self, letter: str, sign: float, direction: np.ndarray) -> None:
        chest = self.frames["chest"]
        local = chest.T @ (direction / np.linalg.norm(direction))
        raised = np.degrees(np.arccos(np.clip(-local[1], -1, 1)))
        lift = max(0.0, raised - GIRDLE_FROM) * GIRDLE_SHARE
        axis = np.array([-max(0.0, local[2]) * 0.5, 0, sign * max(0.2, local[0] * sign)])
        for bone, share in (("clavicle", 0.5), ("shoulder01", 0.3)):
            self.pose.turn(f"{bone}.{letter}", chest @ rotation(axis, lift * share) @ chest.T)

    def _set(self, bone: str, frame: np.ndarray, parent: np.ndarray) -> None:
        """Bring a bone from the frame of its parent, which it hangs in so far, into its own.

        The shoulder girdle may have turned an arm a little before; what it added is taken back here, because the
        frame is that of the whole arm.
        """
        if bone.startswith("upperarm01"):
            letter = bone[-1]
            now = self.pose.head(f"lowerarm01.{letter}") - self.pose.head(bone)
            self.pose.turn(bone, rotation_between(now, -parent[:, 1]))
        self.pose.turn(bone, frame @ parent.T)

    def _reaching(
        self,
        start: np.ndarray,
        goal: np.ndarray,
        towards: Sequence[float],
        joints: tuple[str, str],
        letter: str,
        hinge: int,
    ) -> tuple[np.ndarray, float]:
        """Return the frame of the upper part and the bend in the middle, so that a limb ends at a goal."""
        middle, end = (self.place(f"{joint}.{letter}") for joint in joints)
        upper, lower = float(np.linalg.norm(middle - start)), float(np.linalg.norm(end - middle))
        line = goal - start
        reach = float(np.clip(np.linalg.norm(line), abs(upper - lower) + 1, upper + lower - 0.5))
        line = line / np.linalg.norm(line)
        lift = np.arccos(np.clip((upper**2 + reach**2 - lower**2) / (2 * upper * reach), -1, 1))
        bend = 180 - np.degrees(np.arccos(np.clip((upper**2 + lower**2 - reach**2) / (2 * upper * lower), -1, 1)))
        pole = np.asarray(towards, float)
        aside = pole - (pole @ line) * line
        aside /= np.linalg.norm(aside)
        direction = np.cos(lift) * line + np.sin(lift) * aside
        front = hinge * (aside * np.cos(lift) - line * np.sin(lift))
        return _frame(up=-direction, front=front, keep="up"), float(bend)

    def target(self, wish: Sequence[float] | dict[str, Any]) -> np.ndarray:
        """Return a place: three numbers in the room, or `at` a joint and `off` from it in the frame of a part."""
        if not isinstance(wish, dict):
            return np.asarray(wish, float)
        frame = self.frames[wish["in"]] if "in" in wish else np.eye(3)
        found = self.place(wish["at"]) + frame @ np.asarray(wish.get("off", (0, 0, 0)), float)
        if "y" in wish:
            found[1] = float(wish["y"])
        return np.asarray(found)

    def ground(self, carried_by: str) -> None:
        """Set the figure down on the lowest point of what carries it, with the pelvis over the middle."""
        body = self.pose.posed()
        names = [name for name in body.skeleton.names if name.startswith(CARRIERS[carried_by])]
        if carried_by == "left leg":
            names = [name for name in names if name.endswith(".L")]
        lowest = float(body.vertices[body.weight_of(*names) > 0.6, 1].min())
        root = self.place("pelvis")
        self.pose.move((-root[0], -lowest, -root[2]))


JOINTS = {
    "hip": "upperleg01",
    "knee": "lowerleg01",
    "ankle": "foot",
    "toes": "toe1-1",
    "shoulder": "upperarm01",
    "elbow": "lowerarm01",
    "wrist": "wrist",
}


def _ball_joint(wish: dict[str, Any], sign: float) -> np.ndarray:
    """Return hip or shoulder: turned out, then away from the body, then flexed."""
    out, away, flexion = (float(wish.get(name, 0)) for name in ("rotation", "abduction", "flexion"))
    return np.asarray(rotation(X, -flexion) @ rotation(Z, sign * away) @ rotation(Y, sign * out))


def _frame(up: np.ndarray, front: np.ndarray, keep: str = "front") -> np.ndarray:
    """Return the frame with these directions; the one that is not kept is set at a right angle."""
    up, front = up / np.linalg.norm(up), front / np.linalg.norm(front)
    if keep == "front":
        up = up - (up @ front) * front
        up /= np.linalg.norm(up)
    else:
        front = front - (front @ up) * up
        front /= np.linalg.norm(front)
    return np.column_stack([np.cross(up, front), up, front])


def _hand_frame(fingers: np.ndarray, palm: np.ndarray, sign: float) -> np.ndarray:
    """Return the frame of a hand by where fingers and palm point."""
    up = -fingers / np.linalg.norm(fingers)
    left = -sign * palm
    left = left - (left @ up) * up
    left /= np.linalg.norm(left)
    return np.column_stack([left, up, np.cross(left, up)])


LYING = {
    "standing": np.eye(3),
    "supine": rotation(X, -90),
    "prone": rotation(X, 90),
    # On the left side; seen from the front, the head is on the right.
    "side": rotation(Z, -90),
}


def posed(body: Body, wish: dict[str, Any]) -> Figure:
    """Return the figure in a posture, set down."""
    figure = Figure.upright(body)
    figure.lay(
        rotation(Y, float(wish.get("facing", 0)))
        @ rotation(X, float(wish.get("pitch", 0)))
        @ rotation(Z, float(wish.get("roll", 0)))
        @ LYING[wish["lying"]]
    )
    for part in SPINE:
        if part in wish:
            figure.bend(part, **wish[part])
    floating = [side for side in SIDES if "ankle" in wish["leg"][side]]
    for side in SIDES:
        if side not in floating:
            figure.leg(side, wish["leg"][side])
    if "pelvis_height" in wish:
        figure.pose.move(-figure.place("pelvis") + np.array([0, float(wish["pelvis_height"]), 0]))
    else:
        figure.ground(wish["carried_by"])
    for side in floating:
        figure.leg(side, wish["leg"][side])
    for side in ("right", "left"):
        figure.arm(side, wish["arm"][side])
    return figure
