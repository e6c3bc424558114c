"""Write docs/reference/instruments.md from the data, or check that it is current.

python tools/instruments.py           writes it
python tools/instruments.py --check   exits with 1 when it is old
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

from unknot.knowledge import load_sources
from unknot.measure import Instrument, Threshold, load_measure_data
from unknot.measure.change import DOMAINS
from unknot.measure.readings import allowed_in_words

PAGE = Path(__file__).parent.parent / "docs" / "reference" / "instruments.md"
BETTER = {"higher_worse": "lower", "higher_better": "higher", "by_domain": "by its domain"}
READ = {"verified": "read in the source", "recalled": "general knowledge, not checked", "estimated": "estimated"}

INTRO = """# Instruments

What `unknot score INSTRUMENT` and `unknot change INSTRUMENT` know. This page is written by `make docs` from
`src/unknot/data/measure/`; how to change a fact: [here](../how-to/change-a-fact.md).

- **A missing answer** is null or `"missing"`, never 0. Each instrument says how many may be missing; with more there
  is no score (`too_many_missing`). A value beyond its range is never clipped: no score (`out_of_range`).
- **Wording** is shown only where its licence allows that. Of the others there are name and scoring: bring your own
  form, and ask its owner. A total obtained elsewhere is an input of each: `{"score": 46}`.
- **MDC**, the minimal detectable change: less may be measurement error. **MIC**, the minimal important change: the
  smallest change that people notice as better. A dash: none is known here.
- **Status**: whether the entry was read in its source, or is general knowledge that nobody has checked. No clinician
  has reviewed these entries yet.
- A result of a screen (mood, fibromyalgia, risk) is a reason to talk with a professional, never a diagnosis.

"""

HOW_CHANGE = """## How change is judged

`d` is the improvement: baseline minus now where higher is worse, now minus baseline where higher is better. `pct` is
100 · d / baseline, only where higher is worse and the baseline is above 0.

- **reliable**: |d| is at least the MDC (always, where there is none)
- **important**: d is at least the MIC in points, or pct at least the MIC in percent
- **improved**: better, reliable and important. **worse**: worse, reliable, and at least the MIC in points where there
  is one. **unchanged**: the rest. **not_classified**: a score is missing, or the instrument has no threshold.

Thresholds are inclusive. They are published; that a change has to be reliable *and* important, and that worse is
judged by points alone, is a choice of this project. A difference between two days does not show what caused it.

- `level`: for `pain_nrs` the reduction ({levels}), for `pgic` its answer ({answers}).
- `psfs` may be given as two lists of ratings: only activities rated both times count, and fewer than three have the
  threshold of one activity.
- `promis_sf` needs a `domain` ({domains}); only in `physical_function` higher is better.

