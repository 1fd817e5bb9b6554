"""Who takes part. The first of those chosen is the one that the others are compared to."""

from collections.abc import Callable

from roleplay.bench.others import (
    BareDaphne,
    BareWebsockets,
    OTree,
    OTreeChat,
    SocketIO,
    Tutorial,
    TutorialRedis,
)
from roleplay.bench.ours import Baithak, BaithakRedis, BaithakSQLite
from roleplay.bench.stand import Contender, Stand

CONTENDERS: dict[str, Callable[[Stand], Contender]] = {
    one.name: one
    for one in (
        Baithak,
        BaithakSQLite,
        BaithakRedis,
        TutorialRedis,
        Tutorial,
        OTree,
        OTreeChat,
        SocketIO,
        BareDaphne,
        BareWebsockets,
    )
}
QUICK = ("baithak", "tutorial-redis", "bare-daphne", "bare-websockets")
