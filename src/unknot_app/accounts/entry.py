"""The way in without a password: a link that the program prints at its start, good for one use.

The folder `entry` holds an empty file for each link that was not used yet, named by the SHA-256 of its token: whoever
reads the folder, or a backup of it, finds nothing to get in with. To use a link is to remove its file, and of two at
once the system lets only one remove it.
"""

from __future__ import annotations

import hashlib
import os
import secrets
from contextlib import suppress
from pathlib import Path

ENTRY = "entry"
TOKEN_BYTES = 32
VALID_S = 24 * 60 * 60


def make_token(folder: Path) -> str:
    """Return a new token; the folder keeps only its hash."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    path = _file_of(folder, token)
    path.parent.mkdir(mode=0o700, exist_ok=True)
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    return token


def is_valid(folder: Path, token: str, now_s: float) -> bool:
    """Say whether the token could be used now; it stays as it is."""
    try:
        return _is_fresh(_file_of(folder, token), now_s)
    except FileNotFoundError:
        return False


def use_token(folder: Path, token: str, now_s: float) -> bool:
    """Use the token up, and say whether it was good."""
    path = _file_of(folder, token)
    try:
        is_fresh = _is_fresh(path, now_s)
        path.unlink()  # of two at once, the other gets FileNotFoundError
    except FileNotFoundError:
        return False
    return is_fresh


def remove_old(folder: Path, now_s: float) -> None:
    for path in (folder / ENTRY).glob("*"):
        with suppress(FileNotFoundError):
            if not _is_fresh(path, now_s):
                path.unlink()


def _file_of(folder: Path, token: str) -> Path:
    return folder / ENTRY / hashlib.sha256(token.encode()).hexdigest()


def _is_fresh(path: Path, now_s: float) -> bool:
    # A file from the future was made before the clock was put back; its age is not known.
    return -60 <= now_s - path.stat().st_mtime <= VALID_S
