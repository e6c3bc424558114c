"""What the documents say: their examples run, their links lead somewhere, and they do not promise too much."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from tests.contract.test_command_line import run
from unknot.measure import load_measure_data

ROOT = Path(__file__).parents[2]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
# What the product never says of itself; a document may name the words when it says that.
FORBIDDEN = re.compile(r"\b(cured|proven|ruled out|verified therapist)\b", re.IGNORECASE)


def blocks(path, language):
    return re.findall(rf"```{language}\n(.*?)```", path.read_text(encoding="utf-8"), re.DOTALL)


PYTHON = [(path, number, code) for path in DOCUMENTS for number, code in enumerate(blocks(path, "python"), 1)]


@pytest.mark.parametrize(("path", "number", "code"), PYTHON, ids=[f"{p.stem}-{n}" for p, n, _ in PYTHON])
def test_every_python_example_runs(path, number, code, monkeypatch, capsys):
    monkeypatch.chdir(ROOT)

    exec(compile(code, f"{path.name}, example {number}", "exec"), {"__name__": "example"})

    assert capsys.readouterr().err == ""


def test_there_are_python_examples():
    assert len(PYTHON) >= 5


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_leads_to_a_file(path):
    targets = re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", path.read_text(encoding="utf-8"))
    local = [target for target in targets if "://" not in target and not target.startswith("mailto:")]

    assert [target for target in local if not (path.parent / target).exists()] == []


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_document_promises_too_much(path):
    lines = path.read_text(encoding="utf-8").splitlines()
    promising = [line for line in lines if FORBIDDEN.search(line) and "never" not in line.lower() and '"' not in line]

    assert promising == []


def test_every_command_of_the_readme_exists():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    lines = re.findall(r"^\s*(?:\.venv/bin/)?unknot [a-z].*$", text, re.MULTILINE)
    commands = {shlex.split(line)[1] for line in lines}
    listed = run("--help").stdout

    assert commands
    assert [command for command in commands if f"  {command}" not in listed] == []


# What the documents quote reports of, as somebody would type it.
QUOTED = (
    ("locate", "--regions", "iliac_crest_back:right,buttock_mid:right"),
    ("plan", str(ROOT / "examples" / "ordinary_back_pain.json")),
    ("plan", str(ROOT / "examples" / "blood_thinner.json")),
    ("plan", str(ROOT / "examples" / "saddle_numbness.json")),
)


@pytest.fixture(scope="module")
def reported_lines():
    return {line.strip() for words in QUOTED for line in run(*words).stdout.splitlines()}


@pytest.mark.parametrize("name", ["README.md", "docs/tutorial.md"])
def test_quoted_reports_are_what_the_commands_say(name, reported_lines):
    indented = re.findall(r"(?:^    .*\n|^\n)+", (ROOT / name).read_text(encoding="utf-8"), re.MULTILINE)
    shortened = [block for block in indented if "[...]" in block]
    quoted = {line.strip() for block in shortened for line in block.splitlines()} - {"", "[...]"}

    assert len(quoted) >= 5
    assert quoted - reported_lines == set()


def test_every_make_target_of_the_documents_exists():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))
    texts = [path.read_text(encoding="utf-8") for path in DOCUMENTS]
    named = {name for text in texts for name in re.findall(r"(?:`|^    )make ([a-z-]+)", text, re.MULTILINE)}

    assert {"run", "test"} <= named
    assert named <= targets


def test_how_often_chance_wins_a_repeated_comparison_is_said_as_it_was_measured():
    page = (ROOT / "docs" / "explanation" / "own-comparison.md").read_text(encoding="utf-8")
    head = re.search(r"^\| two equally good ways, compared so often \|(.+)\|$", page, re.MULTILINE)
    row = re.search(r"^\| a false winner at least once, in % +\|(.+)\|$", page, re.MULTILINE)
    assert head
    assert row

    times = [int(cell) for cell in head[1].split("|")]
    shares = [float(cell.split("(")[0]) for cell in row[1].split("|")]
    assert dict(zip(times, shares, strict=True)) == dict(load_measure_data().own_comparison.chance_winners_pct)
