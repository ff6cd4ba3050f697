"""Makes sure that a Chromium and a Korean font are there for the browser tests: finds them, installs them, or says exactly how."""

import contextlib
import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PACKAGES = ("chromium", "fonts-noto-cjk")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
)
"""For a headless start on a machine without a screen and without the internet."""


def find() -> str | None:
    """Return the path of a Chromium, or None. `CHROMIUM` in the environment names one."""
    given = os.environ.get("CHROMIUM")
    return given or next((path for name in NAMES if (path := shutil.which(name))), None)


def install() -> None:
    """Install Debian's packages, where this user may."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    prefix = [] if os.geteuid() == 0 else ["sudo", "-n"]
    print("Opum: installing Chromium for the browser tests (apt-get)")
    subprocess.run([*prefix, "apt-get", "update", "-q"], check=True, env=environment, stdout=subprocess.DEVNULL)
    subprocess.run(
        [*prefix, "apt-get", "install", "-y", "-q", "--no-install-recommends", *PACKAGES],
        check=True,
        env=environment,
        stdout=subprocess.DEVNULL,
    )


def main() -> int:
    """Find or install; say what is missing in one line."""
    if find():
        return 0
    if shutil.which("apt-get"):
        with contextlib.suppress(subprocess.CalledProcessError, FileNotFoundError):
            install()
    if find():
        return 0
    print(
        "The browser tests need Chromium: as administrator run `apt-get install chromium fonts-noto-cjk`, "
        "or set CHROMIUM to the path of one.",
        file=sys.stderr,
    )
    return 1


if __name__ == "__main__":
    sys.exit(main())
