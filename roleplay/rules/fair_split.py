"""How seats are divided among working groups: equal numbers from each side, and nobody left out."""

from collections.abc import Sequence


def fair_split(sides: Sequence[Sequence[str]], number: int) -> dict[str, int]:
    """The group, from 1, of each seat. ``sides`` are the seats of each side, in the order of the lot.

    As many seats as the second largest side has are dealt alike from each side that has so many: a group
    gets the same number of each. Whoever is over, and a smaller third side, goes where the fewest are.
    """
    alike = sorted(map(len, sides), reverse=True)[1] if len(sides) > 1 else 0
    dealt = [side[:alike] for side in sides if len(side) >= alike]
    places = {seat: at % number + 1 for side in dealt for at, seat in enumerate(side)}
    for side in sides:
        for seat in side:
            if seat not in places:
                places[seat] = _emptiest(places, set(side), number)
    return places


def _emptiest(places: dict[str, int], side: set[str], number: int) -> int:
    """Where the fewest sit, and among those where the fewest of this side sit."""
    taken = list(places.values())
    own = [group for seat, group in places.items() if seat in side]
    return min(range(1, number + 1), key=lambda group: (taken.count(group), own.count(group)))
