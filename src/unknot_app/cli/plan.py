"""`unknot plan`: from a drawing and answers to a session plan."""

from __future__ import annotations

from datetime import date
from typing import TextIO

import click

from unknot_app.actions.planning import plan_session
from unknot_app.cli.plan_report import plan_report
from unknot_app.cli.streams import read_json, run_lines, to_json


@click.command("plan")
@click.argument("file", type=click.File(encoding="utf-8"))
@click.option("--json", "as_json", is_flag=True, help="Write JSON instead of a report.")
@click.option("--lines", is_flag=True, help="Read and write JSON Lines, one case a line.")
@click.option("--strict", is_flag=True, help="With --lines: exit with 2 if any line was bad.")
def plan_command(file: TextIO, as_json: bool, lines: bool, strict: bool) -> None:
    """Screen, locate and plan: {"drawing", "answers", "who", "minutes", "applicators", "positions", "history"}.

    FILE is a JSON file, or - for standard input. A plan has no steps unless the answers allow a session.
    """
    if lines:
        run_lines(file, lambda raw: plan_session(raw, date.today()), strict=strict)
        return
    session = plan_session(read_json(file), date.today())
    click.echo(to_json(session) if as_json else plan_report(session))
