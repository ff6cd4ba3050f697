"""칭찬 신고: reported by one, decided by another, hidden once; and the purses balance after any history."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from app.core import clock
from app.core.database import db, transaction, writing
from app.core.errors import Denied, Missing, OpumError, WrongState
from app.mileage.enums import PurseKind, ThanksReportState, ThanksTransferKind
from app.mileage.models import Thanks, ThanksPurse, ThanksReport, ThanksTransfer
from app.mileage.queries import thanks as queries
from app.mileage.queries import turns_thanks
from app.mileage.queries.thanks_reports import circles_of, reports_page
from app.mileage.services import thanks as services
from app.mileage.services import thanks_reports
from app.mileage.services.thanks_checks import check_thanks
from app.mileage.services.thanks_purses import expire_months, grant_month
from tests.factories import thanks as factory
from tests.refusals import refused
from tests.turns import readers_of

WHY = "상대가 불쾌하다고 말한 농담이라 가립니다."
owed, awaited = readers_of(turns_thanks)


def received(person):
    return db.session.query(ThanksPurse).filter_by(kind=PurseKind.RECEIVED, person_id=person.id).one().balance


@pytest.fixture
def reported(cast):
    """김 thanked 박 and 한 reported it."""
    with transaction():
        return factory.reported(cast.kim, cast.park, cast.han)


def test_a_hidden_thank_you_loses_its_points_once_and_the_sender_does_not_get_them_back(cast, reported):
    with transaction():
        thanks_reports.hide_thanks(thanks=reported, actor=cast.choi, reason=WHY)
    with pytest.raises(WrongState), transaction():
        thanks_reports.hide_thanks(thanks=reported, actor=cast.bae, reason=WHY)
    assert (received(cast.park), queries.purses_of(cast.kim.id).left) == (0, 190)
    assert db.session.query(ThanksTransfer).filter_by(kind=ThanksTransferKind.TAKEN_BACK).count() == 1
    assert [report.state for report in db.session.query(ThanksReport)] == [ThanksReportState.HIDDEN]
    assert list(check_thanks()) == []


def test_ten_decisions_at_once_take_the_points_back_once(cast, reported, at_once):
    def decide(number):
        message = db.session.get_one(Thanks, reported.id)
        act = thanks_reports.hide_thanks if number % 2 else thanks_reports.dismiss_reports
        act(thanks=message, actor=cast.bae if number % 3 else cast.choi, reason=WHY)

    found = at_once(decide, 10)
    assert sum(answer is None for answer in found) == 1
    assert list(check_thanks()) == []


def test_a_dismissed_report_changes_nothing_and_the_same_person_reports_no_second_time(cast, reported):
    with transaction():
        thanks_reports.dismiss_reports(thanks=reported, actor=cast.choi, reason=WHY)
    assert (received(cast.park), queries.wall().rows[0].id) == (10, reported.id)
    with refused("already reported"), transaction():
        thanks_reports.report_thanks(thanks=reported, actor=cast.han, reason=factory.REASON)


def test_nobody_with_a_part_in_it_decides(cast):
    with transaction():
        own = factory.reported(cast.choi, cast.park, cast.han)
        to_me = factory.reported(cast.kim, cast.choi, cast.han)
        by_me = factory.reported(cast.kim, cast.park, cast.choi)
    for message in (own, to_me):
        with pytest.raises(Denied), transaction():
            thanks_reports.hide_thanks(thanks=message, actor=cast.choi, reason=WHY)
    with refused("does not decide about it"), transaction():
        thanks_reports.dismiss_reports(thanks=by_me, actor=cast.choi, reason=WHY)
    assert owed(cast.choi) == []
    assert len(owed(cast.bae)) == 3
    assert {row.thanks_id for row in reports_page(cast.choi, decided=False).rows} == {by_me.id}


def test_who_reported_once_does_not_decide_the_next_report_either(cast, as_):
    with transaction():
        message = factory.reported(cast.kim, cast.park, cast.choi)
        thanks_reports.dismiss_reports(thanks=message, actor=cast.bae, reason=WHY)
        thanks_reports.report_thanks(thanks=message, actor=cast.han, reason=factory.REASON)
    for decide in (thanks_reports.hide_thanks, thanks_reports.dismiss_reports):
        with refused("does not decide about it"), transaction():
            decide(thanks=message, actor=cast.choi, reason=WHY)
    assert (owed(cast.choi), len(owed(cast.bae))) == ([], 1)
    page = f"/mileage/thanks/{message.id}"
    assert ("/hidings" in as_(cast.choi).get(page).text, "/hidings" in as_(cast.bae).get(page).text) == (False, True)
    hide = "UPDATE thanks SET hidden_at = sent_at, hide_reason = 'x', hidden_by_id = :who"
    decide = (
        "UPDATE thanks_reports SET state = 'hidden', decided_by_id = :who, decided_at = reported_at, decision = 'x' "
        "WHERE state = 'open'"
    )
    db.session.rollback()
    for statement in (hide, decide):
        with pytest.raises(DatabaseError), writing(), db.engine.begin() as connection:
            connection.execute(text(statement), {"who": cast.choi.id})


def test_the_sender_and_the_auditor_do_not_report(cast):
    with transaction():
        message = factory.sent(cast.kim, cast.park)
    for who in (cast.kim, cast.gam):
        with pytest.raises(Denied), transaction():
            thanks_reports.report_thanks(thanks=message, actor=who, reason=factory.REASON)


def test_two_reports_are_one_turn_and_are_decided_together(cast, reported):
    with transaction():
        thanks_reports.report_thanks(thanks=reported, actor=cast.park, reason=factory.REASON)
    assert [turn.params for turn in owed(cast.choi)] == [{"thanks_id": reported.id}]
    assert (len(awaited(cast.park)), owed(cast.kim)) == (1, [])
    with transaction():
        thanks_reports.dismiss_reports(thanks=reported, actor=cast.choi, reason=WHY)
    assert (owed(cast.choi), awaited(cast.park)) == ([], [])


def test_who_may_read_what(cast):
    with transaction():
        private = factory.sent(cast.kim, cast.park, keeps_private=True)
        hidden = factory.reported(cast.kim, cast.han, cast.han)
        thanks_reports.hide_thanks(thanks=hidden, actor=cast.choi, reason=WHY)

    def readers(message):
        found = set()
        for name in ("kim", "park", "han", "choi", "gam", "lee"):
            try:
                queries.thanks_or_404(message.id, getattr(cast, name))
            except Missing:
                continue
            found.add(name)
        return found

    assert readers(private) == {"kim", "park", "gam"}
    assert readers(hidden) == {"kim", "han", "choi", "gam"}
    assert queries.wall().rows == []
    assert [row.body for row in queries.own_thanks(cast.han, sent=False).rows] == [""]
    assert queries.received_lately(cast.han) == []


def test_both_must_agree_to_the_wall(cast):
    with transaction():
        message = factory.sent(cast.kim, cast.park)
    assert len(queries.wall().rows) == 1
    with transaction():
        services.choose_privacy(thanks=message, actor=cast.park, keeps_private=True)
    assert queries.wall().rows == []
    with transaction():
        services.choose_privacy(thanks=message, actor=cast.kim, keeps_private=False)
    assert queries.wall().rows == []
    with pytest.raises(Denied), transaction():
        services.choose_privacy(thanks=message, actor=cast.choi, keeps_private=False)


def test_circles_of_a_month_are_listed_with_names(cast):
    with transaction():
        for one, other in ((cast.kim, cast.park), (cast.park, cast.kim)):
            factory.sent(one, other)
            factory.sent(one, other)
        factory.sent(cast.han, cast.park)
    month = clock.today().replace(day=1)
    rows = circles_of(month)
    assert [([member.name for member in row.members], row.messages) for row in rows] == [(["김하늘", "박들판"], 4)]
    assert circles_of(month - timedelta(days=1)) == []


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE thanks_reports SET reason = 'another reason'",
        "DELETE FROM thanks_reports",
        "UPDATE thanks_reports SET state = 'dismissed', decided_by_id = reporter_id, decided_at = reported_at, decision = 'x'",
        "UPDATE thanks_reports SET state = 'dismissed', decided_at = reported_at, decision = 'x',"
        " decided_by_id = (SELECT sender_id FROM thanks)",
        "UPDATE thanks SET hidden_at = sent_at, hide_reason = 'x', hidden_by_id = (SELECT reporter_id FROM thanks_reports)",
        "INSERT INTO thanks_reports (thanks_id, reporter_id, reason, reported_at, state, version)"
        " SELECT id, sender_id, 'my own', sent_at, 'open', 1 FROM thanks",
        "INSERT INTO thanks_reports (thanks_id, reporter_id, reason, reported_at, state, version, decided_by_id,"
        " decided_at, decision) SELECT id, receiver_id, 'mine', sent_at, 'hidden', 1, sender_id, sent_at, 'x' FROM thanks",
        "INSERT INTO thanks (sender_id, receiver_id, sender_department_id, receiver_department_id, body, points, nth,"
        " most_same_person, own_department_allowed, month, sent_on, sent_at, sender_keeps_private,"
        " receiver_keeps_private, version, hidden_at, hidden_by_id, hide_reason) SELECT t.sender_id, t.receiver_id,"
        " t.sender_department_id, t.receiver_department_id, t.body, t.points, 2, 2, t.own_department_allowed, t.month,"
        " t.sent_on, t.sent_at, t.sender_keeps_private, t.receiver_keeps_private, 1, t.sent_at, r.reporter_id, 'x'"
        " FROM thanks t, thanks_reports r",
    ],
)
def test_the_database_keeps_reports_and_who_decides_apart(cast, reported, statement):
    with pytest.raises(DatabaseError), writing(), db.engine.begin() as connection:
        connection.execute(text(statement))


PEOPLE = ("kim", "ahn", "park", "han", "yoon")
ACTIONS = st.one_of(
    st.tuples(st.just("send"), st.sampled_from(PEOPLE), st.sampled_from(PEOPLE)),
    st.tuples(st.just("report"), st.sampled_from(PEOPLE), st.integers(0, 4)),
    st.tuples(st.just("hide"), st.sampled_from(("choi", "bae")), st.integers(0, 4)),
    st.tuples(st.just("dismiss"), st.sampled_from(("choi", "bae")), st.integers(0, 4)),
    st.tuples(st.just("month"), st.just(""), st.just(0)),
)


def play(cast, kind, who, what):
    if kind == "send":
        factory.sent(getattr(cast, who), getattr(cast, what))
        return
    if kind == "month":
        expire_months()
        grant_month()
        return
    messages = db.session.query(Thanks).order_by(Thanks.id).all()
    if what < len(messages):
        act = {"report": thanks_reports.report_thanks, "hide": thanks_reports.hide_thanks}
        verb = act.get(kind, thanks_reports.dismiss_reports)
        verb(thanks=messages[what], actor=getattr(cast, who), reason=factory.REASON)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(actions=st.lists(ACTIONS, min_size=1, max_size=16), start=st.integers(0, 60))
def test_the_purses_balance_after_any_history(cast, actions, start):
    moment = datetime(2026, 11, 23, 3, tzinfo=UTC) + timedelta(days=start)
    for kind, who, what in actions:
        moment += timedelta(days=5 if kind == "month" else 0)
        try:
            with clock.frozen_at(moment), transaction():
                play(cast, kind, who, what)
        except OpumError:
            continue
    assert sum(purse.balance for purse in db.session.query(ThanksPurse)) == 0
    assert all(purse.balance >= 0 for purse in db.session.query(ThanksPurse) if purse.kind is not PurseKind.ISSUE)
    assert list(check_thanks()) == []
