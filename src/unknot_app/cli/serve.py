"""`unknot serve`: the program with its pages, for this computer only."""

from __future__ import annotations

from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import TypeVar

import click

from unknot.errors import UnknotError

# What the extra `app` brings; see pyproject.toml.
_NEEDED = (
    "django",
    "csp",
    "django_htmx",
    "whitenoise",
    "waitress",
    "dj_database_url",
    "platformdirs",
    "filelock",
    "tzlocal",
)


Command = TypeVar("Command", bound=Callable[..., None])
data_option = click.option(
    "--data",
    type=click.Path(path_type=Path),
    envvar="UNKNOT_DATA",
    metavar="DIR",
    help="Folder that holds everything; where this system keeps programs' data if not given.",
)


class NotInstalledError(UnknotError):
    """The pages need more packages than the science."""


def where_and_how(command: Command) -> Command:
    """Give a command the options of every start: port, folder, with or without a browser."""
    port = click.option(
        "--port",
        type=click.IntRange(1, 65535),
        help="Port to use from now on; the first free one from 8421 if never given.",
    )
    no_browser = click.option("--no-browser", is_flag=True, help="Only print the link.")
    return port(data_option(no_browser(command)))


@click.command("serve")
@where_and_how
def serve_command(port: int | None, data: Path | None, no_browser: bool) -> None:
    """Start Unknot on this computer, for this computer only, and open it in the browser."""
    start(port, data, no_browser=no_browser, with_invented=False)


def start(port: int | None, data: Path | None, *, no_browser: bool, with_invented: bool) -> None:
    """Start the program, if what its pages need is installed."""
    refuse_without_pages()
    # Only now: the commands of the science start without all of this.
    from unknot_app.local.folder import default_folder
    from unknot_app.site.server import serve

    folder = (data or default_folder()).expanduser().resolve()
    serve(folder, port, with_browser=not no_browser, with_invented=with_invented)


def refuse_without_pages() -> None:
    missing = [name for name in _NEEDED if find_spec(name) is None]
    if missing:
        raise NotInstalledError(
            f"the pages need more packages ({', '.join(missing)}). Install them: pip install 'unknot[app]'"
        )
