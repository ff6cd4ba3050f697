"""The instance folder: what belongs to this office and never to the code (database, keys, evidence, backups)."""

import os
import secrets
import stat
from pathlib import Path

from flask import current_app

from app.core.errors import Refused
from app.core.messages import _

KEY_BYTES = 32


def instance_dir() -> Path:
    """Return the instance folder of the running app."""
    return Path(current_app.instance_path)


def evidence_dir() -> Path:
    """Evidence files by SHA-256."""
    return _private(instance_dir() / "evidence")


def keys_dir() -> Path:
    """Secret keys, 0600 each."""
    return _private(instance_dir() / "keys")


def anchors_dir() -> Path:
    """Daily anchors of the audit chain."""
    return _private(instance_dir() / "anchors")


def reports_dir() -> Path:
    """Documents the office has taken out."""
    return _private(instance_dir() / "reports")


def jobs_dir() -> Path:
    """Folders of background jobs: how far each is, and the file it made."""
    return _private(instance_dir() / "jobs")


def metrics_dir() -> Path:
    """What each process has counted."""
    return _private(instance_dir() / "metrics")


def visits_dir() -> Path:
    """How often addresses came to the public pages; never part of a backup."""
    return _private(instance_dir() / "visits")


def backups_dir() -> Path:
    """Backups made by `flask backup create`."""
    return _private(instance_dir() / "backups")


def secret(name: str) -> bytes:
    """Return a secret key, made on first use. Raises `Refused` if others may read it."""
    return read_secret(keys_dir() / f"{name}.key")


def read_secret(path: Path) -> bytes:
    """Return the key in a file, made with O_EXCL and 0600 if it is not there yet."""
    try:
        descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        return _checked(path)
    key = secrets.token_bytes(KEY_BYTES)
    with os.fdopen(descriptor, "wb") as file:
        file.write(key)
        file.flush()
        os.fsync(file.fileno())
    return key


def _checked(path: Path) -> bytes:
    if path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise Refused(_("The key file %(name)s can be read by others. Set its mode to 0600.", name=path.name))
    key = path.read_bytes()
    if len(key) < KEY_BYTES:
        raise Refused(_("The key file %(name)s is damaged.", name=path.name))
    return key


def _private(path: Path) -> Path:
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def keep_password(name: str, password: str) -> None:
    """Keep a password of another system in a new file of its own (0600); the file is whole or not there."""
    descriptor = os.open(keys_dir() / name, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(password.encode())
        file.flush()
        os.fsync(file.fileno())


def kept_password(name: str) -> str:
    """Return a password that was kept. Raises `Refused` if its file is gone or others may read it."""
    path = keys_dir() / name
    if not path.is_file():
        raise Refused(_("The file %(name)s with the password is not there. Enter the password again.", name=name))
    if path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise Refused(_("The key file %(name)s can be read by others. Set its mode to 0600.", name=name))
    return path.read_bytes().decode()
