"""The readable report of a drawing in figures."""

from __future__ import annotations

from unknot.body import load_atlas
from unknot.draw import FEELINGS, DrawingSummary, PaintedPlace
from unknot_app.cli.words import bullets, heading, wrap


def drawing_report(summary: DrawingSummary) -> str:
    """Return a drawing in words and figures."""
    if not summary.places:
        return "Nothing is painted."
    lines = [f"Painted: {summary.extent_percent:.2f} % of the body's surface."]
    if summary.strongest is not None:
        lines.append(f"Strongest: {summary.strongest:g} out of 10.")
    lines += heading("Places")
    lines += bullets(map(_place_in_words, summary.places))
    lines += heading("CHOIR body map")
    lines += bullets(
        [f"male numbering: {','.join(summary.choir_male)}", f"female numbering: {','.join(summary.choir_female)}"]
    )
    lines += heading("Widespread Pain Index")
    names = [load_atlas().wpi_areas[area].name for area in summary.widespread.areas]
    counted = f"{summary.widespread.count} of 19 areas"
    lines += bullets([f"{counted}: {'; '.join(names)}" if names else counted, _spread_in_words(summary)])
    lines += ["", wrap("The index asks about the past week; a drawing shows what was painted. This is no diagnosis.")]
    return "\n".join(lines)


def _place_in_words(painted: PaintedPlace) -> str:
    strength = [] if painted.intensity is None else [f"{painted.intensity:g} out of 10"]
    hurts = ", ".join([*strength, *(FEELINGS[quality].word for quality in painted.quality)])
    words = load_atlas().describe_cell(painted.place)
    return f"{words}: {hurts}" if hurts else words


def _spread_in_words(summary: DrawingSummary) -> str:
    spread = "generalised" if summary.widespread.is_generalised else "not generalised"
    return f"{len(summary.widespread.regions)} of 5 regions: {spread} (4 or more are)"
