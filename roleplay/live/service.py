"""What the two doors, the pages and the commands call: open a workshop, come in, submit.

Both doors are thin and end here. Blocking calls are for threads (pages, management commands);
a coroutine awaits ``submit_async``.
"""

import asyncio
import hashlib
import json
from concurrent.futures import Future
from typing import Any

from django.db import IntegrityError, transaction

from accounts.models import User
from roleplay.live import names
from roleplay.live.answers import AnyFuture
from roleplay.live.models import Participant, Workshop, new_code, new_id
from roleplay.live.writer import WRITER, Submission, Unavailable
from roleplay.rules.kernel import SYSTEM, Command, Refused
from roleplay.rules.people import ChangeDevice, Join, JoinStaff
from roleplay.rules.seats import ClaimSeat
from roleplay.rules.workshop import Attribution, Joining, Open, Seating
from scenarios.checks import hostable
from scenarios.finding import find_pack
from scenarios.freeze import freeze

PATIENCE = 15.0
_DIGESTED = json.JSONEncoder(sort_keys=True, default=vars)


def submit(workshop: str, participant: str, command: Command, command_id: str | None = None) -> Future[str]:
    """Queue a command; the future gives the id of its first event once that is on disk.

    It raises Refused when it may not happen and Unavailable when the store did not take it.
    """
    answer = Future[str]()
    WRITER.put(_submission(workshop, participant, command, command_id, answer))
    return answer


def submit_now(workshop: str, participant: str, command: Command, command_id: str | None = None) -> str:
    """``submit`` and wait. Never call it inside a transaction: the writer needs the lock."""
    return submit(workshop, participant, command, command_id).result(PATIENCE)


async def submit_async(workshop: str, participant: str, command: Command, command_id: str) -> str:
    """``submit`` for a coroutine. Whoever is cancelled while waiting has submitted all the same."""
    answer: asyncio.Future[str] = asyncio.get_running_loop().create_future()
    WRITER.put(_submission(workshop, participant, command, command_id, answer))
    return await answer


def _submission(
    workshop: str, participant: str, command: Command, command_id: str | None, answer: AnyFuture
) -> Submission:
    digest = command_digest(command) if command_id else ""
    return Submission(workshop, participant, command, command_id, digest, answer)


def command_digest(command: Command) -> str:
    body = _DIGESTED.encode([command.do, vars(command)])
    return hashlib.sha256(body.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def open_workshop(
    host: User,
    pack: str,
    minutes: int,
    students: int,
    attribution: Attribution = "chatham-house",
    joining: Joining = "open",
    seating: Seating = "host",
) -> Workshop:
    """Freeze the pack into a new workshop whose facilitator is ``host``."""
    loaded = hostable(find_pack(pack, host))
    frozen = freeze(loaded, minutes, students)
    workshop = _new_workshop(host, pack, frozen["title"])
    submit_now(workshop.id, SYSTEM, Open(frozen, attribution, joining, seating))
    staff_participant(workshop, host, "facilitator")
    return workshop


def _new_workshop(host: User, pack: str, title: str) -> Workshop:
    """The row, with a join code that no other workshop has."""
    while True:
        try:
            with transaction.atomic():
                return Workshop.objects.create(host=host, pack=pack, title=title)
        except IntegrityError:
            continue


def staff_participant(workshop: Workshop, user: User, role: str) -> Participant:
    """This user's participant in the workshop, made and announced when they come for the first time."""
    with transaction.atomic():
        person, new = Participant.objects.get_or_create(
            workshop=workshop,
            user=user,
            defaults={"name": str(user), "skeleton": f"\x1fstaff {user.pk}", "role": role},
        )
    if new:
        staff_role: Any = role
        submit_now(workshop.id, SYSTEM, JoinStaff(person.id, staff_role, person.device))
    return person


def join(workshop: Workshop, name: str) -> Participant:
    """A student comes in through the lobby. Raises Refused when the name or the lobby says no."""
    person = _new_participant(workshop, name)
    return _announced(person, Join(person.id, person.device))


def claim_seat(workshop: Workshop, seat: str, name: str) -> Participant:
    """The first visit with a seat's personal link. Raises Refused when somebody sits there."""
    person = _new_participant(workshop, name)
    return _announced(person, ClaimSeat(person.id, seat, person.device))


def join_staff(workshop: Workshop, name: str) -> Participant:
    """Somebody with the staff link comes in as a co-facilitator. Raises Refused when the name says no."""
    person = _new_participant(workshop, name, "cofacilitator")
    return _announced(person, JoinStaff(person.id, "cofacilitator", person.device))


def _new_participant(workshop: Workshop, name: str, role: str = "delegate") -> Participant:
    """A row with a safe name that nobody in the workshop has, even by look. Raises Refused."""
    spoken = names.spoken(name)
    key = names.skeleton(spoken)
    try:
        with transaction.atomic():
            return Participant.objects.create(workshop=workshop, name=spoken, skeleton=key, role=role)
    except IntegrityError:
        raise Refused("name_taken", "Somebody here has this name, or one that looks like it.") from None


def _announced(person: Participant, command: Command) -> Participant:
    try:
        submit_now(person.workshop_id, SYSTEM, command)
    except (Refused, Unavailable):
        person.delete()
        raise
    return person


def forget_device(participant: str) -> None:
    """No browser speaks for this person any more: other tabs are shown out. The return code still opens."""
    person = Participant.objects.get(pk=participant)
    person.device = new_id()
    person.save(update_fields=["device"])
    submit_now(person.workshop_id, SYSTEM, ChangeDevice(person.id, person.device))


def change_device(person: Participant) -> Participant:
    """Go on at another browser: a new device, a new return code; the old browser is shown out."""
    person.device, person.return_code = new_id(), new_code()
    person.save(update_fields=["device", "return_code"])
    submit_now(person.workshop_id, SYSTEM, ChangeDevice(person.id, person.device))
    return person
