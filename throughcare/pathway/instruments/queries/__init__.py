"""The tools that a person's specification offers, and each time one was completed."""

from throughcare.pathway.instruments.queries.completed import Completed, completed, last_of_each, newest
from throughcare.pathway.instruments.queries.offered import offer_of, offers, tool_offered
from throughcare.pathway.instruments.queries.sent import answered

__all__ = ["Completed", "answered", "completed", "last_of_each", "newest", "offer_of", "offers", "tool_offered"]
