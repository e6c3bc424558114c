"""Draws the small pictures of positions and exercises. Run: python -m tools.atlas.postures [id ...] (two minutes)."""

from __future__ import annotations

import sys
import tomllib
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image
from rich.progress import track

from tools.atlas import clay, mesh, posing, props

SOURCE = Path(__file__).with_suffix(".toml")
FOLDER = Path(__file__).parents[2] / "src" / "unknot_app" / "pages" / "plan" / "static" / "postures"


def read() -> list[dict[str, Any]]:
    """Return the postures; one that is `like` another takes from it what it does not say itself."""
    with SOURCE.open("rb") as file:
        data = tomllib.load(file)
    known: dict[str, dict[str, Any]] = {}
    for posture in data["posture"]:
        known[posture["id"]] = _over(known[posture["like"]] if "like" in posture else data["defaults"], posture)
    return list(known.values())


def _over(below: dict[str, Any], above: dict[str, Any]) -> dict[str, Any]:
    """Return one posture laid over another; a limb that is named is replaced as a whole."""
    merged = {**below, **above}
    for limb in ("leg", "arm"):
        said = dict(above.get(limb, {}))
        both = said.pop("both", None)
        merged[limb] = {**below[limb], **({"left": mirrored(both), "right": both} if both else {}), **said}
    return merged


def mirrored(wish: Any) -> Any:
    """Return for the left what is written for the right: directions mirrored, parts renamed."""
    if isinstance(wish, dict):
        return {name: mirrored(value) for name, value in wish.items()}
    if isinstance(wish, list) and len(wish) == 3:
        return [-wish[0], *wish[1:]]
    if isinstance(wish, str) and wish.endswith((".R", ".L")):
        return wish[:-1] + {"R": "L", "L": "R"}[wish[-1]]
    return wish


def drawn(body: mesh.Body, posture: dict[str, Any]) -> Image.Image:
    """Return the picture of a posture."""
    figure = posing.posed(body, posture)
    camera = clay.Camera(*posture["view"])
    arrows = [np.array([figure.target(place) for place in arrow]) for arrow in posture.get("arrows", ())]
    things = props.things(figure, posture["props"])
    return clay.picture(figure.pose.posed(), things, camera, arrows, posture.get("above"))


def main(only: list[str]) -> None:
    """Draw all pictures, or some by their names."""
    postures, body = read(), mesh.neutral()
    FOLDER.mkdir(parents=True, exist_ok=True)
    for stale in {file.stem for file in FOLDER.glob("*.webp")} - {posture["id"] for posture in postures}:
        (FOLDER / f"{stale}.webp").unlink()
    for posture in track([one for one in postures if not only or one["id"] in only], "Postures"):
        clay.save(drawn(body, posture), FOLDER / f"{posture['id']}.webp")


if __name__ == "__main__":
    main(sys.argv[1:])
