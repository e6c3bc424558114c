"""Making, listing and revoking the tokens of scripts from outside the pages: for whoever owns the computer."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from unknot.errors import BadInput
from unknot_app.local.folder import DATABASE
from unknot_app.site.server import visit

if TYPE_CHECKING:
    from unknot_app.accounts.models import ApiToken


def make_token_in(folder: Path, name: str, scope: str, days: int) -> str:
    """Return a new token of the owner of this installation."""
    _visit(folder)
    # Only now: models can be read once Django is set up.
    from unknot_app.accounts.models import ApiToken, local_owner
    from unknot_app.accounts.tokens import make_token

    return make_token(local_owner(), name, ApiToken.Scope(scope), days, datetime.now(UTC))


def tokens_in(folder: Path) -> list[ApiToken]:
    """Return the tokens of the owner, also those that have ended."""
    _visit(folder)
    from unknot_app.accounts.models import local_owner
    from unknot_app.accounts.tokens import tokens_of

    return list(tokens_of(local_owner()))


def revoke_in(folder: Path, name: str) -> None:
    """Delete the token of this name."""
    named = [token for token in tokens_in(folder) if token.name == name]
    if not named:
        raise BadInput(f"no token here is called {name!r}. The names: unknot api list")
    for token in named:
        token.delete()


def _visit(folder: Path) -> None:
    if not (folder / DATABASE).exists() and not os.environ.get("DATABASE_URL"):
        raise BadInput(
            f"there is no database of Unknot in {folder}. Start it once, or name the folder with --data DIR"
        )
    visit(folder)
