"""Stage 7, referring: so far its facts, emergency numbers and resources."""

from unknot.refer.data import Country, Elsewhere, PhoneNumber, ReferData, load_refer_data

__all__ = ["Country", "Elsewhere", "PhoneNumber", "ReferData", "load_refer_data"]
