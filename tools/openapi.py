"""Write what the API says of itself, for programs and for people, or check that it is current.

python tools/openapi.py           writes them
python tools/openapi.py --check   exits with 1 when one of them is old
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT)]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "unknot_app.site.settings")

from tools.contract import build_schemas  # noqa: E402
from unknot.evidence import load_claims  # noqa: E402
from unknot.measure import load_measure_data  # noqa: E402

Schema = dict[str, Any]
DESCRIPTION = ROOT / "src" / "unknot_app" / "api" / "openapi.json"
REFERENCE = ROOT / "docs" / "reference" / "api.md"
# Where the addresses lie; the same in every installation.
PREFIX = "/api/v1/"
_PLAIN = str.maketrans({"/": "_", "{": "", "}": ""})
TITLES = {"science": "The science", "people": "People", "records": "Records of a person"}
HEADER = """\
# The API

What each address does; how to begin is told [elsewhere](../how-to/use-the-api.md). This page is written from the code
by `make docs`. The same for programs, with every schema: `/api/v1/openapi.json` of a running Unknot, which a browser
that has entered may read too. The science reads and writes what [the commands](contract.md) do.

Every request shows a token, `Authorization: Bearer TOKEN`, of the scope named here or a wider one: `science`, `read`,
`write`. A fault is `{"error": "..."}`, one message with all that was wrong:

| status | says |
| --- | --- |
| 400 | the body is no JSON |
| 403 | no token, one that has ended, one of a narrower scope, or a person whom a PIN locks |
| 404 | no such address, person or record |
| 405 | an address that does not do that |
| 409 | another revision is stored than the one that was sent; nothing was overwritten |
| 413 | a body of more than 1,000,000 bytes |
| 422 | something in the input cannot be; each field is named |
| 429 | two cases of the science are worked on already; `Retry-After` says when to try again |
| 503 | the database cannot store it, or a package is not installed |

Lists take `limit` and `offset`, and say how much there is in `total`.
"""


def build_description() -> Schema:
    """Return what the API says of itself, with the published schemas of the commands for what the science reads."""
    import django

    django.setup()
    from unknot_app.api.urls import api

    described: Schema = json.loads(json.dumps(api.get_openapi_schema(path_prefix=PREFIX)))
    described["components"]["schemas"] |= _published(_names_in(described["paths"]))
    for path, method, operation in _operations(described):
        operation["operationId"] = f"{method}_{path.removeprefix(PREFIX).translate(_PLAIN)}"
        operation["security"] = [{"Token": [_scope(method, operation)]}]
        _name_what_is_known(operation)
    return described


def _operations(described: Schema) -> Iterator[tuple[str, str, Schema]]:
    for path, operations in described["paths"].items():
        for method, operation in operations.items():
            yield path, method, operation


def _scope(method: str, operation: Schema) -> str:
    """Return the scope that a token needs: `tests/web/test_api.py` tries it at every address."""
    if operation["tags"] == ["science"]:
        return "science"
    return "read" if method == "get" else "write"


def _names_in(described: Schema) -> list[str]:
    """Return the schemas that are named, in the order of the alphabet."""
    prefix = "#/components/schemas/"
    found = {part.split('"')[0] for part in json.dumps(described).split(f'"$ref": "{prefix}')[1:]}
    return sorted(found)


def _published(names: list[str]) -> Schema:
    """Return published schemas by their name, each with its definitions beside it."""
    schemas = {name.removesuffix(".schema.json"): schema for name, schema in build_schemas().items()}
    # The largest part, and the same in both.
    found: Schema = {"answers": schemas["screen_input"]["properties"]["answers"]}
    for reader in ("screen_input", "plan_input"):
        assert schemas[reader]["properties"]["answers"] == found["answers"]
        schemas[reader]["properties"]["answers"] = {"$ref": "#/components/schemas/answers"}
    for name in names:
        if name in schemas:
            moved = json.loads(json.dumps(schemas[name]).replace("#/$defs/", f"#/components/schemas/{name}."))
            moved.pop("$schema", None)
            found |= {f"{name}.{inner}": schema for inner, schema in moved.pop("$defs", {}).items()}
            found[name] = moved
    return found


def _name_what_is_known(operation: Schema) -> None:
    known = {"instrument": list(load_measure_data().instruments), "claim_id": list(load_claims().claims)}
    for parameter in operation["parameters"]:
        if parameter["name"] in known:
            parameter["schema"]["enum"] = known[parameter["name"]]


def write_reference(described: Schema) -> str:
    """Return the page of all addresses."""
    lines = [HEADER]
    for tag, title in TITLES.items():
        lines += [f"## {title}", "", "| address | does | scope |", "| --- | --- | --- |"]
        for path, method, operation in _operations(described):
            if operation["tags"] == [tag]:
                (scope,) = operation["security"][0]["Token"]
                lines.append(f"| `{method.upper()} {path}` | {operation['description']} | {scope} |")
        lines.append("")
    return "\n".join(lines)


def main() -> int:
    described = build_description()
    written = {DESCRIPTION: json.dumps(described, indent=1) + "\n", REFERENCE: write_reference(described)}
    if "--check" in sys.argv[1:]:
        old = [
            path for path, text in written.items() if not path.exists() or path.read_text(encoding="utf-8") != text
        ]
        for path in old:
            print(f"{path.relative_to(ROOT)} is not current: run make docs")
        return 1 if old else 0
    for path, text in written.items():
        path.write_text(text, encoding="utf-8")
    print("The description of the API is written.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
