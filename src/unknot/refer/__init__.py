"""Stage 7, referring: emergency numbers, resources, and what a letter holds."""

from unknot.refer.data import Country, Elsewhere, PhoneNumber, ReferData, load_refer_data
from unknot.refer.letter import LETTER_KINDS, AtHand, LetterItem, LetterKind, letter_items, question_asked

__all__ = [
    "LETTER_KINDS",
    "AtHand",
    "Country",
    "Elsewhere",
    "LetterItem",
    "LetterKind",
    "PhoneNumber",
    "ReferData",
    "letter_items",
    "load_refer_data",
    "question_asked",
]