"""


def build_page() -> str:
    """Return the whole page."""
    data = load_measure_data()
    instruments = list(data.instruments.values())
    levels = ", ".join(f"{name} from {least:g} %" for name, least in data.pain_levels.levels)
    answers = ", ".join(f"{name} {' or '.join(map(str, values))}" for name, values in data.pgic_levels.levels)
    return (
        "".join(
            [
                INTRO,
                f"## All {len(instruments)}\n\n",
                table(
                    ("instrument", "name", "answers", "range", "better", "MDC", "MIC", "status"),
                    map(summary, instruments),
                ),
                "## Wording and licence\n\n",
                table(("instrument", "wording", "licence", "the licence was"), map(licence, instruments)),
                HOW_CHANGE.format(levels=levels, answers=answers, domains=", ".join(f"`{name}`" for name in DOMAINS)),
                *map(section, instruments),
            ]
        ).rstrip()
        + "\n"
    )


def table(header: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    header = list(header)
    lines = [header, ["---"] * len(header), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines) + "\n"


def summary(instrument: Instrument) -> tuple[str, ...]:
    default = next(iter(load_measure_data().thresholds_of(instrument.id)), None)
    low, high = instrument.range
    unit = f" {instrument.unit}" if instrument.unit else ""
    return (
        f"[`{instrument.id}`](#{instrument.id})",
        instrument.name,
        str(instrument.asks),
        f"{low:g} to {high:g}{unit}",
        BETTER[instrument.direction],
        detectable(default),
        important(default),
        READ[instrument.status],
    )


def detectable(threshold: Threshold | None) -> str:
    return f"{threshold.mdc:g}" if threshold and threshold.mdc is not None else "–"


def important(threshold: Threshold | None) -> str:
    if threshold is None:
        return "–"
    parts = [f"{threshold.mic_abs:g}"] if threshold.mic_abs is not None else []
    parts += [f"{threshold.mic_pct:g} %"] if threshold.mic_pct is not None else []
    by_start = [f"start {low:g} to {high:g}: {mic:g}" for low, high, mic in threshold.mic_by_baseline]
    return "; ".join(by_start) or " or ".join(parts) or "–"


def licence(instrument: Instrument) -> tuple[str, ...]:
    wording = "shown" if instrument.items_included else "not shown"
    return f"`{instrument.id}`", wording, instrument.licence, READ[instrument.licence_status]


def section(instrument: Instrument) -> str:
    lines = [
        f"## {instrument.id}\n",
        f"{instrument.name}. Time asked about: {instrument.recall}.\n",
        f"- **reads**: {reads(instrument)}",
        f"- **score**: {sentence(instrument.scoring_text)}",
        f"- **missing**: {sentence(instrument.missing)}",
    ]
    if instrument.missing_basis:
        lines.append(f"- **why so many**: {sentence(instrument.missing_basis)}")
    if instrument.bands:
        lines.append(f"- **bands**: {bands(instrument)}")
    if instrument.cutoff_text:
        lines.append(f"- **positive**: {sentence(instrument.cutoff_text)}")
    if instrument.loinc:
        lines.append(f"- **LOINC**: {instrument.loinc} ({instrument.loinc_text})")
    if instrument.note:
        lines.append(f"- **note**: {sentence(instrument.note)}")
    lines.append(f"- **sources**: {titles(instrument.sources)}")
    own = load_measure_data().thresholds_of(instrument.id)
    norms = [norm for norm in load_measure_data().norms.values() if norm.instrument == instrument.id]
    usual = [
        f"- {sentence(f'{norm.value:g} {norm.unit}, {norm.text}' if norm.value else norm.text)}" for norm in norms
    ]
    return "\n".join(
        [
            *lines,
            "",
            *(
                [
                    table(("threshold", "for", "MDC", "MIC", "status", "note"), map(threshold_row, own)).rstrip("\n"),
                    "",
                ]
                if own
                else []
            ),
            *(["Usual values and reliability:\n", *usual, ""] if usual else []),
            "",
        ]
    )


def bands(instrument: Instrument) -> str:
    named = [f"{one(low, high)} {name}" for low, high, name in instrument.bands]
    if instrument.subscale_band:
        least, name = instrument.subscale_band
        named.append(f"{name} from {least:g} in items {', '.join(map(str, instrument.subscale_items))}")
    return f"{'; '.join(named)}. {sentence(instrument.bands_note) if instrument.bands_note else ''}".rstrip()


def one(low: float, high: float) -> str:
    return f"{low:g}" if low == high else f"{low:g} to {high:g}"


def sentence(text: str) -> str:
    return text[0].upper() + text[1:] + ("" if text.endswith(".") else ".")


def titles(keys: Iterable[str]) -> str:
    sources = [load_sources()[key] for key in keys]
    return "; ".join(f"{source.title} ({source.year})" if source.year else source.title for source in sources) + "."


def reads(instrument: Instrument) -> str:
    allowed = allowed_in_words(instrument)
    if instrument.id == "fm2016":
        return "`areas` and the symptoms, [see the command](command-line.md#unknot-score)."
    if instrument.id == "rmdq24":
        listed = "`ticked`, a list of the sentences' numbers or ids, or their count"
        return (
            f"`mode` `tick` and {listed}; or `answers`, {instrument.asks} times {allowed}, `not_applicable` or null."
        )
    if instrument.id == "ppt":
        units = ", ".join(f"`{unit}`" for unit in load_measure_data().units)
        trials = f"`trials`, {instrument.least_asked} to {instrument.asks} numbers"
        return f"{trials}; `unit`, one of {units}; if wanted `contact_cm2` (1) and `drop_first` (false)."
    if instrument.fields:
        return f"{', '.join(f'`{name}`' for name in instrument.fields)}; {allowed}."
    if instrument.least_asked:
        return f"`answers`, {instrument.least_asked} to {instrument.asks} times {allowed}."
    return f"`answers`, {instrument.asks} times {allowed}." if instrument.asks > 1 else f"`answers`, one: {allowed}."


def threshold_row(threshold: Threshold) -> tuple[str, ...]:
    use = f"{threshold.use} (default)" if threshold.default else threshold.use
    sizes = f"small, medium, large from {', '.join(f'{least:g}' for least in threshold.levels)}"
    note = "; ".join(filter(None, (sizes if threshold.levels else "", threshold.mdc_level, threshold.note)))
    return (
        f"`{threshold.id}`",
        use,
        detectable(threshold),
        important(threshold),
        READ[threshold.status],
        note.replace("|", "/"),
    )


def main() -> int:
    written = build_page()
    if "--check" in sys.argv[1:]:
        if PAGE.exists() and PAGE.read_text(encoding="utf-8") == written:
            return 0
        print("docs/reference/instruments.md is not current: run make docs")
        return 1
    PAGE.write_text(written, encoding="utf-8")
    print("docs/reference/instruments.md is written")
    return 0


if __name__ == "__main__":
    sys.exit(main())
