"""Stage 7, referring: so far its facts, emergency numbers and resources."""

from unknot.refer.data import ReferData, load_refer_data

__all__ = ["ReferData", "load_refer_data"]
