"""The tables of the foundations, gathered for Django."""

from throughcare.foundations.audit.models import AccessLogEntry

__all__ = ["AccessLogEntry"]
