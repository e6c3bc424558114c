"""`unknot score`: from the answers to an instrument to its score."""

from __future__ import annotations

from typing import TextIO

import click

from unknot.measure import load_measure_data
from unknot_app.actions.scoring import score_case
from unknot_app.cli.score_report import score_report
from unknot_app.cli.streams import read_json, run_lines, to_json

# Read by the help of `unknot change` too.
ALL_INSTRUMENTS = f"INSTRUMENT is one of {', '.join(load_measure_data().instruments)}."


@click.command("score", epilog=ALL_INSTRUMENTS)
@click.argument("instrument")
@click.argument("file", type=click.File(encoding="utf-8"))
@click.option("--json", "as_json", is_flag=True, help="Write JSON instead of a report.")
@click.option("--lines", is_flag=True, help="Read and write JSON Lines, one case a line.")
@click.option("--strict", is_flag=True, help="With --lines: exit with 2 if any line was bad.")
def score_command(instrument: str, file: TextIO, as_json: bool, lines: bool, strict: bool) -> None:
    """Score the answers to an INSTRUMENT, such as rmdq24: {"answers": [...]}.

    FILE is a JSON file, or - for standard input. What each INSTRUMENT reads is listed in
    docs/reference/instruments.md. A missing answer is null; it is never taken for 0.
    """
    if lines:
        run_lines(file, lambda raw: score_case(instrument, raw), strict=strict)
        return
    found = score_case(instrument, read_json(file))
    click.echo(to_json(found) if as_json else score_report(instrument, found))
