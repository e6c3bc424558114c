"""`unknot pool`: from the effects of studies to a pooled one."""

from __future__ import annotations

from typing import TextIO

import click

from unknot.errors import BadInput
from unknot_app.actions.pooling import pool_case, pool_text
from unknot_app.cli.pool_report import pool_report
from unknot_app.cli.streams import read_text, run_lines, to_json


@click.command("pool")
@click.argument("file", type=click.File(encoding="utf-8"))
@click.option(
    "--method", metavar="NAME", help="reml (if not said), dl, pm: random effects; fixed: one effect for all."
)
@click.option("--hksj", is_flag=True, help="Hartung-Knapp interval, never narrower than the normal one asks for.")
@click.option("--hksj-unmodified", is_flag=True, help="The same without that guard.")
@click.option("--json", "as_json", is_flag=True, help="Write JSON instead of a report.")
@click.option("--lines", is_flag=True, help="Read and write JSON Lines, one set of studies a line.")
@click.option("--strict", is_flag=True, help="With --lines: exit with 2 if any line was bad.")
def pool_command(
    file: TextIO,
    method: str | None,
    hksj: bool,
    hksj_unmodified: bool,
    as_json: bool,
    lines: bool,
    strict: bool,
) -> None:
    """Pool the effects of studies, with what speaks against it.

    FILE is a CSV table with the columns study, effect, and variance, se, or ci_low and ci_high; or JSON,
    {"studies": [...]}; or - for standard input. Ratios are given as logarithms. Needs the extra "evidence".
    """
    if hksj and hksj_unmodified:
        raise click.UsageError("give one of --hksj and --hksj-unmodified")
    interval = "unmodified" if hksj_unmodified else hksj or None
    if lines:
        run_lines(file, lambda raw: pool_case(raw, method, interval), strict=strict)
        return
    text = read_text(file)
    try:
        found = pool_text(text, method, interval)
    except BadInput as error:
        raise BadInput(f"{getattr(file, 'name', 'input')}: {error}") from None
    click.echo(to_json(found) if as_json else pool_report(found))
