"""What `unknot directory` writes for people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from unknot_app.cli.words import bullets, heading, wrap
from unknot_app.directory import Found, Known, Loaded, Place, Status, load_directory_data


def near_report(place: Place, km: float, found: Sequence[Found], wider: Iterable[tuple[str, int]]) -> str:
    lines = [f"Within {km:g} km of {place.name}:"]
    if place.others:
        lines.append(f"(There is also {'; '.join(place.others)}.)")
    if not found:
        instead = bullets(f"{asked}: {count}" for asked, count in wider)
        told = ["What would find somebody, and how many:", *instead] if instead else ["Load a list of that area."]
        return "\n".join([*lines, "nobody on the lists that are loaded.", *told])
    for one in found:
        lines += _found_lines(one)
    caveats = dict.fromkeys(one.caveat for one in found)
    lines += ["", *(wrap(caveat) for caveat in caveats)]
    lines.append(wrap("Ask whoever you choose about trigger points: no list tells who knows them."))
    return "\n".join(lines)


def _found_lines(one: Found) -> list[str]:
    kinds = load_directory_data().kinds
    head = f"{one.name}: {', '.join(kinds[kind].title for kind in one.kinds)}; {_distance(one)}"
    contact = ", ".join(part for part in (one.address, one.phone) if part)
    told = [_known_line(known) for known in one.known] or ["Nothing is known of licence or training."]
    return [
        "",
        wrap(head),
        *([wrap(contact, 2)] if contact else []),
        *bullets(told),
        f"    [{one.source} {one.source_id}]",
    ]


def _distance(one: Found) -> str:
    if one.precision == "exact":
        return f"{one.distance_km:.1f} km {one.direction}".strip()
    if one.distance_km < 1:
        return "less than 1 km or so"
    return f"about {one.distance_km:.0f} km {one.direction}"


def _known_line(known: Known) -> str:
    day = f", {known.date}" if known.date else ""
    by = f", by {known.by}" if known.by else ""
    return f"{known.what} ({load_directory_data().levels[known.level].title.lower()}{day}{by})"


def loaded_report(loaded: Loaded) -> str:
    counts = loaded.counts
    kind = "an update" if loaded.is_update else "a whole list"
    lines = [
        f"Loaded as {loaded.source!r} ({kind}): {loaded.providers} providers are on this list now.",
        f"{counts.rows} rows were read: {counts.loaded} used, {counts.not_wanted} of other professions or no longer "
        f"active, {counts.rejected} not usable.",
    ]
    if counts.taken_out:
        lines.append(f"{counts.taken_out} providers were taken out, as the update tells.")
    if loaded.left_out:
        lines.append(f"{loaded.left_out} left out because they asked for it.")
    if loaded.rejects:
        lines.append(f"Rows that were not usable, with the reason: {loaded.rejects}")
    return "\n".join(lines)


def status_report(status: Status | None) -> str:
    if status is None or not status.lists:
        return "No list of providers is loaded. Load one: unknot directory import FILE"
    lines = [f"{status.providers} providers, {status.megabytes:.1f} MB"]
    for one in status.lists:
        listing = load_directory_data().listings[one.listing]
        lines.append(wrap(f"{one.source}: {one.providers} providers from {one.file}, loaded {one.imported}", 2))
        lines.append(wrap(f"{listing.title}. {listing.caveat}", 4))
    return "\n".join(lines)


def columns_report(columns: Mapping[str, str]) -> str:
    lines = ["A list of your own is a CSV file with these columns, in any order; only three are needed.", ""]
    lines += [wrap(text, 20, f"  {name:<18}") for name, text in columns.items()]
    lines += heading("Kinds")
    lines += [f"  {kind.id:<22}{kind.title}" for kind in load_directory_data().kinds.values()]
    lines += ["", "Write an empty list: unknot directory template my-list.csv"]
    return "\n".join(lines)
