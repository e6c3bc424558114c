"""`unknot locate`: from a drawing, or a file of body maps, to ranked sources."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any, TextIO

import click

from unknot.draw import Numbering
from unknot.errors import BadInput
from unknot_app.actions.bodymaps import MAP_COLUMN, BodyMap, locate_body_map, read_body_maps
from unknot_app.actions.locating import locate_drawing, shorten
from unknot_app.cli.locate_report import locate_report
from unknot_app.cli.progress import progress_bar
from unknot_app.cli.streams import error_line, read_json, run_lines, to_json, with_case, write_lines

# Below this many maps, starting further processes takes longer than they save.
WORTH_MORE_PROCESSES = 200
MAPS_AT_A_TIME = 32


@click.command("locate")
@click.argument("file", type=click.File(encoding="utf-8"), required=False)
@click.option("--regions", help='Painted regions instead of a file: "iliac_crest_back:right,coccyx".')
@click.option("--top", type=click.IntRange(min=1), help="Show at most so many candidates.")
@click.option("--json", "as_json", is_flag=True, help="Write JSON instead of a report.")
@click.option("--lines", is_flag=True, help="Read and write JSON Lines, one case a line.")
@click.option("--strict", is_flag=True, help="With --lines or --choir: exit with 2 if any line was bad.")
@click.option(
    "--choir", type=click.Path(path_type=Path, exists=True, dir_okay=False), help="A CSV file of CHOIR body maps."
)
@click.option(
    "--column", default=MAP_COLUMN, show_default=True, help="With --choir: the column that holds the codes."
)
@click.option(
    "--choir-numbering",
    type=click.Choice(["male", "female"]),
    default="male",
    show_default=True,
    help="With --choir: how the front segments 112 to 117 are numbered.",
)
def locate_command(
    file: TextIO | None,
    regions: str | None,
    top: int | None,
    as_json: bool,
    lines: bool,
    strict: bool,
    choir: Path | None,
    column: str,
    choir_numbering: Numbering,
) -> None:
    """Rank what may be behind a pain drawing, with probabilities and reasons.

    FILE is a drawing as JSON, or - for standard input.
    """
    if sum(given is not None for given in (file, regions, choir)) != 1:
        raise click.UsageError("give one of FILE, --regions or --choir")
    if lines and file is None:
        raise click.UsageError("--lines reads a FILE, or - for standard input")
    if choir is not None:
        locate_choir(choir, column, choir_numbering, top=top, strict=strict)
        return
    if file is not None and lines:
        run_lines(file, lambda raw: shorten(locate_drawing(raw), top), strict=strict)
        return
    estimate = shorten(locate_drawing(read_regions(regions) if regions is not None else read_json(file)), top)  # type: ignore[arg-type]
    click.echo(to_json(estimate) if as_json else locate_report(estimate))


def read_regions(text: str) -> dict[str, Any]:
    """Return a drawing from "region:side,region:side"; a region without a side lies in the midline."""
    marks = [part.strip() for part in text.split(",") if part.strip()]
    if not marks:
        raise BadInput('--regions is empty; expected region:side, such as "iliac_crest_back:right"')
    split = [mark.partition(":") for mark in marks]
    return {"regions": [{"id": region, "side": side or "midline"} for region, _, side in split]}


def locate_choir(path: Path, column: str, numbering: Numbering, *, top: int | None, strict: bool) -> None:
    """Write one JSON line for each body map of a file, in order, with a progress bar on standard error."""
    with path.open(encoding="utf-8", errors="replace", newline="") as file:
        body_maps = list(read_body_maps(file, column))
    answer = partial(_answer_map, numbering=numbering, top=top)
    with _mapper(len(body_maps)) as mapper, progress_bar("Body maps", len(body_maps)) as advance:

        def answered() -> Iterator[tuple[str, bool]]:
            for line in mapper(answer, body_maps):
                advance()
                yield line

        write_lines(answered(), strict)


def _answer_map(body_map: BodyMap, numbering: Numbering, top: int | None) -> tuple[str, bool]:
    try:
        return with_case(body_map.case, shorten(locate_body_map(body_map, numbering), top)), True
    except BadInput as error:
        return error_line(body_map.case, error), False


@contextmanager
def _mapper(count: int) -> Iterator[Any]:
    """Yield a function like `map` that keeps the order; large files use all processors."""
    workers = min(os.cpu_count() or 1, 8)
    if count < WORTH_MORE_PROCESSES or workers == 1:
        yield map
        return
    from concurrent.futures import ProcessPoolExecutor

    with ProcessPoolExecutor(workers) as pool:
        yield partial(pool.map, chunksize=MAPS_AT_A_TIME)
