"""The forms of coming in and of hosting. What a workshop may be is decided in ``rules`` and by its pack."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from roleplay.live import names
from roleplay.rules.kernel import Refused
from scenarios.course import form_in_words
from scenarios.crosscheck import forms as lengths
from scenarios.freeze import cast_for
from scenarios.loader import LoadedPack
from scenarios.schema import Pack

FEWEST, MOST = 6, 16
EXACTLY = {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false", "class": "code"}

ATTRIBUTION = [
    ("chatham-house", "Chatham House Rule: what is said may be used, but the record never says who said it."),
    ("open", "Open: the record says which seat said what."),
    (
        "unattributed",
        "Unattributed, even inside: nobody in the room is shown which seat or side says something.",
    ),
    ("no-record", "No record: what is said is heard, and erased when the workshop ends."),
]
JOINING = [
    ("open", "Open: whoever has the code comes into the lobby."),
    ("approved", "Approved: you let in each person who comes."),
]
SEATING = [
    ("host", "I give out the seats: one by one, or all at once by lot."),
    ("choose", "Students choose a free seat themselves."),
]


class Asking(forms.Form):
    """A form whose labels are plain words, and which puts the cursor where something is to be mended."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **{"label_suffix": "", **named})

    def look_at_mistakes(self) -> None:
        wrong = next((name for name in self.fields if name in self.errors), None)
        for name, field in self.fields.items() if wrong else ():
            field.widget.attrs["autofocus"] = name == wrong


class Named(Asking):
    """Asks somebody for the name that the facilitators will see."""

    name = forms.CharField(
        label="Your name",
        strip=False,
        help_text="Only the facilitators see it. Your first name, or whatever you agreed on, is enough.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "dir": "auto"}),
    )

    def clean_name(self) -> str:
        try:
            return names.spoken(self.cleaned_data["name"])
        except Refused as refused:
            raise ValidationError(refused.say) from None


class Join(Named):
    """A join code as somebody typed it, and a name."""

    code = forms.CharField(
        label="Code of the workshop",
        max_length=100,
        help_text="Eight letters and digits. Capitals, spaces and dashes do not matter.",
        widget=forms.TextInput(attrs={**EXACTLY, "autofocus": True}),
    )
    field_order = ["code", "name"]


class Return(Asking):
    """A return code as somebody noted it."""

    code = forms.CharField(
        label="Your return code",
        max_length=100,
        help_text="Twelve letters and digits, from the page of your workshop.",
        widget=forms.TextInput(attrs={**EXACTLY, "autofocus": True}),
    )


class Host(Asking):
    """How a pack is to be played. The first choice of everything is a good one."""

    minutes = forms.TypedChoiceField(label="How long", coerce=int, widget=forms.RadioSelect)
    students = forms.TypedChoiceField(label="How many students", coerce=int)
    attribution = forms.ChoiceField(
        label="What the record says", choices=ATTRIBUTION, widget=forms.RadioSelect
    )
    joining = forms.ChoiceField(label="Who may join", choices=JOINING, widget=forms.RadioSelect)
    seating = forms.ChoiceField(label="Who gives out the seats", choices=SEATING, widget=forms.RadioSelect)

    def __init__(self, pack: LoadedPack, data: Any = None) -> None:
        super().__init__(data, initial=defaults(pack.pack))
        self._choices("minutes", [(each, form_in_words(each)) for each in lengths(pack.pack)])
        self._choices("students", [(each, _filling(pack.pack, each)) for each in range(FEWEST, MOST + 1)])

    def _choices(self, name: str, choices: list[tuple[int, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices


def defaults(pack: Pack) -> dict[str, Any]:
    """The shortest form, with every seat taken."""
    return {
        "minutes": lengths(pack)[0],
        "students": max(len(cast.seats) for cast in pack.casts),
        "attribution": "chatham-house",
        "joining": "open",
        "seating": "host",
    }


def _filling(pack: Pack, students: int) -> str:
    """How so many students are placed: how many sit, how many look on."""
    seats = len(cast_for(pack, students).seats)
    if students <= seats:
        return f"{students}: {_many(seats, 'seat')}"
    return f"{students}: {_many(seats, 'seat')} and {_many(students - seats, 'observer')}"


def _many(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"
