"""The facts that planning needs: each module reads and checks files of `data/plan`, `load` puts them together."""

from unknot.plan.data.load import PlanData, load_plan_data

__all__ = ["PlanData", "load_plan_data"]
