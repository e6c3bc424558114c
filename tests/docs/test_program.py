"""The page of the program names every option, address, setting, table and file, and its messages are what is said."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.urls import URLPattern, get_resolver

from unknot_app.accounts.tokens import API
from unknot_app.cli.serve import serve_command
from unknot_app.local import copies, database, folder, instance
from unknot_app.pages.preferences.forms import SettingsForm

ROOT = Path(__file__).parents[2]
PROGRAM = ROOT / "src" / "unknot_app"
TEXT = (ROOT / "docs" / "reference" / "program.md").read_text(encoding="utf-8")


def first_column(heading: str, table: int = 0) -> list[str]:
    """Return what stands in code in the first column of a table under a heading."""
    section = TEXT.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    tables = re.findall(r"(?:^\|.*\n)+", section, re.MULTILINE)
    return [name for row in tables[table].splitlines()[2:] for name in re.findall(r"`([^`]+)`", row.split("|")[1])]


def addresses(patterns, before="/"):
    for one in patterns:
        here = before + re.sub(r"<\w+:(\w+)>", r"<\1>", str(one.pattern))
        if isinstance(one, URLPattern):
            yield here
        else:
            yield from addresses(one.url_patterns, here)


def test_every_option_is_named():
    assert first_column("Options") == [*(one.opts[0] for one in serve_command.params), "--help"]


def test_every_variable_that_is_read_is_named():
    code = "".join(path.read_text(encoding="utf-8") for path in PROGRAM.rglob("*.py"))
    read = re.findall(r"(?:environ\.get\(|envvar=)\"([A-Z_]+)\"", code)
    of_the_system = {"DISPLAY", "WAYLAND_DISPLAY"}

    assert set(first_column("Environment")) == set(read) - of_the_system


def test_every_address_is_named():
    # Those of the API are named by the page that is written from it.
    pages = [one for one in addresses(get_resolver().url_patterns) if not one.startswith(API)]

    assert sorted(first_column("Pages")) == sorted(pages)


def test_every_setting_is_named():
    assert first_column("Settings") == SettingsForm.Meta.fields


def test_every_table_is_named():
    tables = {model._meta.db_table for model in apps.get_models()}
    of_django = re.compile(r"auth_|django_content_type|django_migrations")

    assert set(first_column("What is stored")) == {name for name in tables if not of_django.match(name)}


def test_every_file_of_the_folder_is_named():
    named = {name.rstrip("/") for name in first_column("The folder", table=1)}

    assert named >= {folder.DATABASE, folder.SECRET_KEY, folder.LOCK, instance.PORT, instance.RUNNING}
    assert named >= {copies.COPIES, copies.MIGRATING, database.VERSION, "entry"}


def test_the_ports_are_those_that_are_tried():
    assert f"from {instance.PORTS.start} to {instance.PORTS.stop - 1}" in TEXT


@pytest.fixture(scope="module")
def said():
    """Return every text in the code and the templates."""
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in PROGRAM.rglob("*.py")]
    texts = [node.value for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Constant)]
    return [str(text) for text in texts] + [path.read_text(encoding="utf-8") for path in PROGRAM.rglob("*.html")]


@pytest.mark.parametrize("table", [0, 1])
def test_every_message_that_is_quoted_is_said(said, table):
    quoted = first_column("When something is in the way", table)
    parts = [part.strip() for message in quoted for part in message.split("...")]

    assert len(quoted) >= 5
    assert [part for part in parts if part and not any(part in text for text in said)] == []
