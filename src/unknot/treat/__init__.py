"""Stage 5, treatment: so far its facts, unwanted effects and progression."""

from unknot.treat.data import TreatData, load_treat_data

__all__ = ["TreatData", "load_treat_data"]
