"""`unknot serve`: from nothing to a running program with one link to get in, and cleanly back.

The order matters. First the lock, then the port, then the database, then the link: whatever is in the way is told
before anything is changed. A second start finds the lock taken and only makes a new link to the one that runs; on
wish it adds the invented person to its database.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
import webbrowser
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import click
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.core.wsgi import get_wsgi_application
from filelock import BaseFileLock
from waitress import create_server

from unknot.errors import UnknotError
from unknot_app.accounts import entry
from unknot_app.local.database import database_faults_told, is_up_to_date, place_of_records, prepare_database
from unknot_app.local.folder import folder_faults_told, make_folder, make_secret_key
from unknot_app.local.instance import HOST, announce, claim, listen, port_of, running_port, withdraw

# A first start makes the database, and a new version may change a large one.
STARTING_S = 120
THREADS = 4


class StartError(UnknotError):
    """Another start of the same installation does not come to its end."""


def serve(folder: Path, port: int | None, *, with_browser: bool, with_invented: bool = False) -> None:
    """Run until somebody stops it, or open the one that runs; on wish with an invented person to look around."""
    os.umask(0o077)  # whatever is written from here on is for this user only, SQLite's helper files too
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.default_int_handler)
    # To be interrupted is its normal end.
    with suppress(KeyboardInterrupt), folder_faults_told(folder):
        make_folder(folder)
        found = _claim_or_find(folder)
        if isinstance(found, int):
            if with_invented:
                visit(folder)
                _add_invented()
            _open_running(folder, found, port, with_browser)
        else:
            _run(folder, found, port, with_browser, with_invented)


def _claim_or_find(folder: Path) -> BaseFileLock | int:
    """Return the lock if nobody else runs here, else the port of whoever does, as soon as it listens."""
    until = time.monotonic() + STARTING_S
    while time.monotonic() < until:
        if found := claim(folder) or running_port(folder):
            return found
        time.sleep(0.05)
    raise StartError(f"another start of Unknot with {folder} hangs. End that process, then start again")


def _open_running(folder: Path, port: int, asked: int | None, with_browser: bool) -> None:
    click.echo("Unknot is running already.")
    if asked and asked != port:
        click.echo(f"It stays at port {port}; to change the port, stop it first.")
    link = _say_link(folder, port)
    if with_browser and _has_display():
        webbrowser.open(link)


def _run(folder: Path, lock: BaseFileLock, asked: int | None, with_browser: bool, with_invented: bool) -> None:
    try:
        make_secret_key(folder)
        with listen(folder, asked) as listener:
            application = load(folder)
            if with_invented:
                _add_invented()
            entry.remove_old(folder, time.time())
            largest = settings.FILE_UPLOAD_MAX_MEMORY_SIZE  # in bytes; read before a page can refuse it
            server = create_server(
                application, sockets=[listener], threads=THREADS, max_request_body_size=largest, ident=""
            )
            announce(folder, port_of(listener))
            with suppress(KeyboardInterrupt):
                _invite(folder, port_of(listener), with_browser)
                server.run()  # until it is interrupted; requests under way come to their end
            click.echo("Unknot has stopped.")
    finally:
        withdraw(folder)
        lock.release()


def set_up(folder: Path) -> None:
    os.environ["UNKNOT_DATA"] = str(folder)
    os.environ["DJANGO_SETTINGS_MODULE"] = "unknot_app.site.settings"


def load(folder: Path) -> WSGIHandler:
    """Return the web application, with its database ready."""
    set_up(folder)
    with database_faults_told(folder):
        application = get_wsgi_application()
        prepare_database(folder, datetime.now(UTC))
    return application


def _add_invented() -> None:
    # Only now: models can be read once Django is set up.
    from unknot_app.accounts.models import local_owner
    from unknot_app.actions.demo import add_invented_person

    person = add_invented_person(local_owner(), datetime.now(UTC))
    click.echo(f"{person.name} was added, with answers, a drawing and a plan. Delete them under People when done.")


def visit(folder: Path) -> None:
    """Make the database of a program that runs ready for use from here; it is never changed under its hands."""
    set_up(folder)
    with database_faults_told(folder):
        get_wsgi_application()
        if not is_up_to_date():
            raise StartError("another version of Unknot is running here. Stop it, then start this one again")


def _invite(folder: Path, port: int, with_browser: bool) -> None:
    click.echo("Unknot is running.")
    link = _say_link(folder, port)
    records = place_of_records()
    elsewhere = "" if records.startswith(f"{folder}{os.sep}") else f" and in {records}"
    click.echo(f"Everything is kept in {folder}{elsewhere}.\nStop with Ctrl+C.")
    if with_browser and _has_display():
        # Some systems wait for the browser; the first page must not.
        threading.Thread(target=webbrowser.open, args=(link,), daemon=True).start()


def _say_link(folder: Path, port: int) -> str:
    link = f"http://{HOST}:{port}/enter/{entry.make_token(folder)}/"
    click.echo(f"Open this link; it is good for one use and for 24 hours:\n\n  {link}\n")
    return link


def _has_display() -> bool:
    """Say whether a browser has a window to open in; without one, a text browser would take the terminal."""
    return sys.platform in ("win32", "darwin") or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
