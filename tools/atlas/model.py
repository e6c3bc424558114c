"""Loads the musculoskeletal model of trunk and legs (the package myo-sim) and poses it: bones and muscle paths.

Needed only to draw the chart and to measure stretches. The model's arm is never loaded: its licence forbids
commercial use. Everything handed out is in millimetres, x to the person's left, y up, z to the front, of the model's
own body, which stands on y = 63.

Four things of the model are mended here. The trunk's muscles end 57 mm above the pelvis of the legs; the psoas ends
at the brim of the pelvis; the lumbar part of the iliocostalis jumps off its wrapping surface by 0.8 m when bent; and
the joint of the last lumbar vertebra takes the whole bending of the spine, so that joints are set one by one and
nothing is simulated.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import mujoco
import numpy as np
from myo_sim.build import compose

MM = 1000.0  # the model counts in metres
TO_BODY = np.array([[1, 0, 0], [0, 0, 1], [0, -1, 0]])  # its z is up and its front is -y

PELVIS_DROP_M = 0.057
LOWER_BODY = ("sacrum", "pelvis", "femur", "tibia", "patella", "talus", "calcn", "toes")
# Where the psoas runs after the brim of the pelvis: two points on the thigh bone, of the leg model's own psoas.
PSOAS_END = ("psoas-P3", "psoas-P4")
# These run straight from pelvis to vertebra: round the surface that the model gives them they jump.
STRAIGHT = re.compile(r"IL_L[1-4]_[rl]_tendon")


@dataclass(frozen=True)
class Bone:
    """A bone as a mesh: vertices (V, 3) and triangles (T, 3)."""

    vertices: np.ndarray = field(repr=False)
    triangles: np.ndarray = field(repr=False)


@dataclass(frozen=True)
class Path:
    """The line of a muscle's part from origin to insertion, (N, 3), and how strong the part is.

    `is_of_trunk` (N,) says which points go with the spine, the ribs or the belly; the others go with pelvis and legs.
    """

    points: np.ndarray = field(repr=False)
    is_of_trunk: np.ndarray = field(repr=False)
    force_n: float


@dataclass(frozen=True)
class Posed:
    """Bones by the names of their meshes, paths by those of muscles (with _r or _l), joints by those of bodies."""

    bones: dict[str, Bone]
    paths: dict[str, Path]
    joints: dict[str, np.ndarray]


class Model:
    """The trunk with both legs."""

    def __init__(self) -> None:
        mujoco.set_mju_user_warning(lambda _: None)  # else it writes a file about a model that is never saved
        trunk = compose.build_torso_spec(compose.MODEL_REGISTRY["myotorso"])
        frame = compose.find_body(trunk, "Full Body").add_frame(name="legs")
        trunk.attach(compose.build_legs_spec(), prefix="", suffix="", frame=frame)
        for site in compose.find_body(trunk, "sacrum").sites:
            if not site.name.startswith("rect_abd"):
                site.pos = site.pos - np.array([0, PELVIS_DROP_M, 0])
        for tendon in trunk.tendons:
            if tendon.name.startswith("Ps_"):
                side = tendon.name.removesuffix("_tendon")[-1]
                for site_name in PSOAS_END:
                    tendon.wrap_site(f"{site_name}_{side}")
        self._model = trunk.compile()
        for number in range(self._model.ntendon):
            if STRAIGHT.fullmatch(self._model.tendon(number).name):
                self._straighten(number)

    def _straighten(self, tendon: int) -> None:
        """Take the surfaces that a muscle wraps round out of its path."""
        model = self._model
        path = model.tendon_adr[tendon] + np.arange(model.tendon_num[tendon])
        sites = path[model.wrap_type[path] == mujoco.mjtWrap.mjWRAP_SITE]
        for values in (model.wrap_type, model.wrap_objid, model.wrap_prm):
            values[path[: len(sites)]] = values[sites]
        model.tendon_num[tendon] = len(sites)

    def posed(self, degrees: Mapping[str, float] | None = None) -> Posed:
        """Return bones and paths with joints at angles; other joints stay upright, and a knee brings its kneecap."""
        model, data = self._model, self._set(degrees or {})
        joints = {model.body(number).name: _mm(data.xpos[number]) for number in range(model.nbody)}
        return Posed(dict(self._bones(data)), dict(self._paths(data)), joints)

    def lengths_mm(self, degrees: Mapping[str, float] | None = None) -> dict[str, float]:
        """Return how long each path is, from origin to insertion, with joints at angles as for `posed`."""
        lengths = self._set(degrees or {}).ten_length
        return {name: float(MM * lengths[tendon]) for name, tendon, _ in self._muscles()}

    def _set(self, degrees: Mapping[str, float]) -> Any:
        model, data = self._model, mujoco.MjData(self._model)
        for joint, angle in degrees.items():
            data.qpos[model.joint(joint).qposadr[0]] = np.radians(angle)
        self._follow(data)
        mujoco.mj_kinematics(model, data)
        mujoco.mj_comPos(model, data)
        mujoco.mj_tendon(model, data)
        return data

    def _muscles(self) -> Iterator[tuple[str, int, float]]:
        """Hand out of each muscle path its name, the number of its tendon and its strength in newtons."""
        model = self._model
        for number in range(model.nu):
            tendon = model.actuator_trnid[number, 0]
            name = model.tendon(tendon).name.removesuffix("_tendon")
            yield name, tendon, float(abs(model.actuator_gainprm[number, 2]))

    def _follow(self, data: Any) -> None:
        """Set the joints of the legs that follow another one, by the polynomials of the model."""
        model = self._model
        for first, second, factors in zip(model.eq_obj1id, model.eq_obj2id, model.eq_data, strict=True):
            if first >= 0 and "knee" in model.joint(first).name:
                led_by = data.qpos[model.jnt_qposadr[second]] if second >= 0 else 0.0
                data.qpos[model.jnt_qposadr[first]] = np.polynomial.polynomial.polyval(led_by, factors[:5])

    def _bones(self, data: Any) -> Iterator[tuple[str, Bone]]:
        model = self._model
        for number in np.flatnonzero(model.geom_type == mujoco.mjtGeom.mjGEOM_MESH):
            mesh = model.geom_dataid[number]
            if model.geom_bodyid[number] == 0:  # scenery
                continue
            start, count = model.mesh_vertadr[mesh], model.mesh_vertnum[mesh]
            first, faces = model.mesh_faceadr[mesh], model.mesh_facenum[mesh]
            turned = model.mesh_vert[start : start + count] @ data.geom_xmat[number].reshape(3, 3).T
            name = re.sub(r"^(torso|sacrum|lumbar\d)_geom_\d+_", "", model.mesh(mesh).name).removesuffix("_s")
            yield name, Bone(_mm(turned + data.geom_xpos[number]), model.mesh_face[first : first + faces].copy())

    def _paths(self, data: Any) -> Iterator[tuple[str, Path]]:
        for name, tendon, force_n in self._muscles():
            start, count = data.ten_wrapadr[tendon], data.ten_wrapnum[tendon]
            points = _mm(data.wrap_xpos.reshape(-1, 3)[start : start + count])
            of_trunk = self._is_of_trunk(tendon, points, data)
            kept = np.concatenate([[True], np.linalg.norm(np.diff(points, axis=0), axis=1) > 0.1])
            yield name, Path(points[kept], of_trunk[kept], force_n)

    def _is_of_trunk(self, tendon: int, points: np.ndarray, data: Any) -> np.ndarray:
        """Return which points of a path go with the trunk: a point goes with the body of the site next to it."""
        model = self._model
        wrapped = slice(model.tendon_adr[tendon], model.tendon_adr[tendon] + model.tendon_num[tendon])
        sites = model.wrap_objid[wrapped][model.wrap_type[wrapped] == mujoco.mjtWrap.mjWRAP_SITE]
        apart = np.linalg.norm(points[:, None] - _mm(data.site_xpos[sites])[None], axis=2)
        bodies = [model.body(model.site_bodyid[sites[nearest]]).name for nearest in apart.argmin(axis=1)]
        return np.array([not body.startswith(LOWER_BODY) for body in bodies])


def _mm(metres: np.ndarray) -> np.ndarray:
    return np.asarray(metres @ TO_BODY.T * MM)
