"""A form sent twice acts once: double click, back button, or twenty parallel requests.

Every creating form carries a key made when it was rendered. The first request with a key claims it
inside its own transaction; a second one waits for the first, then is sent to where the first ended.
The same key with another body is refused (409).
"""

import secrets
from functools import cache
from hashlib import sha256
from typing import cast

from flask import Flask, g, redirect, request
from flask.typing import ResponseReturnValue
from sqlalchemy import Executable, String, Table, bindparam, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, mapped_column

from app.core import clock
from app.core.database import Model, db, moment
from app.core.errors import Conflict
from app.core.messages import _

KEY_LENGTH = 64
LOCATION_LENGTH = 500
FIELD = "idempotency_key"
IGNORED = {FIELD, "csrf_token"}


class Submission(Model):
    """제출: a form that was answered, and where its sender was sent."""

    __tablename__ = "submissions"

    key: Mapped[str] = mapped_column(String(KEY_LENGTH), primary_key=True)
    sender: Mapped[str] = mapped_column(String(20))
    body_hash: Mapped[str] = mapped_column(String(64))
    location: Mapped[str | None] = mapped_column(String(LOCATION_LENGTH))
    submitted_at: Mapped[moment]


def new_key() -> str:
    """Make a key for a form that is being rendered; a form shown again keeps the key it was sent with."""
    sent = request.form.get(FIELD, "")
    return sent if sent and len(sent) <= KEY_LENGTH else secrets.token_urlsafe(24)


def claim(sender: str) -> ResponseReturnValue | None:
    """Claim the key of the present request. Returns the answer to give at once if it was used before."""
    key = request.form.get(FIELD, "")[:KEY_LENGTH]
    if request.method != "POST" or not key:
        return None
    g.submission_key = key
    body_hash = _body_hash()
    if _insert(key, sender, body_hash):
        return None
    g.submission_key = None
    earlier = db.session.get_one(Submission, key)
    if earlier.sender != sender or earlier.body_hash != body_hash:
        raise Conflict(_("This form was already sent with other content. Open it again to send it anew."))
    return redirect(earlier.location or request.path, code=303)


def remember(location: str | None) -> None:
    """Keep where the sender was sent, in the transaction of the work itself."""
    key = g.get("submission_key")
    if key:
        fits = location is not None and len(location) <= LOCATION_LENGTH
        db.session.execute(_REMEMBER, {"claimed": key, "went_to": location if fits else None})


def _insert(key: str, sender: str, body_hash: str) -> bool:
    row = {"key": key, "sender": sender, "body_hash": body_hash, "location": None, "submitted_at": clock.now()}
    return db.session.execute(_claiming(db.engine.dialect.name), row).first() is not None


_submissions = cast("Table", Submission.__table__)
_REMEMBER = update(_submissions).where(_submissions.c.key == bindparam("claimed")).values(location=bindparam("went_to"))


@cache
def _claiming(dialect: str) -> Executable:
    """Put the statement of every form together once."""
    insert = (sqlite if dialect == "sqlite" else postgresql).insert
    statement: Executable = (
        insert(_submissions).on_conflict_do_nothing(index_elements=["key"]).returning(_submissions.c.key)
    )
    return statement


def _body_hash() -> str:
    digest = sha256(request.path.encode())
    for name in sorted(request.form):
        if name not in IGNORED:
            digest.update(f"\0{name}\0".encode())
            digest.update("\0".join(request.form.getlist(name)).encode())
    for name in sorted(request.files):
        for upload in request.files.getlist(name):
            digest.update(f"\0{name}\0{upload.filename}\0".encode())
            digest.update(sha256(upload.stream.read()).digest())
            upload.stream.seek(0)
    return digest.hexdigest()


def init_app(app: Flask) -> None:
    """Let templates make keys."""
    app.jinja_env.globals["idempotency_key"] = new_key
