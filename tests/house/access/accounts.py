"""김하늘, looked at by others, and the role of the coordinator of 교통과."""

from app.accounts.models import RoleAssignment
from app.core.database import db


def build(cast):
    role = db.session.query(RoleAssignment.id).filter_by(person_id=cast.kang.id).scalar()
    return {"person": cast.kim.id, "role": role, "token": "0" * 32}
