"""`unknot change`: from two scores of an instrument to better, unchanged or worse."""

from __future__ import annotations

from typing import TextIO

import click

from unknot_app.actions.scoring import change_case
from unknot_app.cli.score import ALL_INSTRUMENTS
from unknot_app.cli.score_report import change_report
from unknot_app.cli.streams import read_json, run_lines, to_json


@click.command("change", epilog=ALL_INSTRUMENTS)
@click.argument("instrument")
@click.argument("file", type=click.File(encoding="utf-8"))
@click.option("--json", "as_json", is_flag=True, help="Write JSON instead of a report.")
@click.option("--lines", is_flag=True, help="Read and write JSON Lines, one case a line.")
@click.option("--strict", is_flag=True, help="With --lines: exit with 2 if any line was bad.")
def change_command(instrument: str, file: TextIO, as_json: bool, lines: bool, strict: bool) -> None:
    """Judge the change of an INSTRUMENT: {"baseline": 7, "now": 4}.

    FILE is a JSON file, or - for standard input. The thresholds of each INSTRUMENT are listed in
    docs/reference/instruments.md. The exit status is 0 whatever the change.
    """
    if lines:
        run_lines(file, lambda raw: change_case(instrument, raw), strict=strict)
        return
    found = change_case(instrument, read_json(file))
    click.echo(to_json(found) if as_json else change_report(instrument, found))
