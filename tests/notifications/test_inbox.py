"""알림함: mine only, unread first, read when opened, counted in the frame without a statement of its own."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import DBAPIError

from app.core import clock
from app.core.database import db, transaction
from app.notifications.enums import Frequency, NoticeKind
from app.notifications.models import Notice
from app.notifications.services import expire_notices
from tests.factories.notifications import choose, tell_now, told
from tests.statements import count_statements


def own(actor):
    db.session.rollback()
    return db.session.scalars(select(Notice).where(Notice.person_id == actor.id).order_by(Notice.id)).all()


def test_unread_ones_stand_first_and_only_the_own_ones(app, cast, as_):
    for title in ("첫째", "둘째", "셋째"):
        tell_now(cast.kim, title=title)
    tell_now(cast.park, title="남의 것")
    client = as_(cast.kim)
    answer = client.get(f"/notices/{own(cast.kim)[2].id}")
    assert (answer.status_code, answer.location) == (302, "/tasks")
    page = client.get("/notices").text
    assert page.index("둘째") < page.index("첫째") < page.index("셋째")
    assert "남의 것" not in page


def test_a_notice_of_somebody_else_is_not_there(app, cast, as_):
    tell_now(cast.park)
    assert as_(cast.kim).get(f"/notices/{own(cast.park)[0].id}").status_code == 404
    assert own(cast.park)[0].unread == 1


def test_all_can_be_marked_as_read(app, cast, as_):
    tell_now(cast.kim, cast.park)
    as_(cast.kim).post("/notices/readings")
    assert [notice.unread for notice in (*own(cast.kim), *own(cast.park))] == [0, 1]


def test_a_sentence_is_said_in_the_readers_language(app, cast, as_):
    tell_now(cast.kim, title="과제")
    client = as_(cast.kim)
    assert "You are in the team of 과제" in client.get("/notices").text
    client.set_cookie("opum_language", "ko")
    assert "과제팀에 들어갔습니다: 과제" in client.get("/notices").text


def test_what_a_title_brings_along_is_no_html(app, cast, as_):
    tell_now(cast.kim, title="<b>굵게</b> 100%")
    assert "&lt;b&gt;굵게&lt;/b&gt; 100%" in as_(cast.kim).get("/notices").text


def test_the_list_asks_the_same_number_of_statements_for_one_and_for_three(app, cast, as_):
    client = as_(cast.kim)
    tell_now(cast.kim)
    client.get("/notices")
    with count_statements() as one:
        client.get("/notices")
    tell_now(cast.kim)
    tell_now(cast.kim)
    with count_statements() as three:
        client.get("/notices")
    assert (len(one), len(three)) == (2, 2)


def test_the_frame_counts_turns_and_notices_in_one_statement(app, cast, as_):
    client = as_(cast.kim)
    client.get("/turns/count")
    with count_statements() as none:
        assert client.get("/turns/count").text.strip() == ""
    tell_now(cast.kim)
    tell_now(cast.kim)
    with count_statements() as two:
        fragment = client.get("/turns/count").text
    assert len(none) == len(two)
    assert 'hx-swap-oob="innerHTML:.notice-count"' in fragment
    assert ">2<" in fragment


def test_long_lists_go_on_behind_a_key(app, cast, as_):
    for number in range(55):
        tell_now(cast.kim, title=f"과제 {number:02}")
    client = as_(cast.kim)
    first = client.get("/notices").text
    link = first.split("cursor=")[1].split('"')[0]
    second = client.get(f"/notices?cursor={link}").text
    assert ("과제 54" in first, "과제 04" in first, "과제 04" in second, "과제 54" in second) == (
        True,
        False,
        True,
        False,
    )
    assert client.get("/notices?cursor=broken").status_code == 200


def test_an_empty_inbox_says_what_comes_there(app, cast, as_):
    assert "No notices yet" in as_(cast.kim).get("/notices").text


def test_never_means_never_and_oneself_is_told_nothing(app, cast):
    choose(cast.kim, Frequency.NEVER)
    assert tell_now(cast.kim) == 0
    assert tell_now(cast.kim, kind=NoticeKind.IDEA) == 1
    assert tell_now(cast.park, but=cast.park.id) == 0


def test_a_topic_is_told_once_as_long_as_it_is_unread(app, cast, as_):
    assert [tell_now(cast.kim, topic="round:1") for _ in range(3)] == [1, 0, 0]
    as_(cast.kim).post("/notices/readings")
    assert tell_now(cast.kim, topic="round:1") == 1


def test_choices_are_kept_audited_and_shown(app, cast, as_):
    client = as_(cast.kim)
    form = {kind.value: "daily" for kind in NoticeKind} | {"task": "never", "language": "en"}
    assert client.post("/notices/choices", data=form).status_code == 302
    page = client.get("/notices/choices").text
    assert '<option selected value="never">' in page
    assert "no mail" in page
    entries = as_(cast.gam).get("/audit-entries").text
    assert "Choices about notices set" in entries
    wrong = client.post("/notices/choices", data=form | {"task": "sometimes"})
    assert wrong.status_code == 422


def test_notices_are_forgotten_after_a_year_and_not_before(app, cast):
    tell_now(cast.kim)
    with clock.frozen_at(clock.now() + timedelta(days=366)):
        tell_now(cast.kim)
        with transaction():
            assert expire_notices() == 1
    assert len(own(cast.kim)) == 1


def test_the_database_keeps_what_somebody_was_told(app, cast):
    tell_now(cast.kim)
    with pytest.raises(DBAPIError), transaction():
        db.session.execute(update(Notice).values(person_id=cast.park.id))
    with pytest.raises(DBAPIError), transaction():
        db.session.execute(update(Notice).values(msgid="something else"))


def test_telling_asks_the_same_number_of_statements_for_one_and_for_three(app, cast):
    tell_now(cast.kim)
    with transaction(), count_statements() as one:
        told(cast.kim)
    with transaction(), count_statements() as three:
        told(cast.kim, cast.park, cast.ahn)
    assert len(one) == len(three) == 2
