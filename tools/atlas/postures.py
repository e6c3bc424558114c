"""Draws the small pictures of positions and exercises. Run: python -m tools.atlas.postures (some minutes)."""

from __future__ import annotations

import sys
import tomllib
from pathlib import Path
from typing import Any

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
    return [posture for posture in known.values() if posture.get("drawn", True)]


def _over(below: dict[str, Any], above: dict[str, Any]) -> dict[str, Any]:
    """Return one table laid over another; `leg`, `arm` and the parts of the spine are replaced as a whole."""
    merged = {**below, "drawn": True, **above}
    for limb in ("leg", "arm"):
        merged[limb] = {**below[limb], **above.get(limb, {})}
        if "both" in above.get(limb, {}):
            both = above[limb]["both"]
            merged[limb] = {
                "left": mirrored(both),
                "right": both,
                **{k: v for k, v in above[limb].items() if k != "both"},
            }
    return merged


MIRRORED_WORDS = str.maketrans({"R": "L", "L": "R"})


def mirrored(wish: Any) -> Any:
    """Return for the left what is written for the right: directions mirrored, parts renamed."""
    if isinstance(wish, dict):
        return {name: mirrored(value) for name, value in wish.items()}
    if isinstance(wish, list) and len(wish) == 3:
        return [-wish[0], *wish[1:]]
    if isinstance(wish, str) and wish.endswith((".R", ".L")):
        return wish[:-1] + wish[-1].translate(MIRRORED_WORDS)
    return wish


def drawn(body: mesh.Body, posture: dict[str, Any]) -> Image.Image:
    """Return the picture of a posture."""
    figure = posing.posed(body, posture)
    camera = clay.Camera(*posture["view"])
    return clay.picture(figure.pose.posed(), props.things(figure, posture["props"]), camera, tuple(posture["size"]))


def main(only: list[str]) -> None:
    """Draw all pictures, or some by their names."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    body = mesh.neutral()
    for posture in track([one for one in read() if not only or one["id"] in only], "Postures"):
        clay.save(drawn(body, posture), FOLDER / f"{posture['id']}.webp")


if __name__ == "__main__":
    main(sys.argv[1:])
