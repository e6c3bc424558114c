"""`unknot export` and `unknot import`: everything out, everything in."""

from __future__ import annotations

from pathlib import Path

import click

from unknot_app.cli.progress import progress_bar
from unknot_app.cli.serve import data_option, refuse_without_pages


@click.command("export")
@click.argument("file", type=click.Path(path_type=Path))
@data_option
@click.option("--force", is_flag=True, help="Replace FILE if it is there.")
def export_command(file: Path, data: Path | None, force: bool) -> None:
    """Write everything that is kept here as one archive, FILE; also while Unknot runs.

    It holds health data, also of people whose pages are locked with a PIN, and is not encrypted: keep it where you
    would keep the paper.
    """
    refuse_without_pages()
    from unknot_app.local.folder import default_folder
    from unknot_app.site.archives import export_to

    people, rows = export_to(data or default_folder(), file, progress_bar, is_forced=force)
    click.echo(f"Wrote {_counted(people, rows)} to {file}. It is not encrypted: keep it where nobody else reads it.")


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@data_option
def import_command(file: Path, data: Path | None) -> None:
    """Bring everything of the archive FILE into an installation that is still empty, exactly as it was.

    All of it is looked at first; a file that is damaged or not from Unknot changes nothing. Stop Unknot before.
    """
    refuse_without_pages()
    from unknot_app.local.folder import default_folder
    from unknot_app.site.archives import import_from

    folder = data or default_folder()
    people, rows = import_from(folder, file, progress_bar)
    click.echo(f"Brought in {_counted(people, rows)}. Start Unknot: unknot serve{f' --data {data}' if data else ''}")


def _counted(people: int, rows: int) -> str:
    return f"{people} {'person' if people == 1 else 'people'} ({rows} rows)"
