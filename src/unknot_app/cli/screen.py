"""`unknot screen`: from answers to a clearance."""

from __future__ import annotations

from datetime import date
from typing import TextIO

import click

from unknot_app.actions.screening import screen_answers
from unknot_app.cli.screen_report import screen_report
from unknot_app.cli.streams import read_json, run_lines, to_json


@click.command("screen")
@click.argument("file", type=click.File(encoding="utf-8"))
@click.option("--json", "as_json", is_flag=True, help="Write JSON instead of a report.")
@click.option("--lines", is_flag=True, help="Read and write JSON Lines, one case a line.")
@click.option("--strict", is_flag=True, help="With --lines: exit with 2 if any line was bad.")
def screen_command(file: TextIO, as_json: bool, lines: bool, strict: bool) -> None:
    """Judge screening answers: {"answers": {...}, "as_of": "2026-11-22"}.

    FILE is a JSON file, or - for standard input. The exit status is 0 whatever the urgency.
    """
    if lines:
        run_lines(file, lambda raw: screen_answers(raw, date.today()), strict=strict)
        return
    clearance = screen_answers(read_json(file), date.today())
    click.echo(to_json(clearance) if as_json else screen_report(clearance))
