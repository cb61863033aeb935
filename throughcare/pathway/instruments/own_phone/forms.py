"""What is asked of a worker who sends a link, and of the person: one question at a time."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from throughcare.foundations.pages.fields import RadioField, choices_of
from throughcare.foundations.pages.forms import PageForm
from throughcare.pathway.episode.forms import ActionForm
from throughcare.pathway.instruments.forms.questions import InstrumentForm
from throughcare.pathway.instruments.own_phone.queries import Questionnaire, can_be_recorded
from throughcare.pathway.instruments.own_phone.rules import told_beforehand
from throughcare.pathway.instruments.structure import Instrument, Item

#: Longer than this, an answer would hardly be about the same time.
MOST_DAYS = 28
#: What a radio button posts whose words are "I would rather not say".
RATHER_NOT = "rather_not"
#: Before the name of what a tool must know besides, so that it meets no field of the page.
INPUT = "input_"


class SendForm(ActionForm):
    offered_because = forms.CharField(
        label=gettext_lazy("Why is it used all the same?"), max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )
    stage = RadioField(label=gettext_lazy("When in the person’s stay is this?"))
    days = forms.IntegerField(
        label=gettext_lazy("For how many days can it be answered?"), min_value=1, max_value=MOST_DAYS
    )

    def __init__(self, posted=None, *, episode, tool: Instrument, held_back: str = "", **kwargs):
        super().__init__(posted, **kwargs)
        self.episode, self.tool = episode, tool
        asked = InstrumentForm(tool).fields
        self.fields |= {f"{INPUT}{wanted.id}": asked[wanted.id] for wanted in told_beforehand(tool)}
        if held_back:
            self.fields["offered_because"].help_text = held_back
        else:
            del self.fields["offered_because"]
        stages = episode.specification.instrument_stages
        closing = next((one for one in episode.happenings if one.kind in ("exited", "withdrawn")), None)
        reason = closing.detail.get("reason", "") if closing else ""
        self.fields["stage"].choices = [
            (value, words)
            for value, words in choices_of(stages)
            if can_be_recorded(episode.specification, value, episode.closed_on, reason)
        ]
        self.fields["days"].initial = settings.LINK_DAYS
        refused = _("A link can be open for 1 to %(most)s days") % {"most": MOST_DAYS}
        self.fields["days"].help_text = _("From 1 to %(most)s. It works once.") % {"most": MOST_DAYS}
        self.fields["days"].error_messages |= dict.fromkeys(("invalid", "min_value", "max_value"), refused)

    @property
    def said(self) -> dict:
        """What the tool must know stands together, by its names."""
        told = {name: value for name, value in self.cleaned_data.items() if not name.startswith(INPUT)}
        inputs = {wanted.id: self.cleaned_data[f"{INPUT}{wanted.id}"] for wanted in told_beforehand(self.tool)}
        return told | {"inputs": inputs}


class QuestionForm(PageForm):
    """One question of a tool, as the tool asks it; nobody has to answer."""

    def __init__(self, posted=None, *, page: Questionnaire, item: Item):
        super().__init__(posted)
        field = InstrumentForm(page.tool, wording=page.wording, age=page.age).fields[item.id]
        field.optional_is_said_above, field.small = True, False
        field.required = item.required
        field.error_messages["required"] = _("Choose an answer, or “I would rather not say”")
        written = page.answers.get(item.id)
        if getattr(field, "choices", None):
            field.choices = [*field.choices, (RATHER_NOT, _("I would rather not say"))]
            field.coerce = str
            if item.id in page.answers and written is None:
                written = RATHER_NOT
        self.fields["answer"] = field
        self.initial["answer"] = written
        self.has_choices = bool(getattr(field, "choices", None))

    @property
    def is_unsaid(self) -> bool:
        """ "I would rather not say" was pressed: whatever stands in the box is none of ours."""
        return self.is_bound and "_rather_not" in self.data

    @property
    def nothing_given(self) -> bool:
        return not self.data.get("answer", "").strip()

    @property
    def written(self) -> str | None:
        """The answer to be kept, as it was written; None where the person would rather not say."""
        text = self.data.get("answer", "").strip()
        return None if self.is_unsaid or text in ("", RATHER_NOT) else text


def judged(page: Questionnaire) -> InstrumentForm:
    """The answers as the tool judges them as a whole; what was not answered stays open."""
    told = {**page.inputs, **page.to_send}
    form = InstrumentForm(page.tool, told, wording=page.wording, age=page.age, keep_incomplete=True)
    if form.is_valid() and not page.to_send:
        form.add_error(None, _("Answer at least one question before you send"))
    return form
