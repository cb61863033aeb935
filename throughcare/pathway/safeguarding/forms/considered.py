"""What is considered at every care plan and every review."""

from django.utils.translation import gettext_lazy

from throughcare.foundations.pages.fields import SeveralField


class ConsideredField(SeveralField):
    """Whether domestic abuse and children at home were talked about (002, 2.23); what is not ticked was not."""

    def __init__(self, **kwargs):
        told = {
            "label": gettext_lazy("What was talked about today?"),
            "help_text": gettext_lazy("Both are considered at every care plan and every review."),
            "choices": [
                ("domestic_abuse", gettext_lazy("Domestic abuse")),
                ("children_at_home", gettext_lazy("Children at home")),
            ],
            "required": False,
        }
        super().__init__(**{**told, **kwargs})
