"""Evidence of a department in a round: handed in by the department, seen by those who judge it."""

import io

from app.core.database import transaction
from app.evaluation.enums import Phase
from app.evaluation.models import RoundMember
from app.evaluation.services.evidence import files_of, may_see
from tests.factories.evaluation import advance, make_indicator, make_round


def test_the_coordinator_hands_a_file_in_and_it_is_listed(cast, as_, app):
    with transaction():
        record = make_round(cast.choi, [(make_indicator(cast.choi), 100)], [cast.traffic])
        advance(cast.choi, record, Phase.MEASURING)
    url = f"/rounds/{record.id}/departments/{cast.traffic}"
    text = {"file": (io.BytesIO("처리 대장 3쪽".encode()), "대장.txt")}
    assert as_(cast.kang).post(f"{url}/evidence", data=text).status_code == 302
    assert "대장.txt" in as_(cast.lee).get(f"{url}/measures").get_data(as_text=True)
    assert as_(cast.kang).post(f"{url}/evidence", data={}).status_code == 422


def test_only_those_concerned_may_open_it(cast, app):
    with transaction() as session:
        record = make_round(cast.choi, [(make_indicator(cast.choi), 100)], [cast.traffic])
        advance(cast.choi, record, Phase.MEASURING)
        found = session.query(RoundMember).filter_by(round_id=record.id).one()
    people = {
        name: getattr(cast, name) for name in ("kang", "lee", "choi", "gam", "kim", "park", "yoon", "moon", "goh")
    }
    allowed = [name for name, who in people.items() if may_see(who, found.id)]
    assert (allowed, list(files_of(found))) == (["kang", "lee", "choi", "gam"], [])
    assert may_see(cast.choi, 9999) is False
