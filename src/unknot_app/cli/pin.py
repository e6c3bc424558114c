"""`unknot pin`: the way out when the PIN of a person is forgotten."""

from __future__ import annotations

from pathlib import Path

import click

from unknot_app.cli.serve import data_option, refuse_without_pages


@click.group("pin")
def pin_command() -> None:
    """Remove the PIN that locks the pages of one person."""


@pin_command.command("remove")
@click.argument("name")
@data_option
def remove(name: str, data: Path | None) -> None:
    """Remove the PIN of the person called NAME; nothing else is changed, also while Unknot runs."""
    refuse_without_pages()
    from unknot_app.local.folder import default_folder
    from unknot_app.site.pins import remove_pins_of

    folder = (data or default_folder()).expanduser().resolve()
    removed = remove_pins_of(folder, name)
    click.echo(
        f"Removed the PIN of {name}." if removed == 1 else f"Removed the PINs of {removed} people called {name}."
    )
