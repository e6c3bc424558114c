"""Whom to call, by country."""

from __future__ import annotations

from unknot.refer import Country, Elsewhere, load_refer_data


def emergency_numbers(country: str) -> Country | Elsewhere:
    """Return the numbers of a country; while none was chosen, or it is not listed, what holds elsewhere."""
    data = load_refer_data()
    return data.countries.get(country) or data.elsewhere


def countries() -> tuple[tuple[str, str], ...]:
    """Return the code and name of each listed country, by name."""
    return tuple(sorted(((one.code, one.name) for one in load_refer_data().countries.values()), key=lambda c: c[1]))
