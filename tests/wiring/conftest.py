"""Two workers behind the real nginx, on a PostgreSQL and a Valkey, and a class that sits on both."""

import asyncio
import os
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from tests.services.nginx import Nginx
from tests.services.postgres import Postgres
from tests.services.valkey import Valkey
from tests.services.workers import Workers
from tests.wiring.workers_class import TwoWorkersClass


class Site:
    def __init__(self, workers: Workers, nginx: Nginx, database_url: str) -> None:
        self.workers, self.nginx, self.database_url = workers, nginx, database_url


@pytest.fixture(scope="session")
def site(open_folder: Path, valkey: Valkey) -> Iterator[Site]:
    """PostgreSQL waits for the disk here, as `serve` demands."""
    folder = open_folder / "site"
    (folder / "postgres").mkdir(parents=True)
    (folder / "data").mkdir()
    postgres = Postgres(folder / "postgres", durable=True)
    postgres.start()
    valkey.client().flushall()
    nginx = Nginx(folder, sockets=folder)
    url = postgres.fresh()
    path = f"{postgres.programs}{os.pathsep}{os.environ['PATH']}"
    more = {"PATH": path, "METRICS_TOKEN": "a token that is long enough", "LOG_LEVEL": "INFO"}
    workers = Workers(folder, nginx.origin, url, valkey.url, **more)
    try:
        nginx.start()
        yield Site(workers.start(), nginx, url)
    finally:
        nginx.stop()
        workers.kill()
        postgres.stop()


@pytest.fixture
async def room(site: Site) -> AsyncIterator[TwoWorkersClass]:
    """A class of eight and a facilitator, on stage, on both workers."""
    people = await asyncio.to_thread(TwoWorkersClass, site.workers, site.nginx.origin, site.database_url)
    try:
        yield await people.begin()
    finally:
        await people.leave()
    tracebacks = [record for record in site.workers.records() if "exception" in record]
    assert tracebacks == []
