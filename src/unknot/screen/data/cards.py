"""The cards of the interview, what stands beside their items, and the lines of the re-check."""

from __future__ import annotations

from typing import Literal

from unknot.knowledge import Entry, Names, Reader

CARDS, ITEMS, RECHECK = "cards.toml", "items.csv", "recheck.toml"

# A list card that a person can take in at a glance (six items; JOURNEYS of the project, tested).
MOST_ITEMS = 6


class Card(Entry):
    """One screen of the interview."""

    id: str
    name: str
    kind: Literal["screen", "question", "list", "drawing"]
    step: int
    text: str
    items: Names = ()
    skip: bool = False
    # Asked again when an interview is carried on after a day: what it asks may have changed since.
    of_today: bool = False
    # Asked first when it is very bad right now, before comfort without pressing.
    very_bad: bool = False
    when: str = ""
    # The line of "Has anything changed?" that stands for the card before a later session.
    recheck: str = ""
    why: str


class Item(Entry):
    """What stands beside the tick box of one item of a list card.

    `gist` says in a few words what it is about and is never narrower than `text`: whoever has nothing to do with the
    one need not read the other. Empty where the text is as short.
    """

    card: str
    id: str
    gist: str = ""
    text: str


class RecheckLine(Entry):
    """A line of "Has anything changed?": a tick asks its cards anew, or everything."""

    id: str
    text: str
    anew: bool = False


def read_cards(reader: Reader) -> dict[str, Card]:
    """Read the cards, none with more items than can be taken in."""
    cards = reader.entries(CARDS, "card", Card)
    for card in cards.values():
        if len(card.items) > MOST_ITEMS:
            reader.fault(CARDS, card.id, f"has {len(card.items)} items, at most {MOST_ITEMS}")
    reader.resolve_sources(CARDS, cards.items())
    return cards


def read_items(reader: Reader, cards: dict[str, Card]) -> dict[str, Item]:
    """Read the items by their name: one row for each item of a card, and no two of one name."""
    items: dict[str, Item] = {}
    for item in reader.rows(ITEMS, Item):
        name = f"{item.card}.{item.id}"
        if item.id in items:
            reader.fault(ITEMS, name, "stands twice")
        reader.resolve(ITEMS, name, "card", [item.card], cards)
        if item.card in cards:
            reader.resolve(ITEMS, name, "item of its card", [item.id], cards[item.card].items)
        items[item.id] = item
    for card in cards.values():
        for name in card.items:
            if name not in items or items[name].card != card.id:
                reader.fault(ITEMS, f"{card.id}.{name}", "has no row")
    reader.resolve_sources(ITEMS, items.items())
    return items


def read_recheck_lines(reader: Reader, cards: dict[str, Card]) -> dict[str, RecheckLine]:
    """Read the lines of the re-check: one for each card of the first visit but that of who somebody is."""
    lines = reader.entries(RECHECK, "line", RecheckLine)
    for card in cards.values():
        if card.recheck:
            reader.resolve(CARDS, card.id, f"line of {RECHECK}", [card.recheck], lines)
        elif not card.when and (card.kind != "screen" or card.of_today):
            reader.fault(CARDS, card.id, f"has no line of {RECHECK} that stands for it")
    for name in lines.keys() - {card.recheck for card in cards.values()}:
        reader.fault(RECHECK, name, "stands for no card")
    if sum(not line.anew for line in lines.values()) > MOST_ITEMS:
        reader.fault(RECHECK, "line", f"more than {MOST_ITEMS} lines to tick")
    reader.resolve_sources(RECHECK, lines.items())
    return lines
