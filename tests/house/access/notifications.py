"""A notice of 김, and a mail of it that waits."""

from sqlalchemy import select

from app.core.database import db
from app.notifications.models import Mail, Notice
from tests.factories.notifications import set_mail, tell_now, wants_at_once


def build(cast):
    set_mail(cast, 2525)
    wants_at_once(cast.kim)
    tell_now(cast.kim)
    return {"notice": db.session.scalar(select(Notice.id)), "mail": db.session.scalar(select(Mail.id))}
