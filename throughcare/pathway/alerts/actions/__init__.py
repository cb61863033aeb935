"""Raises alerts, passes them on, ends them, sends word of them, and keeps who is on duty."""

from throughcare.pathway.alerts.actions.raising import acknowledge, pass_on, raise_alert

__all__ = ["acknowledge", "pass_on", "raise_alert"]
