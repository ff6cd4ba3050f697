"""A file of a claim that only its claimant, those who decide and those who read everything may open."""

from sqlalchemy import func, select

from app.core.database import db, transaction
from app.files.models import EvidenceFile
from tests.factories.mileage import items, submitted


def build(cast):
    with transaction():
        items()
        submitted(cast.kim)
    return {"evidence": db.session.scalar(select(func.max(EvidenceFile.id)))}
