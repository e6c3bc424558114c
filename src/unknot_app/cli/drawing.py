"""`unknot drawing`: what a drawing says in figures that others use."""

from __future__ import annotations

from typing import TextIO

import click

from unknot_app.actions.summarising import summarise_case
from unknot_app.cli.drawing_report import drawing_report
from unknot_app.cli.streams import read_json, run_lines, to_json


@click.command("drawing")
@click.argument("file", type=click.File(encoding="utf-8"))
@click.option("--json", "as_json", is_flag=True, help="Write JSON instead of a report.")
@click.option("--lines", is_flag=True, help="Read and write JSON Lines, one case a line.")
@click.option("--strict", is_flag=True, help="With --lines: exit with 2 if any line was bad.")
def drawing_command(file: TextIO, as_json: bool, lines: bool, strict: bool) -> None:
    """Say a pain drawing in figures: extent, places, CHOIR body map, areas of the Widespread Pain Index.

    FILE is a drawing as JSON, or - for standard input.
    """
    if lines:
        run_lines(file, summarise_case, strict=strict)
        return
    summary = summarise_case(read_json(file))
    click.echo(to_json(summary) if as_json else drawing_report(summary))
