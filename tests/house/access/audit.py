"""One fact in the log."""

from sqlalchemy import func, select

from app.audit.models import AuditEntry
from app.core.database import db, transaction
from app.organization.enums import SettingKey
from app.organization.services import change_setting


def build(cast):
    with transaction():
        change_setting(key=SettingKey.OFFICE_NAME, value="시험 기관", actor=None)
    return {"entry": db.session.scalar(select(func.max(AuditEntry.seq)))}
