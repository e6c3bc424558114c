"""What studies say: studies with their numbers, published reviews, claims, and pooling where it is right.

Imports no stage.
"""

from unknot.evidence.data import (
    EvidenceData,
    PooledEstimate,
    PublishedReview,
    Study,
    StudyResult,
    load_evidence_data,
)
from unknot.evidence.effects import StudyEffect, check_may_be_pooled, read_study
from unknot.evidence.pooling import METHODS, Caution, Estimate, Pooled, pool, read_method

__all__ = [
    "METHODS",
    "Caution",
    "Estimate",
    "EvidenceData",
    "Pooled",
    "PooledEstimate",
    "PublishedReview",
    "Study",
    "StudyEffect",
    "StudyResult",
    "check_may_be_pooled",
    "load_evidence_data",
    "pool",
    "read_method",
    "read_study",
]
