"""The readable reports of a score and of a change."""

from __future__ import annotations

from unknot.measure import Change, Fm2016Score, Instrument, NoScore, Score, load_measure_data
from unknot_app.cli.words import bullets, wrap

MET = {
    True: "The criteria of 2016 are met",
    False: "The criteria of 2016 are not met",
    None: "Not known: they hang on whether it has been like this for three months",
}
NO_DIAGNOSIS = "This is a result to talk about with a doctor. It is no diagnosis."
DIRECTION = {"higher_worse": "higher is worse", "higher_better": "higher is better", "by_domain": "by its domain"}
WHY_UNCHANGED = {
    "within_measurement_error": "The difference is smaller than what measuring twice can differ by.",
    "no_room_to_improve": (
        "From such a start no improvement on this scale can be larger than what measuring twice can differ by. "
        "Another measure may show more."
    ),
    "too_small_to_matter": "The difference is smaller than what people usually notice.",
    "not_enough_data": "Not enough data: one of the two scores is missing.",
    "no_threshold": "Nobody has published from which change on this score is better or worse.",
    "domain_not_given": "Say which domain it is: only in physical function higher is better.",
}


def score_report(name: str, found: Score | Fm2016Score | NoScore) -> str:
    """Return a score in words and figures."""
    if isinstance(found, NoScore):
        return wrap(f"No score ({found.error}): {found.message}.")
    if isinstance(found, Fm2016Score):
        return "\n".join([*bullets(_criteria(found)), "", wrap(NO_DIAGNOSIS)])
    instrument = load_measure_data().instruments[name]
    lines = [wrap(instrument.name), *bullets(_figures(instrument, found))]
    if found.positive is not None or instrument.not_an_outcome:
        lines += ["", wrap(NO_DIAGNOSIS)]
    return "\n".join(lines)


def _criteria(found: Fm2016Score) -> list[str]:
    spread = "generalised" if found.is_generalised else "not generalised"
    return [
        f"Widespread Pain Index: {found.wpi} of 19",
        f"Symptom Severity Scale: {found.sss} of 12",
        f"Regions of the body: {len(found.regions)} of 5, {spread}",
        MET[found.met],
    ]


def _figures(instrument: Instrument, found: Score) -> list[str]:
    if found.scores is not None:
        pairs = zip(instrument.item, found.scores, strict=True)
        return [f"{item.text} {'not rated' if one is None else f'{one:.1f}'}" for item, one in pairs]
    low, high = instrument.range
    unit = f" {found.unit}" if found.unit else ""
    lines = [f"Score: {found.score:.1f}{unit} ({low:g} to {high:g}, {DIRECTION[instrument.direction]})"]
    if found.subscale is not None:
        lines.append(f"Items that count apart: {found.subscale:g} of {len(instrument.subscale_items)}")
    if found.band is not None:
        lines.append(f"Range: {found.band}")
    if found.positive is not None:
        screen = "Positive" if found.positive else "Not positive"
        lines.append(f"{screen}. The rule: {instrument.cutoff_text}")
    return lines


def change_report(name: str, found: Change) -> str:
    """Return a change in words and figures."""
    data = load_measure_data()
    instrument = data.instruments[name]
    lines = [wrap(instrument.name)]
    if found.d is not None:
        better = "better" if found.d > 0 else "worse" if found.d < 0 else "of difference"
        percent = "" if found.pct is None else f" ({abs(found.pct):.0f} % of the start)"
        lines += bullets([f"{abs(found.d):.1f} {instrument.unit or 'points'} {better}{percent}"])
    # What is too small to matter may still be told apart from chance.
    if found.classification in data.wordings and found.reason != "too_small_to_matter":
        lines += bullets([f"{data.wordings[found.classification].text}."])
    if found.reason in WHY_UNCHANGED:
        lines += bullets([WHY_UNCHANGED[found.reason]])
    if found.level not in (None, "none"):
        lines += bullets([f"Size of the improvement: {found.level}"])
    if found.threshold is not None:
        lines += bullets([f"Judged by: {data.thresholds[found.threshold].use}"])
    return "\n".join([*lines, "", wrap(f"{data.wordings['no_cause'].text}.")])
