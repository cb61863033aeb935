"""What the pages across all stages ask."""

from throughcare.pathway.casework.forms.finding import WhoForm

__all__ = ["WhoForm"]
