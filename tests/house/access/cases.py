"""Cases of 교통과 by 김: a draft, one with the head, one with the control tower, one published; and a benchmark."""

from app.core.database import db, transaction
from app.files.models import EvidenceFile
from tests.factories.cases import approved_case, benchmark_of, case_of, published_case, returned_case, submitted_case


def build(cast):
    with transaction():
        draft = case_of(cast, title="초안")
        return {
            "department": cast.traffic,
            "draft": draft.id,
            "evidence": db.session.query(EvidenceFile.id).filter_by(subject_type="case", subject_id=draft.id).scalar(),
            "submitted": submitted_case(cast, title="제출").id,
            "approved": approved_case(cast, title="승인").id,
            "published": published_case(cast, title="공개").id,
            "returned": returned_case(cast, title="반려").id,
            "benchmark": benchmark_of(cast).id,
        }
