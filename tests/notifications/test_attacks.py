"""Nobody is told of what they may not open."""

from app.core.database import db, transaction
from app.innovation.enums import Sensitivity
from app.notifications.models import Notice
from tests.factories import api, innovation, innovation_c


def test_every_notice_leads_its_reader_to_a_page_that_opens(as_, cast):
    api.something_of_everything(cast)
    with transaction():
        innovation_c.obstacle_of(cast, sensitivity=Sensitivity.RESTRICTED, title="제한된 장애 둘")
        innovation.an_issue(cast.kim, blind=True, title="가린 제안 둘")
    told = db.session.query(Notice.id, Notice.person_id, Notice.endpoint, Notice.link).all()
    people = {one.id: one for one in vars(cast).values() if not isinstance(one, int)}
    db.session.rollback()
    assert len(told) > 5
    for notice_id, person_id, endpoint, link in told:
        client = as_(people[person_id])
        answer = client.get(f"/notices/{notice_id}")
        page = client.get(answer.location)
        assert page.status_code == 200, (people[person_id].name, endpoint, link)


def test_nobody_reads_the_notice_of_another(as_, cast):
    api.something_of_everything(cast)
    notice_id, person_id = db.session.query(Notice.id, Notice.person_id).first()
    stranger = next(one for one in (cast.kim, cast.park) if one.id != person_id)
    assert as_(stranger).get(f"/notices/{notice_id}").status_code == 404
    db.session.rollback()
    assert db.session.get(Notice, notice_id).unread == 1
