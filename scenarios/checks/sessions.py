"""What is checked of the session: who opens a round (15), rumours, who asks at home, time, lengths (2, 3)."""

from dataclasses import replace

from scenarios.checks.report import Report, apart, figures
from scenarios.course import A_MEETING
from scenarios.crosscheck import agenda_of, forms, peers
from scenarios.lengths import length_advice
from scenarios.rehearsal_schema import ScriptPhase
from scenarios.schema import Pack

ROUNDS = ("PH2", "PH8")


def lengths(report: Report) -> None:
    for problem in length_advice(report.loaded):
        report.problems.append(replace(problem, level="warning"))


def who_opens(report: Report) -> None:
    """In each rehearsal, the way home is opened by another side than needs and fears."""
    pack = report.loaded.pack
    codes = {phase.id: phase.code for phase in pack.agenda}
    for minutes, rehearsal in report.loaded.rehearsals.items():
        opened = {codes[part.phase]: _opener(pack, part) for part in rehearsal.phases}
        first, last = (opened.get(code) for code in ROUNDS)
        if first and first == last:
            message = f'"{first}" opens both needs and fears and the way home'
            remedy = "Let another side open the second."
            report.in_file(15, f"rehearsal-{minutes}.yaml", message, remedy, first)


def _opener(pack: Pack, part: ScriptPhase) -> str | None:
    """The side that speaks first at the table."""
    side_of = {seat.id: seat.side for seat in pack.seats}
    spoken = (step for step in part.steps if step.say and step.room == "plenary" and step.by in side_of)
    return next((side_of[step.by] for step in spoken), None)


def rumours(report: Report) -> None:
    for index, inject in enumerate(report.loaded.pack.injects):
        if inject.kind == "rumour" and inject.correction is None:
            report.at(0, ("injects", index), "a rumour without a correction", "Add `correction` (C5).")


def at_home(report: Report) -> None:
    """Delegates of each side are asked by as many at home, and may be met as warmly."""
    pack = report.loaded.pack
    for group in peers(pack):
        heard = {side: [one for one in pack.audiences if one.side in (side, None)] for side in group}
        moods = {
            side: " ".join(sorted(reply.mood for one in found for reply in one.replies)) or "no replies"
            for side, found in heard.items()
        }
        if apart({side: len(found) for side, found in heard.items()}) or len(set(moods.values())) > 1:
            message = f"the sides are not met alike at home ({figures(moods)})"
            remedy = "Give each as many audiences, and replies of the same moods."
            report.at(0, ("audiences",), message, remedy, figures(moods))


def debrief_time(report: Report) -> None:
    pack = report.loaded.pack
    for minutes in forms(pack):
        time = sum(phase.minutes[minutes] for phase in agenda_of(pack, minutes) if phase.out_of_role)
        if time * 6 < minutes and time < A_MEETING:
            message = f"the debrief has {time} of {minutes} minutes"
            remedy = "Give it at least one sixth; a fifth is better (C7). In a course, a whole meeting."
            report.at(0, ("agenda",), message, remedy, time)
        steps = sum(step.minutes.get(minutes, 0) for step in pack.debrief)
        if steps != time:
            message = (
                f"the debrief's steps take {steps} minutes in the {minutes}-minute form, its phase {time}"
            )
            report.at(0, ("debrief",), message, "Make them equal.", steps)


CHECKS = (lengths, who_opens, rumours, at_home, debrief_time)
