"""The forms of sign-in and of the key page."""

from django import forms
from django.contrib.auth.forms import AuthenticationForm


class SignIn(AuthenticationForm):
    """One answer for an unknown name, a wrong password and a closed account."""

    error_messages = {
        "invalid_login": "That name and password do not match.",
        "inactive": "That name and password do not match.",
    }

    def __init__(self, *arguments, **named) -> None:  # type: ignore[no-untyped-def]
        super().__init__(*arguments, **named)
        self.fields["username"].label = "User name or e-mail address"


class Enter(forms.Form):
    """The token of a link, filled in by the page's script or pasted by hand."""

    key = forms.CharField(
        label="Key",
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "off", "spellcheck": "false"}),
    )

    def clean_key(self) -> str:
        """The token, also when the whole link was pasted."""
        pasted: str = self.cleaned_data["key"]
        return pasted.rpartition("#")[2].strip()
