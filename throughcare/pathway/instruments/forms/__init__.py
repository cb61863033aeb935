"""The form of any tool, and the step that completes one."""

from throughcare.pathway.instruments.forms.questions import FormSection, InstrumentForm

__all__ = ["FormSection", "InstrumentForm"]
