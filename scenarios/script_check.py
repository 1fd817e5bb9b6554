"""What must agree between a rehearsal and its pack: each step is something that its speaker could do then.

A rehearsal that passes here can be played; whether it is a good conversation is for people to judge.
"""

from dataclasses import dataclass, field

from scenarios.crosscheck import agenda_of, expect, forms
from scenarios.known import commands_of_tools, tools_of, wrong_with
from scenarios.problems import Findings, Problem
from scenarios.rehearsal_schema import Rehearsal, ScriptLine
from scenarios.schema import Pack, Phase
from scenarios.strict_yaml import Document

ROOMS = ("plenary", "caucus", "corridor")
STAFF = "facilitator"
STAFF_ACTS = {"call_next", "inject", "broadcast"}
SEAT_ACTS = {"heard", "workable", "raise_hand", "invite", "accept", "leave", "help"}
ACTS = (
    "say",
    "heard",
    "workable",
    "raise_hand",
    "call_next",
    "invite",
    "accept",
    "leave",
    "inject",
    "broadcast",
    "help",
    "use",
)
Path = tuple[str | int, ...]


def check_rehearsal(
    rehearsal: Rehearsal, pack: Pack, document: Document, file: str, minutes: int
) -> list[Problem]:
    """``minutes`` is the form that the file's name promises."""
    findings = Findings(file, document.place)
    if rehearsal.form != minutes:
        findings.add(("form",), f"is {rehearsal.form}", f"Write {minutes}, as in the file's name.")
    elif minutes not in forms(pack):
        findings.add(("form",), f"the pack has no {minutes}-minute form", f"It has: {forms(pack)}.")
    else:
        _Script(pack, findings).check(rehearsal)
    return findings.problems


@dataclass
class _Script:
    """What has happened so far in the script, step by step."""

    pack: Pack
    findings: Findings
    labels: dict[str, str] = field(default_factory=dict)
    made: dict[str, str] = field(default_factory=dict)
    invited: set[str] = field(default_factory=set)
    in_corridor: set[str] = field(default_factory=set)

    def check(self, rehearsal: Rehearsal) -> None:
        agenda = {phase.id: phase for phase in agenda_of(self.pack, rehearsal.form)}
        order = list(agenda)
        last = -1
        for index, part in enumerate(rehearsal.phases):
            path: Path = ("phases", index)
            if not expect(self.findings, (*path, "phase"), part.phase, order, "phase in this form"):
                continue
            if order.index(part.phase) <= last:
                self.findings.add((*path, "phase"), "is out of order", "Follow the agenda, each phase once.")
            last = max(last, order.index(part.phase))
            for at, step in enumerate(part.steps):
                self._step(step, agenda[part.phase], (*path, "steps", at))

    def _step(self, step: ScriptLine, phase: Phase, path: Path) -> None:
        acts = [act for act in ACTS if getattr(step, act)]
        if len(acts) != 1:
            got = f"it has {', '.join(acts)}" if acts else "it has none"
            self.findings.add(
                path, f"a step does exactly one thing; {got}", f"Give one of: {', '.join(ACTS)}."
            )
            return
        if not expect(self.findings, (*path, "by"), step.by, [*self._seats(), STAFF], "seat"):
            return
        self._right_person(step, acts[0], path)
        self._room(step, phase, path)
        self._targets(step, path)
        self._tool(step, phase, path)
        self._corridor(step, path)
        self._label(step, acts[0], path)

    def _seats(self) -> list[str]:
        return [seat.id for seat in self.pack.seats]

    def _right_person(self, step: ScriptLine, act: str, path: Path) -> None:
        if step.by == STAFF and act in SEAT_ACTS:
            self.findings.add((*path, act), "only a seat can do this", "Change `by` to a seat.")
        if step.by != STAFF and act in STAFF_ACTS:
            self.findings.add((*path, act), "only the facilitator can do this", "Write `by: facilitator`.")

    def _room(self, step: ScriptLine, phase: Phase, path: Path) -> None:
        if not expect(self.findings, (*path, "room"), step.room, ROOMS, "room"):
            return
        if step.say is None:
            return
        if step.room not in phase.rooms:
            message = f"the {step.room} is not open in {phase.id}"
            self.findings.add((*path, "room"), message, f"Open here: {', '.join(phase.rooms)}.")
        if step.by == STAFF and step.room != "plenary":
            self.findings.add((*path, "room"), "the facilitator speaks in the plenary", "Leave `room` out.")

    def _targets(self, step: ScriptLine, path: Path) -> None:
        for act in ("reply", "heard", "workable"):
            label = getattr(step, act)
            if label is not None:
                expect(self.findings, (*path, act), label, self.labels, "earlier line called")
        if step.reply is not None and step.say is None:
            self.findings.add((*path, "reply"), "only `say` can be a reply", "Remove it.")
        if step.invite is not None:
            others = [seat for seat in self._seats() if seat != step.by]
            expect(self.findings, (*path, "invite"), step.invite, others, "other seat")
        if step.inject is not None:
            expect(
                self.findings,
                (*path, "inject"),
                step.inject,
                [item.id for item in self.pack.injects],
                "inject",
            )

    def _tool(self, step: ScriptLine, phase: Phase, path: Path) -> None:
        if step.use is None:
            if step.with_ or step.of:
                self.findings.add(path, "`with` and `of` belong to `use`", "Remove them.")
            return
        tools = commands_of_tools()
        if not expect(self.findings, (*path, "use"), step.use, tools, "command of a tool"):
            return
        if tools[step.use] not in tools_of(phase):
            message = f"{tools[step.use]} is not on the table in {phase.id}"
            self.findings.add(
                (*path, "use"), message, f"There are: {', '.join(tools_of(phase)) or 'no tools'}."
            )
        for name, meant in step.of.items():
            for label in [meant] if isinstance(meant, str) else meant:
                expect(self.findings, (*path, "of", name), label, self.made, "earlier `use` called")
        if wrong := wrong_with(step.use, {**step.with_, **step.of}):
            self.findings.add((*path, "use"), wrong, "Give its fields in `with` and in `of`.")

    def _corridor(self, step: ScriptLine, path: Path) -> None:
        if step.invite is not None:
            self.invited.add(step.invite)
            self.in_corridor.add(step.by)
        elif step.accept and step.by not in self.invited:
            self.findings.add(
                (*path, "accept"), "nobody has invited this seat", "Add an `invite` step before."
            )
        elif step.accept:
            self.invited.discard(step.by)
            self.in_corridor.add(step.by)
        elif (step.leave or self._in_corridor(step)) and step.by not in self.in_corridor:
            self.findings.add(path, "this seat is in no corridor", "Add `invite` and `accept` steps before.")

    @staticmethod
    def _in_corridor(step: ScriptLine) -> bool:
        return step.say is not None and step.room == "corridor"

    def _label(self, step: ScriptLine, act: str, path: Path) -> None:
        if step.as_ is None:
            return
        if act not in ("say", "use"):
            self.findings.add((*path, "as"), "only `say` and `use` have a name", "Remove it.")
        if step.as_ in self.labels or step.as_ in self.made:
            self.findings.add((*path, "as"), f'"{step.as_}" is already used', "Give each step its own.")
        (self.made if act == "use" else self.labels)[step.as_] = step.by
