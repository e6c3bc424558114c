"""`unknot api`: the tokens with which scripts on this computer use the API."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import click

from unknot_app.cli.serve import NotInstalledError, data_option, refuse_without_pages

SCOPES = ("science", "read", "write")
DAYS, LONGEST_DAYS = 90, 3650


@click.group("api")
def api_command() -> None:
    """Make, list and revoke tokens, with which scripts use the API while Unknot runs."""


@api_command.command("token")
@click.argument("name")
@click.option(
    "--scope",
    type=click.Choice(SCOPES),
    default=SCOPES[0],
    show_default=True,
    help="Science only; read: also records; write: also change them.",
)
@click.option(
    "--days", type=click.IntRange(1, LONGEST_DAYS), default=DAYS, show_default=True, help="For how long it is good."
)
@data_option
def token(name: str, scope: str, days: int, data: Path | None) -> None:
    """Make a token called NAME and write it to standard output, this once."""
    folder = _folder(data)
    from unknot_app.site.tokens import make_token_in

    click.echo(make_token_in(folder, name, scope, days))
    click.echo(f"Good for {days} days. It is not shown again; revoke it with: unknot api revoke {name!r}", err=True)


@api_command.command("list")
@data_option
def list_tokens(data: Path | None) -> None:
    """List the tokens by name, with what they are for and when they end."""
    folder = _folder(data)
    from unknot_app.site.tokens import tokens_in

    for one in tokens_in(folder):
        click.echo(f"{one.name}: {one.scope}, until {one.ends_at:%Y-%m-%d}")


@api_command.command("revoke")
@click.argument("name")
@data_option
def revoke(name: str, data: Path | None) -> None:
    """Revoke the token called NAME; it opens nothing from now on."""
    folder = _folder(data)
    from unknot_app.site.tokens import revoke_in

    revoke_in(folder, name)
    click.echo(f"Revoked {name}.")


def _folder(data: Path | None) -> Path:
    refuse_without_pages()
    if find_spec("ninja") is None:
        raise NotInstalledError("the API needs one more package (ninja). Install it: pip install 'unknot[app,api]'")
    from unknot_app.local.folder import default_folder

    return (data or default_folder()).expanduser().resolve()
