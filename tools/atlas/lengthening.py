"""Measures in the musculoskeletal model how each exercise lengthens each muscle, and writes the table of it.

Run: make atlas (two seconds). It also measures the postures of a table that others measured with the same model
(tests/reference/published_lengthening.csv) and writes its own values beside it, for tests/reference to compare.

The measure: (length - length standing) / length standing of each path of a muscle, their mean weighted by strength.
An exercise is measured as it is done to stretch the right side, at the angles of data/plan/stretches.toml laid over
how the legs lie in its position; no angle goes beyond what the model or a body allows.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import numpy as np

from tools.atlas.model import Model
from unknot.body import load_atlas
from unknot.knowledge import Reader, data_folder
from unknot.plan.data.exercises import Exercise

TABLE = data_folder() / "plan" / "lengthening.csv"
REFERENCE = Path(__file__).parents[2] / "tests" / "reference"
PUBLISHED, MEASURED = REFERENCE / "published_lengthening.csv", REFERENCE / "measured_lengthening.csv"
LEAST_PERCENT = 0.5  # what changes less on either side has no row

# The spine's joints from the sacrum up, and which share of a movement of the whole lumbar spine each takes
# (flexion and side bend: the lumbar spine model of Christophy 2012; turning: a choice of this project).
LEVELS = ("", "L4_L5_", "L3_L4_", "L2_L3_", "L1_L2_")
LUMBAR = {
    "lumbar_flexion": ("flex_extension", "FE", -1, (0.125, 0.185, 0.204, 0.231, 0.255)),
    "lumbar_side_bend": ("lat_bending", "LB", -1, (0.1355, 0.1811, 0.2453, 0.2501, 0.188)),
    "lumbar_rotation": ("axial_rotation", "AR", 1, (0.12, 0.22, 0.22, 0.22, 0.22)),
}
LEG = {
    "hip_flexion": ("hip_flexion", 1),
    "hip_abduction": ("hip_adduction", -1),
    "hip_external_rotation": ("hip_rotation", -1),
    "knee_flexion": ("knee_angle", 1),
    "ankle_dorsiflexion": ("ankle_angle", 1),
}
# How far each goes: a leg as far as the joints of the model, the whole lumbar spine as far as that of a body.
RANGES = {
    "hip_flexion": (-30, 120),
    "hip_abduction": (-30, 50),
    "hip_external_rotation": (-40, 40),
    "knee_flexion": (0, 120),
    "ankle_dorsiflexion": (-40, 30),
    "lumbar_flexion": (-35, 60),
    "lumbar_side_bend": (-25, 25),
    "lumbar_rotation": (-13, 13),
}
# How the legs lie in a position before an exercise moves them: flexion of hip and knee.
LEGS_IN = {
    "sitting": (90, 90),
    "supine_hooklying": (48, 90),
    "supine_legs_raised": (90, 90),
    "hands_and_knees": (90, 90),
    "side_lying": (45, 70),
}
CROSSED = ("rect_abd",)
# When one side is stretched kneeling, the other leg stands in front.
OTHER_LEG_IN = {**LEGS_IN, "kneeling": (90, 90)}


class Gauge:
    """Measures muscles of both sides; each is a pattern that the names of its paths match from the start.

    Only the paths of the right side are used: those of the left are measured as the right ones in the mirror, because
    one of the model's left paths (LTpT_T12_l) runs on the right.
    """

    def __init__(self, model: Model, muscles: Mapping[str, str]) -> None:
        self._model = model
        self._at_rest = model.lengths_mm()
        self._strength_n = {name: path.force_n for name, path in model.posed().paths.items() if is_right(name)}
        self._paths = {
            muscle: [name for name in self._strength_n if re.match(pattern, name)]
            for muscle, pattern in muscles.items()
        }

    def percents(self, angles: Mapping[str, float]) -> dict[tuple[str, str], float]:
        """Return by how many percent a posture lengthens each muscle of each side, to a tenth."""
        changes = {}
        for side, seen in (("right", angles), ("left", mirrored(angles))):
            now = self._model.lengths_mm(joints_of(seen))
            for muscle, paths in self._paths.items():
                each = [100 * (now[name] / self._at_rest[name] - 1) for name in paths]
                mean = np.average(each, weights=[self._strength_n[name] for name in paths])
                changes[muscle, side] = round(float(mean), 1) + 0.0  # no minus before a zero
        return changes


def is_right(path: str) -> bool:
    """Return whether a path runs on the right. The right straight belly muscle of the model is on its left."""
    return path.endswith("_l" if path.startswith(CROSSED) else "_r")


def mirrored(angles: Mapping[str, float]) -> dict[str, float]:
    other = {"r": "l", "l": "r"}
    seen = {}
    for name, angle in angles.items():
        if name in LUMBAR:
            seen[name] = angle if name == "lumbar_flexion" else -angle
        else:
            seen[f"{name[:-1]}{other[name[-1]]}"] = angle
    return seen


def joints_of(angles: Mapping[str, float]) -> dict[str, float]:
    """Return the degrees of the model's joints for those of both legs (with _r or _l) and of the lumbar spine."""
    joints: dict[str, float] = {}
    for name, angle in angles.items():
        if name in LUMBAR:
            lowest, ending, sign, shares = LUMBAR[name]
            for level, share in zip(LEVELS, shares, strict=True):
                joints[f"{level}{ending}" if level else lowest] = sign * share * angle
        else:
            joint, sign = LEG[name[:-2]]
            joints[f"{joint}{name[-2:]}"] = sign * angle
    return joints


