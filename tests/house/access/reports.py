"""교통과 has a sheet; one round is published, one is not; HR has made a batch."""

from app.core.database import transaction
from app.reports.services import exports
from app.reports.services.exports import ExportChoice
from tests.factories.reports import ready_for_export, round_with_ratings


def build(cast):
    with transaction():
        published = ready_for_export(cast)
        draft = round_with_ratings(cast, "2026-D")
        batch = exports.create_export(
            actor=cast.jung, choice=ExportChoice(round_code=published.code), reason="접근표를 시험한다, 열 자 이상"
        )
        return {"department": cast.traffic, "published": published.id, "draft": draft.id, "batch": batch.id}
