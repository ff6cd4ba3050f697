"""A real server and a real browser for the tests that look at pages."""

import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from threading import Thread
from urllib.parse import urlsplit

from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from waitress import wasyncore
from waitress.server import create_server

from app.accounts.routes.sign_in import SESSION_COOKIE
from app.accounts.services import sign_in
from app.core import clock
from app.core.access import Actor
from app.core.database import transaction
from app.evaluation.routes.guest_desk import GUEST_COOKIE

sys.path.insert(0, str(Path(__file__).parent.parent / "tools"))

from chromium import FLAGS, find

AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text(encoding="utf-8")
WIDE, PHONE = (1280, 900), (360, 740)


@contextmanager
def serve(app: Flask) -> Iterator[str]:
    """Serve the app with waitress on a free port of this machine.

    Its clock stands where the test's did, until `app.extensions["moment"]` is set to a later one.
    """
    app.extensions["moment"] = clock.now()

    def at_the_same_moment(environ, start_response):
        with clock.frozen_at(app.extensions["moment"]), closing(app.wsgi_app(environ, start_response)) as answer:
            return list(answer)

    sockets: dict[int, wasyncore.dispatcher] = {}
    server = create_server(at_the_same_moment, map=sockets, host="127.0.0.1", port=0, threads=4)

    def run() -> None:
        with suppress(OSError):  # the socket it waits on is closed at the end
            server.run()

    thread = Thread(target=run, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.effective_port}"
    finally:
        server.close()
        server.task_dispatcher.shutdown()
        thread.join(5)
        wasyncore.close_all(sockets, ignore_all=True)  # connections the browser has left open


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start headless Chromium."""
    path = find()
    assert path, "Chromium is missing: run `make test`, which installs it or says how."
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        try:
            yield browser
        finally:
            browser.close()


class Visitor:
    """Somebody at a browser. Collects what a careful tester would notice on every page."""

    def __init__(self, browser: Browser, base: str, *, size: tuple[int, int], language: str) -> None:
        self.base = base
        self.complaints: list[str] = []
        self.context: BrowserContext = browser.new_context(
            base_url=base, viewport={"width": size[0], "height": size[1]}, locale="ko-KR", accept_downloads=True
        )
        self.context.set_default_timeout(15_000)
        self._cookie("opum_language", language)
        self.page: Page = self.context.new_page()
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.complaints.append(f"script error: {error}"))
        self.page.on("request", self._request)

    def sign_in_as(self, actor: Actor) -> None:
        """Take the actor's seat: a session in the database and its cookie."""
        with transaction():
            token = sign_in.start_session(actor, address="127.0.0.1", demo=True)
            sign_in.mark_fresh(token)
        self._cookie(SESSION_COOKIE, token)

    def leave(self) -> None:
        """Get up from the seat, or put the code away: whoever comes next is nobody yet."""
        for cookie in (SESSION_COOKIE, GUEST_COOKIE):
            self.context.clear_cookies(name=cookie)

    def bring_code(self, token: str) -> None:
        """Come from outside: the cookie of a session that an access code opened."""
        self._cookie(GUEST_COOKIE, token)

    def open(self, path: str) -> Page:
        """Open a page of the app."""
        self.page.goto(path, wait_until="load")
        return self.page

    def press(self, name: str, *, exact: bool = True) -> None:
        """Press the button with this name and wait for the page that follows."""
        with self.page.expect_navigation():
            self.page.get_by_role("button", name=name, exact=exact).first.click()

    def axe(self) -> list[str]:
        """Return accessibility violations of the present page, one line each."""
        if not self.page.evaluate("'axe' in window"):
            self.page.evaluate(AXE)
        found = self.page.evaluate(
            "axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'],"
            " resultTypes: ['violations']}).then((found) => found.violations)"
        )
        return [
            f"{v['id']}: {node['target']} {node['failureSummary'].splitlines()[-1].strip()}"
            for v in found
            for node in v["nodes"]
        ]

    def bring_axe(self) -> None:
        """Have axe in every page from now on: Chromium compiles it once instead of for each page."""
        self.context.add_init_script(AXE)

    def resize(self, size: tuple[int, int]) -> None:
        """Make the window this big and wait until the page has drawn itself anew."""
        self.page.set_viewport_size({"width": size[0], "height": size[1]})
        self.page.evaluate("new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))")

    def overflow(self) -> int:
        """Return by how many pixels the page is wider than the window."""
        return int(self.page.evaluate("document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth"))

    def close(self) -> None:
        """Close the window."""
        self.context.close()

    def _cookie(self, name: str, value: str) -> None:
        self.context.add_cookies([{"name": name, "value": value, "url": self.base}])

    def _console(self, message) -> None:
        if message.type in {"error", "warning"} and "Failed to load resource" not in message.text:
            self.complaints.append(f"console: {message.text}")

    def _request(self, request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in {"http", "https"} and f"{parts.scheme}://{parts.netloc}" != self.base:
            self.complaints.append(f"outside request: {request.url}")
