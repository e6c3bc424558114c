"""`unknot directory`: therapists near a place, from lists that somebody loads."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from datetime import date
from importlib.util import find_spec
from pathlib import Path

import click

from unknot.errors import nearest
from unknot_app.cli.directory_report import columns_report, loaded_report, near_report, status_report
from unknot_app.cli.serve import NotInstalledError, data_option
from unknot_app.directory import (
    FARTHEST_KM,
    Place,
    count_near,
    find_place,
    import_list,
    load_directory_data,
    remove_provider,
    search,
    status,
    take_list_away,
)
from unknot_app.directory.listfile import ListKind
from unknot_app.directory.own import COLUMNS, empty_list
from unknot_app.local.folder import default_folder

ALL_KINDS = "all"
# Where nobody is found: how far else is looked, and up to how many are counted.
FARTHER_KM, MOST_COUNTED = (50.0, 100.0, 250.0, FARTHEST_KM), 200


@click.group("directory")
def directory_command() -> None:
    """Find therapists near a place, offline, in lists that you load.

    Nobody on a list is checked by Unknot: it tells what is known of each, and how.
    """


@directory_command.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--kind", type=click.Choice(["nppes", "csv"]), help="What FILE is; by its header if not given.")
@click.option("--source", default="", metavar="NAME", help="Name of a list of your own; that of FILE if not given.")
@click.option(
    "--update/--whole", default=None, help="FILE holds only what changed, or all. Known for files of NPPES."
)
@data_option
def import_command(file: Path, kind: ListKind | None, source: str, update: bool | None, data: Path | None) -> None:
    """Load FILE: the US provider file (NPPES), or a list of your own as CSV; also in a zip.

    A list takes the place of the earlier one of the same name; other lists stay. An import that was stopped goes on
    where it was when the same command is given again.
    """
    with _progress() as progress:
        loaded = import_list(
            _folder(data), file, day=date.today(), kind=kind, source=source, update=update, progress=progress
        )
    click.echo(loaded_report(loaded))


@directory_command.command("near", context_settings={"ignore_unknown_options": True})  # -33.9 is no option
@click.argument("place")
@click.option("--km", type=float, default=25.0, show_default=True, help="At most so far away.")
@click.option("--kind", "kinds", multiple=True, metavar="KIND", help="Only of this kind; several times for several.")
@click.option("--name", default="", help="Words of the name, or how they begin.")
@click.option("--top", type=click.IntRange(min=1), default=20, show_default=True, help="At most so many.")
@click.option("--country", default="", metavar="CODE", help="Where you live: US, GB, DE; its places come first.")
@click.option("--json", "as_json", is_flag=True, help="Write JSON instead of a report.")
@data_option
def near_command(
    place: str,
    km: float,
    kinds: tuple[str, ...],
    name: str,
    top: int,
    country: str,
    as_json: bool,
    data: Path | None,
) -> None:
    """List who works near PLACE, nearest first.

    PLACE is a US postcode, a city ("Boulder, CO", "Leeds, GB") or coordinates ("40.02, -105.28"). Without --kind all
    who treat are listed and doctors are not; --kind all lists both.
    """
    found_place = find_place(place, country.upper())
    asked = () if ALL_KINDS in kinds else kinds or load_directory_data().therapists()
    found = search(_folder(data), found_place, day=date.today(), km=km, kinds=asked, name=name, limit=top)
    if as_json:
        click.echo(json.dumps([one.model_dump(mode="json") for one in found], ensure_ascii=False))
    else:
        wider = () if found else _wider(_folder(data), found_place, km, asked, name)
        click.echo(near_report(found_place, km, found, wider))


def _wider(folder: Path, place: Place, km: float, kinds: Collection[str], name: str) -> Iterator[tuple[str, int]]:
    """Yield what to ask instead where nobody is found, each with how many there would be."""
    for farther in (one for one in FARTHER_KM if one > km):
        if count := count_near(folder, place, km=farther, kinds=kinds, name=name, most=MOST_COUNTED):
            yield f"--km {farther:g}", count
            break
    if kinds and (count := count_near(folder, place, km=km, name=name, most=MOST_COUNTED)):
        yield f"--kind {ALL_KINDS}", count
    if name and (count := count_near(folder, place, km=km, kinds=kinds, most=MOST_COUNTED)):
        yield "without --name", count


@directory_command.command("remove")
@click.argument("source")
@click.argument("source_id", metavar="ID")
@data_option
def remove_command(source: str, source_id: str, data: Path | None) -> None:
    """Take the provider with the number ID of the list SOURCE out, now and after every later import."""
    was_there = remove_provider(_folder(data), source, source_id, date.today())
    now = "Taken out" if was_there else "Nobody with this number is in the directory now; kept for later imports"
    click.echo(f"{now}: {source} {source_id}. Every later import leaves it out too.")


@directory_command.command("take-away")
@click.argument("source")
@click.option("--yes", is_flag=True, help="Do not ask.")
@data_option
def take_away_command(source: str, yes: bool, data: Path | None) -> None:
    """Delete the list SOURCE; other lists stay, and who asked to be left out stays left out."""
    folder = _folder(data)
    loaded = status(folder)
    held = {one.source: one.providers for one in loaded.lists} if loaded else {}
    if source not in held:
        raise click.UsageError(f"no list {source!r} is loaded{nearest(source, held)}")
    if not yes:
        click.confirm(f"Take the list {source!r} with {held[source]} providers away?", abort=True)
    take_list_away(folder, source)
    click.echo(f"Taken away: {source}. Load it again from its file: unknot directory import FILE")


@directory_command.command("status")
@data_option
def status_command(data: Path | None) -> None:
    """Tell which lists are loaded, from when, and how many providers they hold."""
    click.echo(status_report(status(_folder(data))))


@directory_command.command("template")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False), required=False)
def template_command(file: Path | None) -> None:
    """Write an empty list of your own to FILE, with one invented row; without FILE explain its columns."""
    if file is None:
        click.echo(columns_report(COLUMNS))
        return
    if file.exists():
        raise click.UsageError(f"{file} is there already; name a new file")
    file.write_bytes(empty_list())
    click.echo(f"{file} is written. Replace its invented row, then: unknot directory import {file}")


def _folder(data: Path | None) -> Path:
    if data is None and find_spec("platformdirs") is None:
        raise NotInstalledError(
            "where the lists are kept is not known. Name it with --data, or: pip install 'unknot[directory]'"
        )
    return (data or default_folder()).expanduser().resolve()


@contextmanager
def _progress() -> Iterator[Callable[[int, int], None]]:
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("Providers"), BarColumn(), DownloadColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=not sys.stderr.isatty()) as bar:
        task = bar.add_task("bytes", total=None)
        yield lambda done, in_all: bar.update(task, completed=done, total=in_all)
