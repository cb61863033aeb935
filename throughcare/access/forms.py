"""What the pages of signing in and of staff ask."""

from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from throughcare.access.models import TrainingRecord, User
from throughcare.foundations.pages.fields import DayField, RadioField, choices_of
from throughcare.foundations.pages.forms import PageForm
from throughcare.foundations.today import today
from throughcare.specification import queries as specifications
from throughcare.specification.rules import title_of


class SignInForm(PageForm, AuthenticationForm):
    """Django's own check of name and password, which also takes as long for an unknown name."""

    error_messages = {
        "invalid_login": _("The user name or the password is not right. Passwords tell capital letters apart."),
        "inactive": _("This sign-in has been closed. Ask your administrator."),
    }

    def __init__(self, request=None, *args, **kwargs):
        super().__init__(request, *args, **kwargs)
        self.fields["username"].label = _("User name")
        self.fields["username"].error_messages["required"] = _("Fill in your user name")
        self.fields["username"].widget.attrs = {
            "autocomplete": "username",
            "autocapitalize": "none",
            "spellcheck": "false",
        }
        self.fields["password"].widget = forms.PasswordInput(attrs={"autocomplete": "current-password"})
        self.fields["password"].error_messages["required"] = _("Fill in your password")


class ColleagueForm(PageForm):
    """What may be changed about somebody who signs in."""

    display_name = forms.CharField(label=_("Name"), max_length=200)
    email = forms.EmailField(
        label=_("E-mail"),
        required=False,
        help_text=_("Only to say that something waits for them here, never about whom"),
        error_messages={"invalid": _("Write an e-mail address such as sam@example.org")},
    )
    roles = forms.MultipleChoiceField(
        label=_("Roles"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one role")},
    )
    may_sign_in = RadioField(label=_("May sign in"), choices=[("yes", _("Yes")), ("no", _("No, closed"))])

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        roles = specifications.current().roles.values()
        self.fields["roles"].choices = [(role.id, f"{role.title}: {role.sentence}") for role in roles]

    def clean_may_sign_in(self):
        return self.cleaned_data["may_sign_in"] == "yes"


class NewColleagueForm(ColleagueForm):
    """Somebody new; they change the first password with the administrator."""

    username = forms.SlugField(label=_("User name"), max_length=100, help_text=_("Small letters, digits and hyphens"))
    password = forms.CharField(
        label=_("First password"), widget=forms.PasswordInput, help_text=_("At least 12 characters")
    )
    may_sign_in = None
    field_order = ["display_name", "username", "password", "email", "roles"]

    def clean_username(self):
        if User.objects.filter(username=self.cleaned_data["username"]).exists():
            raise forms.ValidationError(_("Somebody has this user name already. Choose another."))
        return self.cleaned_data["username"]

    def clean_password(self):
        validate_password(self.cleaned_data["password"])
        return self.cleaned_data["password"]


class TrainingForm(PageForm):
    """A colleague is trained in something, and what shows it."""

    colleague = forms.ChoiceField(label=_("Who"), error_messages={"required": _("Choose who was trained")})
    competence = RadioField(label=_("Trained in"))
    gained_on = DayField(label=_("Since"), what=_("The first day"), not_after_today=True)
    expires_on = DayField(
        label=_("Until, where it ends"), what=_("The last day"), required=False, help_text=_("The last day it holds")
    )
    evidence = forms.CharField(
        label=_("What shows it?"),
        max_length=300,
        help_text=_("For example: certificate seen, course and day"),
    )

    def __init__(self, posted=None, *, colleagues: list[User], **kwargs):
        super().__init__(posted, **kwargs)
        self.named = {str(one.pk): one for one in colleagues}
        self.fields["colleague"].choices = [
            ("", _("Choose")),
            *((key, one.display_name) for key, one in self.named.items()),
        ]
        self.fields["competence"].choices = choices_of(specifications.current().competences)

    def clean_colleague(self):
        return self.named[self.cleaned_data["colleague"]]

    def clean(self):
        told = super().clean()
        first, last = told.get("gained_on"), told.get("expires_on")
        if first and last and last < first:
            self.add_error("expires_on", now("The last day cannot be before the first"))
        return told


class EndTrainingForm(PageForm):
    """The last day on which a training holds."""

    last_day = DayField(label=_("Last day it holds"), what=_("The last day"))

    def __init__(self, posted=None, *, record: TrainingRecord, **kwargs):
        super().__init__(posted, **kwargs)
        field, self.record = self.fields["last_day"], record
        field.initial = record.expires_on or today()
        field.not_before, field.before_what = record.gained_on, now("the first day")

    @property
    def title(self) -> str:
        words = {
            "name": self.record.user.display_name,
            "what": title_of(specifications.current().competences, self.record.competence),
        }
        return now("End a training record: %(what)s, %(name)s") % words
