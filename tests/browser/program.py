"""A real `unknot serve` process with a folder of its own."""

from __future__ import annotations

import os
import random
import re
import shutil
import socket
import sqlite3
import subprocess
import sys
from contextlib import closing, suppress
from pathlib import Path
from typing import IO

from unknot_app.accounts.entry import ENTRY, make_token
from unknot_app.local.folder import DATABASE, DIRECTORY

COMMAND = Path(sys.executable).parent / ("unknot.exe" if sys.platform == "win32" else "unknot")
LINK = re.compile(r"http://127\.0\.0\.1:\d+/enter/\S+/")


class Program:
    """Starts, stops and kills Unknot; `link` is the one-time link of the last start."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        # A port of its own: programs of other tests, started meanwhile, take the first free one of the usual range.
        self.port = _free_port()
        self.link = ""
        self._process: subprocess.Popen[str] | None = None
        self.start()

    @property
    def address(self) -> str:
        return self.link.split("/enter/")[0]

    @property
    def database(self) -> Path:
        return self.folder / DATABASE

    @property
    def is_running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def start(self) -> None:
        words = [str(COMMAND), "serve", "--no-browser", "--data", str(self.folder), "--port", str(self.port)]
        self._process = subprocess.Popen(
            words,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            bufsize=1,
            env={**os.environ, "DATABASE_URL": ""},  # the file in its folder, whatever the other tests run on
        )
        self.link = _read_link(self._process.stdout)

    def kill(self) -> None:
        """End it as a power cut does."""
        assert self._process is not None
        self._process.kill()
        self._process.communicate()

    def stop(self) -> str:
        """End it as Ctrl+C does, and return what it wrote after the link."""
        assert self._process is not None
        if self._process.poll() is None:
            self._process.terminate()
        written, _ = self._process.communicate(timeout=30)
        return str(written)

    def records(self) -> sqlite3.Connection:
        """Return a copy of all records, in memory."""
        copy = sqlite3.connect(":memory:")
        with closing(sqlite3.connect(self.database, timeout=30)) as database:
            database.backup(copy)
        return copy

    def begin_again(self, records: sqlite3.Connection) -> None:
        """Hold these records and nothing else, and make a new link, as if it had just been started."""
        if not self.is_running:
            self.start()
        with closing(sqlite3.connect(self.database, timeout=30)) as database:
            records.backup(database)
        for name in (DIRECTORY, ENTRY):
            shutil.rmtree(self.folder / name, ignore_errors=True)
        self.link = f"{self.address}/enter/{make_token(self.folder)}/"


def _free_port() -> int:
    """Return a free port below those that systems lend to outgoing connections, so that it is still free later."""
    while True:
        port = random.randrange(20_000, 30_000)
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port


def _read_link(output: IO[str] | None) -> str:
    assert output is not None
    said = []
    for line in output:
        said.append(line)
        if found := LINK.search(line):
            return found[0]
    raise AssertionError("the program ended without a link: " + "".join(said))
