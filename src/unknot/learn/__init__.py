"""What people can read to understand: short pages in plain words, and the words of the field."""

from unknot.learn.data import PLACES, LearnData, Page, Section, Statement, Synonym, Word, load_learn_data

__all__ = ["PLACES", "LearnData", "Page", "Section", "Statement", "Synonym", "Word", "load_learn_data"]
