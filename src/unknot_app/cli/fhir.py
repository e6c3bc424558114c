"""`unknot fhir`: a person's record as a FHIR R4 file, and what such a file of others holds."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

import click

from unknot.exchange import LARGEST_BYTES, can_check_bundle, check_bundle, read_health_record, understand
from unknot_app.actions.json_text import read_json_text
from unknot_app.cli.fhir_report import checked_report, items_report
from unknot_app.cli.serve import NotInstalledError, data_option, refuse_without_pages

name_argument = click.argument("name", metavar="PERSON")


@click.group("fhir")
def fhir_command() -> None:
    """Write a person's record as FHIR R4 for another program, or see what such a file holds.

    A file holds health data and is not encrypted.
    """
    if not can_check_bundle():
        raise NotInstalledError("FHIR files need one more package. Install it: pip install 'unknot[fhir]'")


@fhir_command.command("items")
@name_argument
@data_option
def items_command(name: str, data: Path | None) -> None:
    """List what may go into a file about PERSON, in words; what goes in if nothing is chosen is marked.

    PERSON is a name as under People, or the id of one of several of the same name.
    """
    refuse_without_pages()
    from unknot_app.site.health_files import items_in

    click.echo(items_report(items_in(_folder(data), name)))


@fhir_command.command("write")
@name_argument
@click.option("--item", "items", multiple=True, metavar="ITEM", help="Put this in; several times for several.")
@click.option("--for", "recipient", default="", metavar="TEXT", help="For whom it is; kept with the file.")
@click.option("--as", "own_name", default="", metavar="TEXT", help="The person's name as it stands in the file.")
@click.option("--ask", "question", default="", metavar="TEXT", help="What is asked of whoever reads it.")
@data_option
def write_command(
    name: str, items: tuple[str, ...], recipient: str, own_name: str, question: str, data: Path | None
) -> None:
    """Write a file about PERSON to standard output, and keep it among their letters: what is in it, for whom, when.

    Without --item goes in what the pages offer ticked: look with `unknot fhir items PERSON` before. Private answers
    are never among it, nor is the name.
    """
    refuse_without_pages()
    from unknot_app.site.health_files import file_in

    click.echo(file_in(_folder(data), name, items, recipient, own_name, question))


@fhir_command.command("check")
@click.argument("file", type=click.File("rb"))
def check_command(file: BinaryIO) -> None:
    """Check a FHIR R4 Bundle, and tell what Unknot understands of it; nothing is stored.

    Every field has to be valid, and in a document every reference has to lead to one of its entries.
    """
    content = file.read(LARGEST_BYTES + 1)
    record = read_health_record(content)
    bundle = read_json_text(content)
    check_bundle(bundle, is_whole=bundle.get("type") == "document")
    click.echo(checked_report(bundle, record, understand(record)))


def _folder(data: Path | None) -> Path:
    from unknot_app.local.folder import default_folder

    return (data or default_folder()).expanduser().resolve()
