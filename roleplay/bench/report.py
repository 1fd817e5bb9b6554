"""What a run showed: medians with their spread, ratios to the first contender, and what went wrong."""

import statistics
from collections.abc import Iterable
from typing import Any, NamedTuple

from roleplay.bench.runs import Outcome, Plan

NOTHING = "-"


class Figure(NamedTuple):
    """Of the repetitions."""

    median: float
    smallest: float
    largest: float


def figure(results: Iterable[dict[str, Any]], path: str) -> Figure | None:
    """The values at ``path`` ("join.p50"); None when there are none."""
    found = [value for value in (_at(result, path) for result in results) if value is not None]
    return Figure(statistics.median(found), min(found), max(found)) if found else None


def _at(result: dict[str, Any], path: str) -> float | None:
    found: Any = result
    for name in path.split("."):
        found = None if found is None else found.get(name)
    return None if found is None else float(found)


def shown(value: Figure | None) -> str:
    if value is None:
        return NOTHING
    if value.largest == value.smallest:
        return number(value.median)
    return f"{number(value.median)} ({number(value.smallest)}–{number(value.largest)})"


def number(value: float) -> str:
    if abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}"


def table(title: str, columns: dict[str, str], rows: dict[str, list[dict[str, Any]]]) -> str:
    """One row for each contender; ``columns`` say where each figure is. Nothing when nobody has any."""
    cells = {
        name: [shown(figure(results, path)) for path in columns.values()] for name, results in rows.items()
    }
    return drawn([title, *columns], [[name, *row] for name, row in cells.items()])


def drawn(head: list[str], rows: list[list[str]]) -> str:
    if all(cell == NOTHING for row in rows for cell in row[1:]):
        return ""
    widths = [max(len(row[place]) for row in [head, *rows]) for place in range(len(head))]
    lines = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |"
        for row in [head, *rows]
    ]
    lines.insert(1, "|" + "|".join("-" * (width + 2) for width in widths) + "|")
    return "\n".join(lines)


def text(plan: Plan, outcomes: list[Outcome]) -> str:
    """The whole report, in Markdown."""
    shape = f"{max(plan.rooms)}x{plan.members}"
    pieces = [
        _saturation(outcomes, shape),
        _ratios(outcomes, shape),
        _steady(outcomes, shape),
        _storm(outcomes, shape),
        _idle(outcomes, shape),
        _growth(plan, outcomes),
        _pages(outcomes),
        _resumes(plan, outcomes),
        _faults(outcomes),
    ]
    return "\n\n".join(piece for piece in pieces if piece)


def _rows(outcomes: list[Outcome], act: str) -> dict[str, list[dict[str, Any]]]:
    return {one.says: one.acts.get(act, []) for one in outcomes}


def _saturation(outcomes: list[Outcome], shape: str) -> str:
    columns = {
        "deliveries/s": "per_second",
        "CPU ms/1,000": "cpu_per_1000",
        "of it web": "web_per_1000",
        "p50 ms": "p50",
        "p99 ms": "p99",
        "load's core %": "load_share",
        "others %": "foreign_share",
    }
    return table(f"At saturation, {shape}", columns, _rows(outcomes, f"saturate {shape}"))


def _ratios(outcomes: list[Outcome], shape: str) -> str:
    """How much CPU a delivery costs the others, ours being 1."""
    found = {one.says: figure(one.acts.get(f"saturate {shape}", ()), "cpu_per_1000") for one in outcomes}
    ours = found[outcomes[0].says]
    if ours is None or len(outcomes) < 2:
        return ""
    rows = [[name, f"{each.median / ours.median:.2f}" if each else NOTHING] for name, each in found.items()]
    return drawn(["CPU for each delivery", "ratio"], rows)


def _steady(outcomes: list[Outcome], shape: str) -> str:
    names = ("p50", "p95", "p99")
    columns = {f"{name} ms": name for name in names}
    columns |= {"core %": "server_share", "others %": "foreign_share", "lost": "faults.lost"}
    return table(f"Three lines a second in each room, {shape}", columns, _rows(outcomes, f"steady {shape}"))


def _storm(outcomes: list[Outcome], shape: str) -> str:
    columns = {
        "joined": "join.joined",
        "p50 ms": "join.p50",
        "p99 ms": "join.p99",
        "CPU ms each": "join.cpu_ms_each",
    }
    return table(f"All join within 2 s, {shape}", columns, _rows(outcomes, f"storm {shape}"))


def _idle(outcomes: list[Outcome], shape: str) -> str:
    columns = {"KiB each": "kb_each", "core %": "idle_share"}
    return table(f"Idle connections, {shape}", columns, _rows(outcomes, f"idle {shape}"))


def _growth(plan: Plan, outcomes: list[Outcome]) -> str:
    shapes = [f"{rooms}x{plan.members}" for rooms in plan.rooms]
    if len(shapes) < 2:
        return ""
    rows = [
        [
            one.says,
            *(shown(figure(one.acts.get(f"saturate {shape}", ()), "cpu_per_1000")) for shape in shapes),
        ]
        for one in outcomes
    ]
    return drawn(["CPU ms/1,000 at saturation", *shapes], rows)


def _pages(outcomes: list[Outcome]) -> str:
    columns = {"first ms": "first_ms", "p50 ms": "p50", "CPU ms": "cpu_ms", "bytes": "bytes"}
    rows = {
        f"{one.name}, {int(lines):,} lines": pages for one in outcomes for lines, pages in one.pages.items()
    }
    return table("The page of a delegate", columns, rows) if rows else ""


def _resumes(plan: Plan, outcomes: list[Outcome]) -> str:
    columns = {"p50 ms": "join.p50", "p99 ms": "join.p99", "CPU ms each": "join.cpu_ms_each"}
    rows = {}
    for one in outcomes:
        for name, results in one.acts.items():
            if name.startswith("resume"):
                _, log, gap = name.split()
                rows[f"{one.name}, {plan.lines[int(log)]:,} lines, {int(gap):,} missed"] = results
    return table(f"{plan.members} resume at once", columns, rows) if rows else ""


def _faults(outcomes: list[Outcome]) -> str:
    lines = [f"- {one.name} did not take part: {one.missing}" for one in outcomes if one.missing]
    lines += [f"- {one.name}: {what}" for one in outcomes for what in dict.fromkeys(one.wrong)]
    return (
        "\n".join(["What went wrong:", *lines])
        if lines
        else "Nothing was lost, doubled, reordered or leaked."
    )
