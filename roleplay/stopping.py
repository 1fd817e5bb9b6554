"""Whether this process is on its way out. A request that waits (a long poll) waits for this too."""

import asyncio

begun = asyncio.Event()
"""Set on the event loop when the server begins to drain; wait for it beside what you wait for."""
