"""Tokens, with which a script may use the API: made by a command, told once, and good until they end or are revoked.

The database keeps a hash that is bound to the key of this installation: whoever reads the database or a copy of it
finds nothing to get in with, and a new key locks out every token together with every session.
"""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.crypto import salted_hmac

from unknot.errors import BadInput
from unknot_app.accounts.models import LONGEST_TOKEN_NAME, ApiToken, User

# All that a token opens lies under this address.
API = "/api/"
SHOW_A_TOKEN = "Show a token that has not ended, as Authorization: Bearer TOKEN (made with: unknot api token NAME)"
TOKEN_BYTES = 32


def make_token(owner: User, name: str, scope: ApiToken.Scope, days: int, now: datetime) -> str:
    """Return a new token; only its hash is kept.

    Raises
    ------
    BadInput
        If the name is empty, too long or taken.
    """
    said = " ".join(name.split())
    if not said or not said.isprintable() or len(said) > LONGEST_TOKEN_NAME:
        raise BadInput(f"name the token in at most {LONGEST_TOKEN_NAME} letters, such as: monthly report")
    token = secrets.token_urlsafe(TOKEN_BYTES)
    made = ApiToken(
        owner=owner, name=said, scope=scope, digest=_digest(token), made_at=now, ends_at=now + timedelta(days=days)
    )
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError:
        raise BadInput(f"a token is called {said!r} already. Revoke it first, or take another name") from None
    return token


def token_shown(header: str, now: datetime) -> ApiToken | None:
    """Return the token of an Authorization header, if it is one of ours and has not ended."""
    kind, _, token = header.partition(" ")
    if kind.lower() != "bearer" or not token:
        return None
    found = ApiToken.objects.select_related("owner").filter(digest=_digest(token.strip()))
    return found.filter(ends_at__gt=now, owner__is_active=True).first()


def tokens_of(owner: User) -> QuerySet[ApiToken]:
    return ApiToken.objects.filter(owner=owner)


def _digest(token: str) -> str:
    return salted_hmac("unknot.token", token, algorithm="sha256").hexdigest()
