"""The events that change more than one part of the live pages, by what they are about."""

from roleplay.rules.arranging import ARRANGED
from roleplay.rules.cooling_off import CoolingBegan
from roleplay.rules.floor import FloorGiven, FloorSet, FloorYielded, HandLowered, HandRaised
from roleplay.rules.groups import GROUPS
from roleplay.rules.meetings import Adjourned, Reopened
from roleplay.rules.people import Admitted, Joined, Removed, SeatFreed
from roleplay.rules.phases import ClockStarted, ClockStopped, Extended, PhaseEntered
from roleplay.rules.rooms import CorridorClosed, CorridorInvited, CorridorOpened
from roleplay.rules.safety import RoomsPaused, RoomsResumed
from roleplay.rules.seats import BecameObserver, SeatTaken
from roleplay.rules.workshop import Ended, LobbyClosed, LobbyOpened

MEETINGS = (Adjourned, Reopened)
CLOCK = (
    *(PhaseEntered, ClockStopped, ClockStarted, Extended, RoomsPaused, RoomsResumed),
    *(CoolingBegan, *ARRANGED, *MEETINGS, Ended),
)
FLOOR = (
    *(HandRaised, HandLowered, FloorGiven, FloorYielded, FloorSet, PhaseEntered, SeatFreed),
    *(*MEETINGS, Ended),
)
SEATING = (SeatTaken, SeatFreed)
CORRIDORS = (CorridorInvited, CorridorOpened, CorridorClosed, PhaseEntered, SeatFreed, *MEETINGS)
ROOMS = (*CORRIDORS, *GROUPS)
LOBBY = (*SEATING, Joined, Admitted, Removed, BecameObserver, LobbyClosed, LobbyOpened, PhaseEntered)
