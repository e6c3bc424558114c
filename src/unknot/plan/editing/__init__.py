"""Changing a plan by hand: `edit` takes one change of one step, `press` and `stretch` shape the step.

`by_hand` says what changes are called, and why one is refused.
"""
