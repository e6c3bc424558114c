"""Checking that all facts fit together."""

from __future__ import annotations

from unknot.body import load_atlas
from unknot.evidence import load_claims, load_evidence_data
from unknot.evidence.sets import load_results
from unknot.exchange import load_exchange_data, load_meanings
from unknot.knowledge import load_sources, report_together
from unknot.learn import load_learn_data
from unknot.locate import load_locate_data
from unknot.measure import load_measure_data
from unknot.plan import load_plan_data
from unknot.refer import load_choosing_data, load_refer_data
from unknot.screen import load_screen_data
from unknot.screen.consent import load_consent_data
from unknot.treat import load_treat_data
from unknot_app.actions.carry_over import screening_conditions
from unknot_app.directory import load_directory_data


def check_knowledge() -> None:
    """Read every data file of every stage.

    Raises
    ------
    KnowledgeError
        With the faults of all stages together.
    """
    report_together(
        (
            load_sources,
            lambda: load_atlas().check(),
            load_locate_data,
            load_screen_data,
            load_consent_data,
            load_plan_data,
            load_measure_data,
            load_treat_data,
            load_refer_data,
            load_evidence_data,
            load_claims,
            load_results,
            load_choosing_data,
            load_directory_data,
            load_learn_data,
            load_exchange_data,
            load_meanings,
            screening_conditions,
        )
    )
