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


def count(cache: BaseCache, bucket: str, seconds: int) -> int:
    window = int(time.time() // seconds)
    name = hashlib.sha256(bucket.encode("utf-8", "replace")).hexdigest()[:32]
    key = f"tries:{name}:{window}"
    if cache.add(key, 1, timeout=seconds):
        return 1
    try:
        return cache.incr(key)
    except ValueError:  # it has expired since
        return 1
