"""`unknot claims`: what is often said of trigger point massage, and how far studies bear it out."""

from __future__ import annotations

from datetime import date

import click

from unknot.evidence import tell_claim, tell_claims
from unknot_app.cli.claims_report import claim_report, claims_report
from unknot_app.cli.streams import to_json


@click.command("claims")
@click.argument("claim_id", metavar="[ID]", required=False)
@click.option("--json", "as_json", is_flag=True, help="Write JSON instead of a report.")
def claims_command(claim_id: str | None, as_json: bool) -> None:
    """Tell the claims with their grade and sources.

    With the ID of a claim, such as pain, everything of that one: its numbers, and what speaks for and against it.
    """
    if claim_id is None:
        click.echo(to_json(tell_claims()) if as_json else claims_report(date.today()))
    else:
        told = tell_claim(claim_id)
        click.echo(to_json(told) if as_json else claim_report(told.id))
