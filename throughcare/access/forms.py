"""What the pages of signing in and of staff ask."""

from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from throughcare.access.models import User
from throughcare.foundations.pages.fields import RadioField
from throughcare.foundations.pages.forms import PageForm
from throughcare.specification import queries as specifications


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
