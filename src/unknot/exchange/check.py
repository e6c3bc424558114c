"""Is a document as FHIR R4 wants it? The package fhir.resources (extra `fhir`) looks at every field of it."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.util import find_spec

from unknot.errors import BadInput
from unknot.exchange.elements import Resource

MOST_FAULTS = 5


def can_check_bundle() -> bool:
    """Return whether what checks a document is installed (the extra `fhir`)."""
    return find_spec("fhir") is not None


def check_bundle(bundle: Resource, *, is_whole: bool = True) -> None:
    """Check a Bundle: its fields, and of one that has to be whole that every reference leads to an entry of it.

    Raises
    ------
    BadInput
        If it is not a valid Bundle of R4; the first faults are named.
    """
    # Extras are read when they are needed: this one takes a second.
    from fhir.resources.R4B.bundle import Bundle
    from pydantic import ValidationError

    try:
        Bundle.model_validate(bundle)
    except ValidationError as error:
        faults = [f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in error.errors()[:MOST_FAULTS]]
        raise BadInput(f"bundle: not valid as FHIR R4: {'; '.join(faults)}") from None
    dangling = dangling_references(bundle) if is_whole else ()
    if dangling:
        raise BadInput(f"bundle: these references lead nowhere: {', '.join(dangling[:MOST_FAULTS])}")


def dangling_references(bundle: Resource) -> tuple[str, ...]:
    """Return the references that lead to no entry of a document, each once."""
    known = {name for entry in bundle["entry"] for name in _names(entry)}
    return tuple(dict.fromkeys(one for one in _references(bundle) if one.partition("/_history/")[0] not in known))


def _names(entry: Resource) -> Iterator[str]:
    """Yield what an entry is referred to by: its address, its kind and id, and what it holds within itself."""
    resource = entry["resource"]
    yield from (entry.get("fullUrl", ""), f"{resource['resourceType']}/{resource.get('id', '')}")
    yield from (f"#{inner.get('id', '')}" for inner in resource.get("contained", ()))


def _references(part: object) -> Iterator[str]:
    if isinstance(part, dict):
        for name, value in part.items():
            if name == "reference" and isinstance(value, str):
                yield value
            else:
                yield from _references(value)
    elif isinstance(part, list):
        for one in part:
            yield from _references(one)
