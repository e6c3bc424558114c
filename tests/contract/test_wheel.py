"""The package as others install it: the built wheel, with the core only, in an environment of its own."""

from __future__ import annotations

import json
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
# One environment is enough: all of it runs in one process.
pytestmark = pytest.mark.xdist_group("wheel")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    words = ["pip", "wheel", "--no-deps", "--no-build-isolation", "--quiet", "--wheel-dir", str(folder), str(ROOT)]
    subprocess.run([sys.executable, "-m", *words], check=True)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def unknot(wheel, tmp_path_factory):
    """Return the installed command of a fresh environment that holds the wheel and what it requires, nothing else."""
    folder = tmp_path_factory.mktemp("env")
    venv.create(folder, with_pip=False)  # the pip of this environment installs into it
    bin_folder = folder / ("Scripts" if sys.platform == "win32" else "bin")
    words = ["pip", "--python", str(bin_folder / "python"), "install", "--quiet", "--no-compile", str(wheel)]
    subprocess.run([sys.executable, "-m", *words], check=True)
    return bin_folder / "unknot"


def test_the_wheel_holds_the_facts_and_no_compiled_code(wheel):
    names = zipfile.ZipFile(wheel).namelist()

    assert wheel.name.endswith("-py3-none-any.whl")
    assert "unknot/data/body/regions.csv" in names
    assert "unknot/py.typed" in names
    assert not [name for name in names if name.endswith((".so", ".pyd", ".pyc"))]


def test_the_core_alone_screens_locates_and_plans(unknot, tmp_path):
    raw = json.loads((ROOT / "examples" / "ordinary_back_pain.json").read_text(encoding="utf-8"))
    (tmp_path / "plan.json").write_text(json.dumps(raw), encoding="utf-8")
    (tmp_path / "answers.json").write_text(json.dumps({"answers": raw["answers"]}), encoding="utf-8")
    (tmp_path / "drawing.json").write_text(json.dumps(raw["drawing"]), encoding="utf-8")

    def answer(*words):
        done = subprocess.run([unknot, *words, "--json"], check=True, capture_output=True, cwd=tmp_path)
        return json.loads(done.stdout)

    assert answer("locate", "drawing.json")["candidates"]
    assert answer("screen", "answers.json")["session"] == "incomplete"
    assert answer("plan", "plan.json")["steps"]


def test_the_science_imports_nothing_of_the_extras(unknot):
    code = (
        "import sys; from unknot import Drawing, locate;"
        "locate(Drawing(regions=[{'id': 'flank', 'side': 'left'}]));"
        "import unknot.plan, unknot_app.cli.locate, unknot_app.cli.plan;"
        "extras = ('django', 'ninja', 'rich', 'typst', 'fhir', 'metaanalysis');"
        "print([name for name in sys.modules if name.split('.')[0] in extras])"
    )

    done = subprocess.run([unknot.parent / "python", "-c", code], check=True, capture_output=True, encoding="utf-8")

    assert done.stdout.strip() == "[]"


def test_the_functions_keep_their_names_after_their_packages_were_imported(unknot):
    code = (
        "import unknot.locate.posterior, unknot.screen.limits, unknot.plan.pressing.find, unknot;"
        "from unknot import locate, plan, screen;"
        "assert callable(locate) and callable(plan) and callable(screen) and callable(unknot.locate)"
    )

    done = subprocess.run([unknot.parent / "python", "-c", code], capture_output=True, encoding="utf-8")

    assert done.returncode == 0, done.stderr
