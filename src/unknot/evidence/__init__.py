"""What studies say: studies with their numbers, published reviews, and claims graded on both. Imports no stage."""

from unknot.evidence.data import (
    EvidenceData,
    PooledEstimate,
    PublishedReview,
    Study,
    StudyResult,
    load_evidence_data,
)

__all__ = [
    "EvidenceData",
    "PooledEstimate",
    "PublishedReview",
    "Study",
    "StudyResult",
    "load_evidence_data",
]
