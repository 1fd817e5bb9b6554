"""What may be done while the workshop is adjourned: nothing is said, and nothing goes on by itself.

Delegates read, come in or step out, keep notes, take a line back and call for help. Staff prepare: people
and seats, the agenda, the text, their back room, and announcements; what leads a meeting waits until there
is one.
"""

from .constituency import ReplyFromHome, ShowMeter
from .floor import Call, CallNext, SetFloor
from .gauge import GaugeClause, GaugeQuestion, OpenGauge
from .ground_rules import AcceptRules, OpenBrief
from .injects import CorrectInject, CorrectRumour, ReleaseInject, ReleaseOwn
from .interpreting_tools import TakeBackTranslation
from .kernel import Actor, Command, Refused, State, guards
from .leaks import LeakLine
from .meetings import Meetings
from .moves import MakeMove
from .non_paper import MakeNonPaper
from .notes import KeepNote
from .phases import Back, Next, RunClock, StopClock
from .planned_news import ReleasePlanned
from .rooms import BACK_ROOM, LeaveCorridor
from .safety import CallForHelp, CloseHelp, PauseRooms, ResumeRooms
from .seats import TakeSeat
from .stepping_out import ComeBack, LeaveSeat
from .talk import Say, Withdraw
from .track_one import AnswerNonPaper

DELEGATES_MAY: set[type[Command]] = {
    AcceptRules,
    OpenBrief,
    TakeSeat,
    Withdraw,
    TakeBackTranslation,
    LeaveCorridor,
    CallForHelp,
    CloseHelp,
    KeepNote,
    LeaveSeat,
    ComeBack,
}
"""Whatever is not named here waits, also what has not been thought of yet."""
STAFF_MAY_NOT: set[type[Command]] = {
    *(Next, Back, StopClock, RunClock, PauseRooms, ResumeRooms),
    *(Call, CallNext, SetFloor, MakeMove),
    *(GaugeQuestion, GaugeClause, OpenGauge),
    *(ReleaseInject, ReleaseOwn, ReleasePlanned, CorrectInject, CorrectRumour, LeakLine),
    *(MakeNonPaper, AnswerNonPaper, ReplyFromHome, ShowMeter),
}


@guards(Command)
def nothing_is_said_between_meetings(state: State, command: Command, by: Actor) -> None:
    if state[Meetings].adjourned and not _may_meanwhile(command, by):
        raise Refused("adjourned", "The meeting is adjourned. This can be done when it goes on.")


def _may_meanwhile(command: Command, by: Actor) -> bool:
    if not by.staff:
        return type(command) in DELEGATES_MAY
    if isinstance(command, Say):
        return command.room == BACK_ROOM
    return type(command) not in STAFF_MAY_NOT
