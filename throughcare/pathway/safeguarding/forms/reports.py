"""For which days the safeguarding report is asked."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from throughcare.foundations.pages.fields import DayField
from throughcare.foundations.pages.forms import PageForm


class PeriodForm(PageForm):
    first = DayField(label=gettext_lazy("From"), what=gettext_lazy("The first day"), not_after_today=True)
    last = DayField(label=gettext_lazy("To"), what=gettext_lazy("The last day"), not_after_today=True)
    happens_next = ()

    def clean(self):
        said = super().clean()
        if said.get("first") and said.get("last") and said["last"] < said["first"]:
            self.add_error("last", _("The last day is before the first"))
        return said
