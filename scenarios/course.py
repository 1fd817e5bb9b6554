"""The words by which packs are found and put into a course: eras, tracks, methods, and Saunders' five stages.

Which pack has which stands in the packs, under ``course``. Nothing here reads one.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Era = Literal["1960s", "1970s", "1980s", "1990s", "2000s", "2010s", "2020s", "undated"]
TrackTwo = Literal["1.5", "2", "3"]
Method = Literal[
    "whole-workshop", "warm-up", "history", "more-parties", "within-a-side", "stereotypes", "inclusion",
    "interests", "development", "technology-finance", "constraints", "working-groups", "dispute-design",
    "sustained", "single-text", "lexicon", "leak", "joint-statement", "resolution", "advocacy",
    "way-home",
]  # fmt: skip

ERAS: dict[Era, str] = {
    "1960s": "the 1960s",
    "1970s": "the 1970s",
    "1980s": "the 1980s",
    "1990s": "the 1990s",
    "2000s": "the 2000s",
    "2010s": "the 2010s",
    "2020s": "the 2020s",
    "undated": "a year without a number",
}
TRACKS: dict[TrackTwo, str] = {
    "1.5": "Track 1.5, mixed",
    "2": "Track Two, unofficial",
    "3": "Track Three, citizens",
}
METHODS: dict[Method, str] = {
    "whole-workshop": "the whole workshop",
    "warm-up": "a warm-up",
    "history": "history",
    "more-parties": "three or four parties",
    "within-a-side": "differences within a side",
    "stereotypes": "stereotypes and narratives",
    "inclusion": "inclusion",
    "interests": "talks about interests",
    "development": "cooperative development",
    "technology-finance": "technology and finance",
    "constraints": "constraints",
    "working-groups": "working groups",
    "dispute-design": "the design of a dispute procedure",
    "sustained": "sustained dialogue",
    "single-text": "a single text",
    "lexicon": "a common lexicon",
    "leak": "a leak",
    "joint-statement": "a joint statement",
    "resolution": "a citizens' resolution",
    "advocacy": "advocacy",
    "way-home": "the way home",
}


@dataclass(frozen=True)
class Stage:
    """A stage of sustained dialogue. ``codes`` are the phases of a workshop that belong to it; ``minutes`` is
    what they take when one pack is played as a whole course."""

    number: int
    title: str
    what: str
    codes: tuple[str, ...]
    minutes: int

    @property
    def phases(self) -> list[str]:
        return [PHASES[code] for code in self.codes]


STAGES = (
    Stage(1, "Deciding to engage", "Enrolment, consent, and why anybody should talk at all.", (), 0),
    Stage(
        2, "Mapping relationships, naming problems",
        "The rules, the persons, and what each needs and fears.", ("PH1", "PH2"), 165,
    ),
    Stage(
        3, "Probing problems and relationships",
        "Saying the other side's concern back until its owner agrees; looking at stereotypes.", ("PH3",), 60,
    ),
    Stage(
        4, "Building scenarios",
        "Who must do what, in what sequence, against which obstacles.", ("PH4", "PH5", "PH6"), 300,
    ),
    Stage(5, "Acting together", "One text, and what each carries home from it.", ("PH7", "PH8"), 195),
)  # fmt: skip
BESIDES = (("PH0", "Preparing on one's own side, before the first of these meetings", 90),
           ("PH9", "Debriefing out of role, after the last", 90))  # fmt: skip
PHASES = {
    "PH0": "preparation",
    "PH1": "opening",
    "PH2": "needs and fears",
    "PH3": "saying it back",
    "PH4": "thinking together",
    "PH5": "constraints",
    "PH6": "overcoming them",
    "PH7": "text",
    "PH8": "the way home",
    "PH9": "debrief",
}
WHOLE_COURSE = 900
"""Minutes of the form that is a course: eight to ten meetings, between which the workshop is adjourned."""
A_MEETING = 90
RELATIONSHIP = ("identity", "interests", "power", "perceptions and stereotypes", "patterns of interaction")


def of_one_meeting(forms: Iterable[int]) -> list[int]:
    """The forms that are played at one go; of a pack that has none, all."""
    forms = list(forms)
    return [form for form in forms if form < WHOLE_COURSE] or forms


def form_in_words(form: int) -> str:
    """How long a form takes, for whoever chooses one."""
    if form < WHOLE_COURSE:
        return f"{form} minutes"
    return f"{form} minutes: a course of eight to ten meetings. You adjourn after each and reopen later."
