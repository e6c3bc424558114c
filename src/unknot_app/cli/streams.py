"""What all science commands share: reading JSON, reading and writing JSON Lines, and the counts at the end."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any, TextIO

import click
from pydantic import BaseModel

from unknot.errors import BadInput
from unknot_app.actions.json_text import read_json_text

BAD_LINES = 2


def read_json(file: TextIO) -> Any:
    """Return the JSON of a file.

    Raises
    ------
    BadInput
        If it is not JSON; the message names line and column.
    """
    text = read_text(file)
    try:
        return read_json_text(text)
    except BadInput as error:
        raise BadInput(f"{_name(file)}: {error}") from None


def read_text(file: TextIO) -> str:
    """Return the text of a file.

    Raises
    ------
    BadInput
        If it is not UTF-8; the message names the byte.
    """
    try:
        return file.read()
    except UnicodeDecodeError as error:
        raise BadInput(f"{_name(file)}: not readable as UTF-8 text at byte {error.start}") from None


def _name(file: TextIO) -> str:
    return getattr(file, "name", "input")


def to_json(value: BaseModel) -> str:
    """Return a value as one line of JSON, by its public names."""
    return value.model_dump_json(by_alias=True)


def with_case(case: object, value: BaseModel) -> str:
    """Return a value as one line of JSON that begins with its case."""
    return f'{{"case":{json.dumps(case)},{to_json(value)[1:]}'


def error_line(case: object, error: Exception) -> str:
    """Return the line that stands for a case that could not be read."""
    return json.dumps({"case": case, "error": str(error)}, ensure_ascii=False, separators=(",", ":"))


def run_lines(file: TextIO, answer: Callable[[Any], BaseModel], *, strict: bool) -> None:
    """Answer one case a line, in order; a bad line gives an error line and the rest goes on."""
    write_lines((_answer_line(number, line, answer) for number, line in enumerate(file, 1) if line.strip()), strict)


def _answer_line(number: int, line: str, answer: Callable[[Any], BaseModel]) -> tuple[str, bool]:
    case: object = None
    try:
        raw = read_json_text(line, number)
    except BadInput as error:
        return error_line(number, error), False
    try:
        case = raw.get("case", number) if isinstance(raw, dict) else number
        return with_case(case, answer(raw)), True
    except BadInput as error:
        return error_line(case, BadInput(f"line {number}: {error}")), False


def write_lines(lines: Iterable[tuple[str, bool]], strict: bool) -> None:
    """Write lines, then say on standard error how many were answered; with `strict`, bad ones make exit status 2."""
    good = bad = 0
    for line, is_good in lines:
        click.echo(line)
        good, bad = good + is_good, bad + (not is_good)
    count = good + bad
    click.echo(f"{count} case{'s' if count != 1 else ''}: {good} answered, {bad} with an error", err=True)
    if strict and bad:
        raise click.exceptions.Exit(BAD_LINES)
