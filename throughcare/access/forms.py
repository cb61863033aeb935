"""What the sign-in page asks."""

from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.utils.translation import gettext_lazy as _

from throughcare.foundations.pages.forms import PageForm


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
