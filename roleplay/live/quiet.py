"""What is expected is logged in one line: a browser's nonsense, and Redis being away.

Both can happen many times a second, and neither is a fault in this program; a traceback is.
"""

import logging

EXPECTED = ("django.request", "channels_redis.pubsub")


def in_one_line(record: logging.LogRecord) -> bool:
    """A filter that lets everything pass, what is expected without its traceback."""
    error = record.exc_info[1] if record.exc_info else None
    if error is not None and getattr(record, "status_code", 0) < 500:
        record.msg, record.args = f"{record.getMessage()} ({type(error).__name__})", ()
        record.exc_info = None
    return True


def install() -> None:
    for name in EXPECTED:
        logging.getLogger(name).addFilter(in_one_line)
