"""Takes the README's pictures from the demo: `make screenshots`. Look at them before you commit them."""

import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from chromium import FLAGS, find
from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).parent.parent
IMAGES = ROOT / "docs" / "img"
PORT = "8765"
BASE = f"http://127.0.0.1:{PORT}"

PICTURES = (
    # file, persona, path
    ("my-turn", "head", "/"),
    ("board", "control_tower", "/tasks"),
    ("score", "head", "/rounds"),
    ("control-tower", "control_tower", "/reports/control-tower"),
)


def enter(page: Page, persona: str) -> None:
    """Sign in as a persona of the demo."""
    page.goto(f"{BASE}/sign-in")
    with page.expect_navigation():
        page.locator(f"button[name=persona][value={persona}]").click()


def open_a_score(page: Page) -> None:
    """Open the explanation of the first score of a published round."""
    page.get_by_role("link", name="2025년 최종 평가").first.click()
    page.wait_for_load_state()
    page.goto(f"{page.url}/results")
    page.locator("main table a").first.click()
    page.wait_for_load_state()
    page.locator("main details summary", has_text="이 점수는").nth(1).click()


def serve(instance: str) -> subprocess.Popen[bytes]:
    """Serve a fresh demo office."""
    environment = {**os.environ, "DEMO": "1", "OPUM_INSTANCE": instance, "FLASK_APP": "wsgi.py"}
    flask = Path(sys.executable).parent / "flask"
    for command in (["db", "upgrade"], ["demo", "load"]):
        subprocess.run([flask, *command], cwd=ROOT, env=environment, check=True)
    server = Path(sys.executable).parent / "waitress-serve"
    return subprocess.Popen([server, f"--listen=127.0.0.1:{PORT}", "wsgi:app"], cwd=ROOT, env=environment)


def wait_for_server() -> None:
    """Wait until the server answers."""
    for _attempt in range(100):
        try:
            urllib.request.urlopen(f"{BASE}/sign-in", timeout=1).close()  # noqa: S310  our own address
        except OSError:
            time.sleep(0.1)
        else:
            return


def main() -> int:
    """Take every picture."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as instance:
        server = serve(instance)
        try:
            wait_for_server()
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=find(), args=FLAGS)
                for name, persona, path in PICTURES:
                    page = browser.new_page(viewport={"width": 1280, "height": 860}, locale="ko-KR")
                    enter(page, persona)
                    page.goto(BASE + path)
                    if name == "score":
                        open_a_score(page)
                    page.wait_for_timeout(800)
                    page.screenshot(path=IMAGES / f"{name}.png")
                    page.close()
                browser.close()
        finally:
            server.terminate()
            server.wait()
    return 0


if __name__ == "__main__":
    sys.exit(main())
