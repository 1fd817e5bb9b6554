"""How the record tells what interpreters made of what stood on a board, beside its original.

The words of one that was taken back, or whose original staff took away, are for staff. Lines of the talk that
were said again are in ``talk``.
"""

from __future__ import annotations

from roleplay.record.lens import Lens
from roleplay.record.told import Told, tells
from roleplay.rules.interpreting_tools import Translations, TranslationTakenBack, WordsInterpreted
from roleplay.rules.kernel import Entry
from roleplay.rules.rooms import PLENARY
from roleplay.rules.tools import TakenAway


@tells(TranslationTakenBack, unnamed=True)
def with_the_translation(lens: Lens, event: TranslationTakenBack, entry: Entry) -> None:
    return None


@tells(WordsInterpreted, unnamed=True)
def words_interpreted(lens: Lens, event: WordsInterpreted, entry: Entry) -> Told:
    marks = _marks(lens, event, entry)
    return Told(
        "interpreted",
        event.text if lens.staff or not marks else "",
        lens.who(entry),
        lens.place(PLENARY),
        (entry.seat,) if entry.seat else (),
        source="Interpreter",
        marks=marks,
        reply_to=event.words,
    )


def _marks(lens: Lens, event: WordsInterpreted, entry: Entry) -> tuple[str, ...]:
    if lens.state[TakenAway].ids.intersection((entry.id, event.of, *event.within)):
        return ("hidden",)
    return ("withdrawn",) if entry.id in lens.state[Translations].taken_back else ()
