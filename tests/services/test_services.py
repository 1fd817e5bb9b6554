"""The services of the tests are real, and each test gets them empty."""

from pathlib import Path

import psycopg
import pytest
import redis
from playwright.sync_api import Browser

from tests.services.postgres import Postgres
from tests.services.server import wait_until
from tests.services.valkey import Valkey


def test_each_test_gets_an_empty_database_on_a_real_postgresql(postgres: Postgres) -> None:
    first, second = postgres.fresh(), postgres.fresh()
    with psycopg.connect(first) as connection:
        connection.execute("CREATE TABLE things (name text)")
    with psycopg.connect(second) as connection:
        assert connection.info.server_version >= 150000
        assert connection.execute("SELECT to_regclass('things')").fetchone() == (None,)


def test_valkey_can_go_away_and_come_back_empty_at_the_same_address(redis_url: str, valkey: Valkey) -> None:
    valkey.client().set("kept", "yes")
    valkey.stop()
    with pytest.raises(redis.ConnectionError):
        redis.Redis.from_url(redis_url).ping()
    valkey.start()
    assert valkey.client().get("kept") is None


def test_postgresql_can_go_away_and_come_back_with_what_it_held(postgres: Postgres) -> None:
    url = postgres.fresh()
    with psycopg.connect(url) as connection:
        connection.execute("CREATE TABLE kept (name text)")
    postgres.stop()
    postgres.start()
    with psycopg.connect(url) as connection:
        assert connection.execute("SELECT count(*) FROM kept").fetchone() == (0,)


def test_the_browser_is_a_current_chromium_that_draws_text(browser: Browser, tmp_path: Path) -> None:
    assert int(browser.version.partition(".")[0]) >= 120, browser.version
    page = browser.new_page()
    page.set_content("<span id=a>WWWW</span><br><span id=b>i</span>")
    widths = [page.locator(name).bounding_box() for name in ("#a", "#b")]
    assert widths[0] and widths[1] and widths[0]["width"] > widths[1]["width"] > 0
    page.close()


def test_waiting_ends_with_the_answer_or_with_a_failure() -> None:
    assert wait_until(lambda: 7) == 7
    with pytest.raises(AssertionError, match="never did not come about"):
        wait_until(lambda: False, seconds=0.1, what="never")
