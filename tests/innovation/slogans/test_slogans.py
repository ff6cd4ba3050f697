from contextvars import copy_context
from datetime import date
from threading import Barrier, Thread

import pytest
from flask.globals import _cv_app
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError

from app.accounts.queries.actors import actor_of_person
from app.core import clock, events
from app.core.database import change_state, db, transaction
from app.core.errors import Conflict, Denied, OpumError
from app.core.values import Value
from app.innovation.enums import SloganState
from app.innovation.events import SloganApproved
from app.innovation.models import Slogan, SloganItem, SloganStep
from app.innovation.queries import slogans as queries
from app.innovation.queries import turns_obstacles
from app.innovation.services import slogans as services
from app.innovation.services.slogans import PracticeItem
from tests.factories.innovation import acting_head
from tests.factories.innovation_c import (
    again,
    approved_slogan,
    slogan_content,
    slogan_of,
    submitted_slogan,
)
from tests.refusals import refused
from tests.statements import count_statements
from tests.turns import readers_of

owed, _awaited = readers_of(turns_obstacles)

FORM = {
    "text": "시민의 '1분'도 소중히 😀",
    "meaning": "기다리는 시간을 줄입니다.",
    "values": ["speed", "smile"],
    "what_1": "신호 주기 점검",
    "due_1": "2026-12-20",
    "what_3": "민원 회신 하루 안에",
    "due_3": "2026-12-31",
}


def test_a_slogan_is_kept_with_its_practice_items(cast, as_):
    answer = as_(cast.kim).post("/slogans?year=2026", data=FORM)
    slogan = db.session.query(Slogan).one()
    assert (answer.status_code, answer.location) == (302, f"/slogans/{slogan.id}")
    assert (slogan.text, slogan.department_id, slogan.year) == (FORM["text"], cast.traffic, 2026)
    assert (slogan.state, slogan.author_id, slogan.values) == (SloganState.DRAFT, cast.kim.id, ["speed", "smile"])
    items = [(item.position, item.what, item.due_on) for item in db.session.query(SloganItem)]
    assert sorted(items) == [(1, "신호 주기 점검", date(2026, 12, 20)), (2, "민원 회신 하루 안에", date(2026, 12, 31))]


def test_sixty_characters_are_kept_and_sixty_one_refused(cast, as_):
    client = as_(cast.kim)
    refusal = client.post("/slogans?year=2026", data={**FORM, "text": "가" * 61})
    assert refusal.status_code == 422
    assert "가" * 61 in refusal.text
    assert client.post("/slogans?year=2026", data={**FORM, "text": "가" * 60}).status_code == 302
    assert db.session.query(Slogan.text).scalar() == "가" * 60


def test_decomposed_letters_count_once(cast, write):
    assert slogan_of(cast, text="\u1100\u1161" * 60).text == "가" * 60


def test_the_service_and_the_database_refuse_sixty_one_too(cast):
    with refused("at most %(limit)s characters"), transaction():
        slogan_of(cast, text="가" * 61)
    with transaction():
        slogan_of(cast)
    with pytest.raises(DBAPIError, match=r"text_length|too long"), transaction():
        db.session.execute(text("UPDATE slogans SET text = :long"), {"long": "가" * 61})


def test_ten_thousand_characters_of_meaning_come_back(cast, as_):
    long = "가'😀\n" * 2499 + "끝.끝."
    client = as_(cast.kim)
    location = client.post("/slogans?year=2026", data={**FORM, "meaning": long}).location
    assert db.session.query(Slogan.meaning).scalar() == long
    assert client.get(location).status_code == 200


def test_a_second_slogan_of_the_year_is_refused(cast, write):
    slogan_of(cast)
    with refused("already has a slogan", Conflict):
        slogan_of(cast, actor=cast.kim)
    assert slogan_of(cast, year=2027).year == 2027


