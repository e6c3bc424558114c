"""One running Unknot for each folder, always at the same port.

A lock on a file in the folder says that it runs. The system lets go of it however the process ends, so that even one
that was killed leaves nothing in the way. The file `port` keeps the port for good, so that a bookmark stays right;
the file `running` says where the holder of the lock listens now.
"""

from __future__ import annotations

import errno
import socket
import sys
from contextlib import suppress
from pathlib import Path

from filelock import BaseFileLock, FileLock, Timeout

from unknot.errors import UnknotError
from unknot_app.local.folder import LOCK, write_whole

HOST = "127.0.0.1"  # this computer only
PORTS = range(8421, 8521)  # where a free port is looked for
PORT = "port"
RUNNING = "running"


class PortError(UnknotError):
    """The port cannot be used; the message names one that can."""


def claim(folder: Path) -> BaseFileLock | None:
    """Return the lock that says "it runs here", or None when another process holds it."""
    lock = FileLock(folder / LOCK, timeout=0, mode=0o600)
    try:
        lock.acquire()
    except Timeout:
        return None
    # What a killed process left; until we listen ourselves there is nothing to be found.
    withdraw(folder)
    return lock


def announce(folder: Path, port: int) -> None:
    """Let a second start find the one that runs."""
    write_whole(folder / RUNNING, str(port))


def withdraw(folder: Path) -> None:
    (folder / RUNNING).unlink(missing_ok=True)


def running_port(folder: Path) -> int | None:
    """Return where the holder of the lock listens, or None while it does not yet."""
    return _read_number(folder / RUNNING)


def listen(folder: Path, asked: int | None) -> socket.socket:
    """Return a listening socket, and keep its port for the next time."""
    port = asked or _read_number(folder / PORT)
    listener = _listen_at(port) if port else _listen_at_first_free()
    write_whole(folder / PORT, str(port_of(listener)))
    return listener


def port_of(listener: socket.socket) -> int:
    port: int = listener.getsockname()[1]
    return port


def _read_number(path: Path) -> int | None:
    try:
        return int(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return None  # a file that somebody spoilt is as good as none


def _listen_at(port: int) -> socket.socket:
    try:
        return _bind(port)
    except (OSError, OverflowError) as error:
        with _listen_at_first_free() as other:
            raise PortError(f"{_why_not(port, error)}: unknot serve --port {port_of(other)}") from error


def _listen_at_first_free() -> socket.socket:
    for port in PORTS:
        with suppress(OSError):
            return _bind(port)
    raise PortError(
        f"no port from {PORTS.start} to {PORTS.stop - 1} is free; choose another one: unknot serve --port NUMBER"
    )


def _why_not(port: int, error: Exception) -> str:
    reason = error.errno if isinstance(error, OSError) else None
    if reason == errno.EADDRINUSE:
        return (
            f"port {port} is used by another program; stop that program, or choose another port, which is then kept"
        )
    if reason == errno.EACCES:
        return f"port {port} is kept for the system; choose another port"
    return f"port {port} cannot be used ({error}); choose another port"


def _bind(port: int) -> socket.socket:
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        if sys.platform == "win32":
            # Without it Windows lets two programs listen at one port.
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        else:
            # The connections of an Unknot that was just stopped do not count as a use of the port.
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((HOST, port))
        listener.listen()
    except BaseException:
        listener.close()
        raise
    return listener
