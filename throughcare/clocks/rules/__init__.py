"""The one place where milestones become clocks, clocks are judged on a day, and a wait is explained."""

from throughcare.clocks.rules.explaining import ExplainedStep, Explanation, Side, Stretch, explain
from throughcare.clocks.rules.measuring import Tally, days_left, days_used, tally
from throughcare.clocks.rules.records import STATES, Happening, ReplayedClock, State, is_breach, state, up_to
from throughcare.clocks.rules.replaying import replay

__all__ = [
    "STATES",
    "ExplainedStep",
    "Explanation",
    "Happening",
    "ReplayedClock",
    "Side",
    "State",
    "Stretch",
    "Tally",
    "days_left",
    "days_used",
    "explain",
    "is_breach",
    "replay",
    "state",
    "tally",
    "up_to",
]