def test_nobody_approves_words_they_ever_wrote_changed_or_submitted(cast, app):
    with transaction():
        slogan = slogan_of(cast)
        services.change_slogan(actor=cast.kim, slogan=slogan, content=slogan_content(text="김의 말"))
        services.change_slogan(actor=cast.kang, slogan=slogan, content=slogan_content(text="강의 말"))
        services.submit_slogan(actor=cast.ahn, slogan=slogan)
        for who in (cast.kim, cast.ahn):
            acting_head(who, cast)
    for who in (cast.kim, cast.ahn):
        with refused("Nobody approves their own work"), transaction():
            services.approve_slogan(actor=actor_of_person(who.id), slogan=again(slogan))
        assert [turn.what.msgid for turn in owed(actor_of_person(who.id))] == []
        with pytest.raises(DBAPIError, match="slogans"), transaction():
            change_state(again(slogan), state=SloganState.APPROVED, approved_by_id=who.id, approved_at=clock.now())
    with transaction():
        services.approve_slogan(actor=cast.lee, slogan=again(slogan))


def test_two_at_once_make_one_slogan(app, cast):
    barrier, outcomes = Barrier(2), []

    def write_one():
        _cv_app.set(None)
        with app.app_context():
            barrier.wait(10)
            try:
                with transaction():
                    slogan_of(cast)
                outcomes.append("written")
            except OpumError as refusal:
                outcomes.append(refusal.reason.msgid)
            db.session.remove()

    threads = [Thread(target=copy_context().run, args=(write_one,)) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    db.session.rollback()
    assert sorted(outcomes) == ["This department already has a slogan for %(year)s.", "written"]
    assert db.session.query(Slogan).count() == 1
    assert db.session.query(SloganStep).count() == 1


def test_the_database_refuses_a_second_one_too(cast):
    with transaction():
        slogan_of(cast)
    copy = (
        'INSERT INTO slogans (department_id, year, text, meaning, "values", state, version, author_id,'
        ' edited_by_id, written_at) SELECT department_id, year, text, meaning, "values", state, version,'
        " author_id, edited_by_id, written_at FROM slogans"
    )
    with pytest.raises(IntegrityError), transaction():
        db.session.execute(text(copy))


def test_the_head_approves_what_others_wrote(cast, write, monkeypatch):
    seen = []
    monkeypatch.setattr(events, "_reactions", {**events._reactions, SloganApproved: [seen.append]})
    slogan = submitted_slogan(cast)
    services.approve_slogan(actor=cast.lee, slogan=slogan)
    assert (slogan.state, slogan.approved_by_id) == (SloganState.APPROVED, cast.lee.id)
    assert seen == [
        SloganApproved(
            actor_id=cast.lee.id, slogan_id=slogan.id, department_id=cast.traffic, year=2026, author_id=cast.kang.id
        )
    ]


def test_nobody_but_the_head_approves(cast, write):
    slogan = submitted_slogan(cast)
    for somebody in (cast.kang, cast.kim, cast.yoon, cast.choi, cast.goh, cast.gam):
        with pytest.raises(Denied):
            services.approve_slogan(actor=somebody, slogan=slogan)


def test_a_head_writes_no_slogan_and_an_outsider_neither(cast, write):
    for somebody in (cast.lee, cast.park, cast.gam, cast.choi):
        with pytest.raises(Denied):
            slogan_of(cast, actor=somebody)


def test_raw_sql_cannot_make_the_author_approve(cast):
    with transaction():
        slogan = approved_slogan(cast)
    for column in ("author_id", "edited_by_id"):
        with pytest.raises(IntegrityError, match="approved_by"), transaction():
            db.session.execute(text(f"UPDATE slogans SET approved_by_id = {column} WHERE id = :id"), {"id": slogan.id})


def test_a_slogan_without_practice_is_not_submitted(cast, write):
    slogan = slogan_of(cast, items=[])
    with refused("at least one practice item"):
        services.submit_slogan(actor=cast.kang, slogan=slogan)


def test_what_came_back_is_changed_and_submitted_again(cast, write):
    slogan = submitted_slogan(cast)
    with refused("cannot be changed"):
        services.change_slogan(actor=cast.kim, slogan=slogan, content=slogan_content(text="새 문장"))
    services.return_slogan(actor=cast.lee, slogan=slogan, reason="뜻이 잘 드러나지 않습니다.")
    changed = slogan_content(text="새 문장", items=[PracticeItem("하나", date(2026, 12, 1))])
    services.change_slogan(actor=cast.kim, slogan=slogan, content=changed)
    services.submit_slogan(actor=cast.kim, slogan=slogan)
    assert (slogan.text, slogan.edited_by_id, slogan.state) == ("새 문장", cast.kim.id, SloganState.SUBMITTED)
    kinds = [step.kind.value for step in db.session.query(SloganStep).order_by(SloganStep.id)]
    assert kinds == ["writing", "submission", "return", "change", "submission"]


def test_the_wall_shows_approved_slogans_and_the_own_draft(cast, write):
    approved_slogan(cast)
    slogan_of(cast, actor=cast.seo, department_id=cast.civil, text="함께 웃는 창구")
    found = {who: [card.text for card in queries.gallery(getattr(cast, who), 2026)] for who in ("kim", "park", "choi")}
    mine = "기다림은 줄이고 안전은 늘리고"
    assert found == {"kim": [mine], "park": [mine, "함께 웃는 창구"], "choi": [mine, "함께 웃는 창구"]}
    assert [card.text for card in queries.gallery(cast.choi, 2026, Value.FOOT)] == [mine, "함께 웃는 창구"]
    assert queries.gallery(cast.choi, 2026, Value.SMILE) == []


def test_the_control_tower_sees_who_has_none(cast, as_):
    with transaction():
        approved_slogan(cast)
    page = as_(cast.choi).get("/slogans?year=2026").text
    missing = page.split('id="missing"')[1]
    assert "6 departments have not begun theirs." in missing
    assert "교통과" not in missing
    assert 'id="missing"' not in as_(cast.kim).get("/slogans?year=2026").text


def test_the_wall_and_the_page_take_few_statements(cast, as_):
    with transaction():
        slogan = approved_slogan(cast)
    client = as_(cast.choi)
    with count_statements() as wall:
        assert client.get("/slogans").status_code == 200
    with count_statements() as page:
        assert client.get(f"/slogans/{slogan.id}").status_code == 200
    assert (len(wall), len(page)) == (4, 6)


def test_the_poster_shows_an_approved_slogan_only(cast, as_):
    with transaction():
        draft = slogan_of(cast, year=2027)
        slogan = approved_slogan(cast)
    client = as_(cast.kim)
    page = client.get(f"/slogans/{slogan.id}/poster")
    assert page.status_code == 200
    assert '<h1 class="poster-text">기다림은 줄이고 안전은 늘리고</h1>' in page.text
    assert client.get(f"/slogans/{draft.id}/poster").status_code == 404


def test_the_way_of_a_slogan_through_the_pages(cast, as_):
    writer, head = as_(cast.kang), as_(cast.lee)
    path = writer.post("/slogans?year=2026", data=FORM).location
    assert writer.post(f"{path}/submissions").status_code == 302
    assert head.post(f"{path}/returns", data={"reason": "짧다"}).status_code == 422
    assert head.post(f"{path}/returns", data={"reason": "실천항목을 더 적어 주십시오."}).status_code == 302
    assert "실천항목을 더 적어 주십시오." in writer.get(path).text
    assert writer.get(f"{path}/changes/new").status_code == 200
    assert writer.post(f"{path}/changes", data={**FORM, "what_2": "셋째 항목"}).status_code == 422
    assert writer.post(f"{path}/changes", data={**FORM, "text": "고친 문장"}).status_code == 302
    assert writer.post(f"{path}/submissions").status_code == 302
    assert head.post(f"{path}/approvals").status_code == 302
    assert head.post(f"{path}/approvals").status_code == 422
    slogan = db.session.query(Slogan).one()
    assert (again(slogan).state, slogan.text) == (SloganState.APPROVED, "고친 문장")
    assert as_(cast.park).get(f"/departments/{cast.traffic}/slogans").status_code == 200
