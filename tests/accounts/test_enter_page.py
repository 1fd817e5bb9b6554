"""The link in a real browser: the key leaves the address bar, and nothing is blocked on the way."""

from collections.abc import Callable

from playwright.sync_api import Browser, Page, expect

from tests.services.server import Server

Serve = Callable[..., Server]


def test_opening_the_link_signs_in_and_leaves_no_key_behind(page: Page, serve: Serve) -> None:
    server = serve()
    asked: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.goto(f"{server.address}/account/password/")
    page.goto(server.said["enter"])
    page.wait_for_url(lambda url: "/enter/" not in url)
    page.goto(f"{server.address}/account/password/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Set a password")
    assert not [url for url in asked if server.key in url.partition("#")[0]]
    page.go_back()
    page.go_back()
    assert server.key not in page.url
    assert not [each for each in complaints if "Content Security Policy" in each or "TrustedHTML" in each]


def test_without_scripts_the_link_can_be_pasted(browser: Browser, serve: Serve) -> None:
    server = serve()
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(server.said["enter"])
    page.get_by_label("Key").fill(server.said["enter"])
    page.get_by_role("button", name="Come in").click()
    page.goto(f"{server.address}/account/password/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Set a password")
    context.close()


def test_a_used_link_says_so_in_words(page: Page, serve: Serve) -> None:
    server = serve()
    page.goto(server.said["enter"])
    page.wait_for_url(lambda url: "/enter/" not in url)
    page.context.clear_cookies()
    page.goto(server.said["enter"])
    expect(page.get_by_role("alert")).to_contain_text("does not open anything")
