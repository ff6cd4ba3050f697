"""연말 규칙 on the page: what is wrong stands at its field, and nothing of it is saved."""

from app.core.database import db
from app.mileage.enums import YearEndKind
from app.mileage.models import YearRule

WHY = "위원회에서 정한 연말 기준이다."


def test_the_form_of_the_rule_says_what_is_wrong_and_saves_nothing(cast, as_):
    data = {"year": "2026", "subject": "person", "kind": "expire_all", "most": "5", "reason": WHY}
    assert as_(cast.choi).post("/mileage/year-rules", data=data).status_code == 422
    assert as_(cast.choi).post("/mileage/year-rules", data={**data, "most": "0"}).status_code == 422
    assert as_(cast.choi).post("/mileage/year-rules", data={**data, "year": "2024", "most": ""}).status_code == 422
    assert as_(cast.choi).post("/mileage/year-rules", data={**data, "most": "", "reason": "짧다"}).status_code == 422
    assert db.session.query(YearRule).count() == 0
    assert as_(cast.choi).post("/mileage/year-rules", data={**data, "most": ""}).status_code == 302
    assert db.session.query(YearRule).one().kind is YearEndKind.EXPIRE_ALL
