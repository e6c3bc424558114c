"""What the number of an instrument means: its ends, what it asks about, its steps, and what is usual."""

from __future__ import annotations

from collections.abc import Iterator

from unknot.measure import Instrument, Threshold, load_measure_data
from unknot.measure.data.thresholds import MicFrom
from unknot_app.actions.course_in_words import figure
from unknot_app.actions.sentences import Sentence

RANGE = "It goes from %(low)s to %(high)s."
ENDS = "%(low)s: %(worst)s; %(high)s: %(best)s."
ASKS_ABOUT = "The time it asks about: %(recall)s."
STEP = "%(low)s to %(high)s: %(name)s"
NO_STEPS = "No steps such as mild or strong are known for it here. Compare with your own first number."
PART = "With %(least)s or more in items %(items)s alone: %(name)s, which the total does not show."
NOT_AN_OUTCOME = "It sorts people at the start. To measure change again and again, it was not made."
# Which change counts.
CHANCE = "Less than %(points)s may be measurement error."
COUNTS: dict[MicFrom | None, str] = {
    None: "People notice a change of %(points)s or more.",
    "measurement_error": "%(points)s or more is called a change. Which change people notice, nobody has published.",
    "borrowed": "%(points)s or more is called a change. That is taken from the pain scale, and not tested for this.",
    "quoted": "%(points)s or more is called a change. That is often quoted, and was not checked.",
}
OR_PERCENT = "Or a change of %(percent)s percent."
PERCENT_ALONE = "A fall of %(percent)s percent or more counts as a gain."
NOT_KNOWN = "Which change matters is not known. Changes are shown, and not judged."


def meaning_of(instrument: Instrument) -> tuple[Sentence, ...]:
    """Return what a score of an instrument says; which way is better stands with the bounds of its course."""
    return tuple(_meaning(instrument))


def _meaning(instrument: Instrument) -> Iterator[Sentence]:
    low, high = map(figure, instrument.range)
    yield Sentence(RANGE, {"low": low, "high": high})
    first = instrument.item[0] if instrument.item else None
    if first and first.anchor_low:
        yield Sentence(ENDS, {"low": low, "worst": (first.anchor_low,), "high": high, "best": (first.anchor_high,)})
    yield Sentence(ASKS_ABOUT, {"recall": (instrument.recall,)})
    if not instrument.bands and instrument.cutoff is None:
        yield Sentence(NO_STEPS)
    if instrument.not_an_outcome:
        yield Sentence(NOT_AN_OUTCOME)
    if instrument.subscale_band:
        least, name = instrument.subscale_band
        items = "; ".join(map(str, instrument.subscale_items))
        yield Sentence(PART, {"least": figure(least), "items": items, "name": (name,)})
    for text in (instrument.cutoff_text, instrument.bands_note):
        if text:
            yield Sentence("%(text)s.", {"text": (text[0].upper() + text[1:],)})


def steps_of(instrument: Instrument) -> tuple[tuple[str, Sentence], ...]:
    """Return the published steps of a score: the name of each, and from where to where it goes."""
    return tuple(
        (name, Sentence(STEP, {"low": figure(low), "high": figure(high), "name": (name,)}))
        for low, high, name in instrument.bands
    )


def usual_of(instrument: Instrument) -> tuple[Sentence, ...]:
    """Return what is known of usual values and of how well it measures."""
    said = []
    for norm in load_measure_data().norms.values():
        if norm.instrument == instrument.id:
            value = "" if norm.value is None else f"{figure(norm.value)} {norm.unit}: "
            said.append(Sentence("%(value)s%(text)s", {"value": value, "text": (norm.text,)}))
    return tuple(said)


def what_counts(threshold: Threshold | None) -> tuple[Sentence, ...]:
    """Return from which change on it is called one, and where that comes from."""
    if threshold is None:
        return (Sentence(NOT_KNOWN),)
    lines = []
    if threshold.mdc:
        lines.append(Sentence(CHANCE, {"points": figure(threshold.mdc)}))
    if threshold.mic_abs:
        lines.append(Sentence(COUNTS[threshold.mic_from], {"points": figure(threshold.mic_abs)}))
    if threshold.mic_pct:
        text = OR_PERCENT if threshold.mic_abs else PERCENT_ALONE
        lines.append(Sentence(text, {"percent": figure(threshold.mic_pct)}))
    return tuple(lines)
