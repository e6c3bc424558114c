"""`unknot rules`: every rule of the screening, to read and to hand to a clinician."""

from __future__ import annotations

from datetime import date
from typing import BinaryIO

import click

from unknot.errors import UnknotError
from unknot_app.actions.rules_document import rules_csv, rules_pdf
from unknot_app.actions.typesetting import PAPERS, Paper, can_make_pdf
from unknot_app.cli.rules_report import rules_report


@click.command("rules")
@click.option("--csv", "table", type=click.File("wb"), help="Write a table to this file, or - for standard output.")
@click.option("--pdf", "pages", type=click.File("wb"), help="Write pages with room for remarks (extra `pdf`).")
@click.option("--paper", type=click.Choice(PAPERS), default="a4", show_default=True, help="The paper of the pages.")
def rules_command(table: BinaryIO | None, pages: BinaryIO | None, paper: Paper) -> None:
    """Tell every rule of the screening: danger signs, contraindications, danger zones, limits, signs to stop.

    Without an option it lists them. A physiotherapist can annotate the table or the pages.
    """
    today = date.today()
    if pages is not None and not can_make_pdf():
        raise UnknotError("pages need one more package: install the extra pdf; make setup does")
    if table is not None:
        table.write(rules_csv(today))
    if pages is not None:
        pages.write(rules_pdf(today, paper))
    if table is None and pages is None:
        click.echo(rules_report(today))
