"""`unknot demo`: the program with an invented person, to look around."""

from __future__ import annotations

from pathlib import Path

import click

from unknot_app.cli.serve import start, where_and_how


@click.command("demo")
@where_and_how
def demo_command(port: int | None, data: Path | None, no_browser: bool) -> None:
    """Start Unknot as serve does, and add an invented person to look around with."""
    start(port, data, no_browser=no_browser, with_invented=True)
