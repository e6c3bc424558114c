"""What studies say: studies with their numbers, published reviews, claims, and pooling where it is right.

Imports no stage.
"""

from unknot.evidence.claims import (
    Answer,
    Claim,
    ClaimsData,
    Controversy,
    Passage,
    Reason,
    load_claims,
    record_of,
    row_of,
)
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
from unknot.evidence.telling import Figure, ToldClaim, ToldClaims, leaning, tell_claim, tell_claims

__all__ = [
    "METHODS",
    "Answer",
    "Caution",
    "Claim",
    "ClaimsData",
    "Controversy",
    "Estimate",
    "EvidenceData",
    "Figure",
    "Passage",
    "Pooled",
    "PooledEstimate",
    "PublishedReview",
    "Reason",
    "Study",
    "StudyEffect",
    "StudyResult",
    "ToldClaim",
    "ToldClaims",
    "check_may_be_pooled",
    "leaning",
    "load_claims",
    "load_evidence_data",
    "pool",
    "read_method",
    "read_study",
    "record_of",
    "row_of",
    "tell_claim",
    "tell_claims",
]