def angles_of(exercise: Exercise) -> dict[str, float]:
    """Return the angles of both legs and of the lumbar spine in an exercise that stretches the right side."""
    is_sided = exercise.side == "same"
    angles: dict[str, float] = {}
    for side, lying in (("r", LEGS_IN), ("l", OTHER_LEG_IN if is_sided else LEGS_IN)):
        hip, knee = lying.get(exercise.position, (0, 0))
        angles |= {f"hip_flexion_{side}": hip, f"knee_flexion_{side}": knee}
    for name in set(exercise.joints) & set(RANGES):
        angle = float(np.clip(exercise.joints[name], *RANGES[name]))
        moved = [name] if name in LUMBAR else [f"{name}_{side}" for side in ("r" if is_sided else "rl")]
        angles |= dict.fromkeys(moved, angle)
    return angles


def rows_of(gauge: Gauge, exercises: Iterable[Exercise]) -> Iterator[tuple[str, str, float, float]]:
    """Hand out the rows of the table. An exercise that moves no joint of the model has none."""
    for exercise in exercises:
        if not set(exercise.joints) & set(RANGES):
            continue
        percents = gauge.percents(angles_of(exercise))
        for muscle in sorted({muscle for muscle, _ in percents}):
            both = percents[muscle, "right"], percents[muscle, "left"]
            if max(map(abs, both)) >= LEAST_PERCENT:
                yield exercise.id, muscle, *both


def measured_again(model: Model) -> Iterator[list[str]]:
    """Hand out the rows of the published table with our values in place of the others'."""
    with PUBLISHED.open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    paths = header[3:]
    gauge = Gauge(model, {path: path for path in paths})
    yield header
    for posture, written, side, *_ in rows:
        angles = {name: float(angle) for name, angle in (pair.split("=") for pair in written.split(";"))}
        percents = gauge.percents(angles)
        yield [posture, written, side, *(str(percents[path, side]) for path in paths)]


def write(file: Path, rows: Iterable[Iterable[object]]) -> None:
    with file.open("w", encoding="utf-8", newline="") as opened:
        csv.writer(opened, lineterminator="\n").writerows(rows)


def main() -> None:
    """Write the table of exercises, and our values for the published postures."""
    model = Model()
    muscles = {name: "|".join(one.model_paths) for name, one in load_atlas().muscles.items() if one.model_paths}
    exercises = Reader("plan").entries("stretches.toml", "exercise", Exercise)
    header = ("exercise", "muscle", "percent", "other_side_percent")
    write(TABLE, [header, *rows_of(Gauge(model, muscles), exercises.values())])
    write(MEASURED, measured_again(model))


if __name__ == "__main__":
    main()
