"""Settings from the environment. Everything has a default that is safe on one's own machine."""

import os
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

from app.core.instance import read_secret

ROOT = Path(__file__).parent.parent
MEGABYTE = 1024 * 1024
MOST_PROXIES = 5
MOST_JOB_WORKERS = 8


def instance_folder(environment: Mapping[str, str] = os.environ) -> Path:
    """Return the instance folder: `OPUM_INSTANCE`, or `instance/` beside the code."""
    return Path(environment.get("OPUM_INSTANCE", ROOT / "instance")).resolve()


def settings(instance: Path, environment: Mapping[str, str] = os.environ) -> dict[str, Any]:
    """Return Flask's configuration.

    `OPUM_DATABASE_URL` names PostgreSQL; `OPUM_HOSTS` the host names people type (comma separated);
    `OPUM_HTTPS=1` marks cookies secure; `DEMO=1` opens the demo personas on loopback.
    `OPUM_METRICS_TOKEN` lets whoever sends it as a bearer token read /metrics from another machine.
    `OPUM_JOB_WORKERS` says how many processes may run background jobs at once on PostgreSQL;
    `OPUM_JOB_PROCESSES=0` keeps the pages from starting them, where `flask jobs work` runs as a service.
    `OPUM_TRUSTED_PROXIES` says how many proxies of one's own stand in front: only what they add about the visitor
    (address, scheme, host) is believed. By default none is, because anybody can send such a header.
    """
    keys = instance / "keys"
    keys.mkdir(mode=0o700, parents=True, exist_ok=True)
    hosts = environment.get("OPUM_HOSTS", "")
    return {
        "SECRET_KEY": read_secret(keys / "cookies.key").hex(),
        "SQLALCHEMY_DATABASE_URI": environment.get("OPUM_DATABASE_URL", f"sqlite:///{instance / 'opum.db'}"),
        "DEMO": environment.get("DEMO") == "1",
        "TRUSTED_HOSTS": ["localhost", "127.0.0.1", "[::1]", *(host.strip() for host in hosts.split(",") if host)],
        "SESSION_COOKIE_SECURE": environment.get("OPUM_HTTPS") == "1",
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_HTTPONLY": True,
        "TRUSTED_PROXIES": _trusted_proxies(environment.get("OPUM_TRUSTED_PROXIES", "0")),
        "MAX_CONTENT_LENGTH": 25 * MEGABYTE,
        "MAX_FORM_MEMORY_SIZE": 2 * MEGABYTE,
        "WTF_CSRF_TIME_LIMIT": None,
        "JOB_PROCESSES": environment.get("OPUM_JOB_PROCESSES", "1") == "1",
        "JOB_WORKERS": _job_workers(environment.get("OPUM_JOB_WORKERS", "2")),
        "API_REQUESTS_A_MINUTE": 120,
        "METRICS_TOKEN": environment.get("OPUM_METRICS_TOKEN", ""),
        "SEND_FILE_MAX_AGE_DEFAULT": timedelta(hours=1),
        "BABEL_TRANSLATION_DIRECTORIES": str(ROOT / "translations"),
    }


def _trusted_proxies(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) > MOST_PROXIES:
        raise RuntimeError(f"OPUM_TRUSTED_PROXIES is a number from 0 to {MOST_PROXIES}, not {text!r}.")
    return int(text)


def _job_workers(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= MOST_JOB_WORKERS:
        raise RuntimeError(f"OPUM_JOB_WORKERS is a number from 1 to {MOST_JOB_WORKERS}, not {text!r}.")
    return int(text)
