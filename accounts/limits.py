"""How often something may be tried: counts per bucket in the cache, shared by all processes.

When the shared cache is away, each process counts for itself: looser, but never open.
"""

import hashlib
import logging
import time

from django.core.cache import BaseCache, caches

log = logging.getLogger(__name__)


def allow(bucket: str, limit: int, seconds: int) -> bool:
    """Count one try in this bucket; whether it is among the first `limit` of its `seconds`."""
    try:
        tries = count(caches["default"], bucket, seconds)
    except Exception as why:
        log.warning("The shared cache does not answer (%s); counting in this process.", type(why).__name__)
        tries = count(caches["process"], bucket, seconds)
    return tries <= limit


def take_back(bucket: str, seconds: int) -> None:
    """Uncount a try, for limits that count only failures. A try of an earlier time is gone anyway."""
    for name in ("default", "process"):
        try:
            caches[name].decr(key_of(bucket, seconds))
        except ValueError:  # a new time has begun
            return
        except Exception as why:
            log.warning("The shared cache does not answer (%s).", type(why).__name__)
            continue
        return


def wait(seconds: int) -> int:
    """How many seconds remain until all buckets of this length begin anew."""
    return seconds - int(time.time() % seconds)


def count(cache: BaseCache, bucket: str, seconds: int) -> int:
    key = key_of(bucket, seconds)
    if cache.add(key, 1, timeout=seconds):
        return 1
    try:
        return cache.incr(key)
    except ValueError:  # it has expired since
        return 1


def key_of(bucket: str, seconds: int) -> str:
    name = hashlib.sha256(bucket.encode("utf-8", "replace")).hexdigest()[:32]
    return f"tries:{name}:{int(time.time() // seconds)}"
