"""An appeal is filed in time by the department, answered by one, decided by another, and decided again elsewhere."""

from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from app.core import clock
from app.core.database import db, transaction
from app.core.errors import Conflict, Denied, Missing, Refused, WrongState
from app.evaluation.enums import AppealOutcome, AppealState, Phase
from app.evaluation.models import AppealStep
from app.evaluation.queries.appeal_terms import window_of
from app.evaluation.queries.appeals import appeal_rows, visible_to
from app.evaluation.rules.appeals import Terms
from app.evaluation.services import appeals, rounds
from app.evaluation.services.appeal_windows import set_terms
from tests.factories import appeals as made


@pytest.fixture
def scene(cast, app):
    with transaction():
        return made.in_appeals(cast)


def test_the_window_opens_with_its_phase_and_ends_at_its_hour_in_seoul(cast, scene):
    window = window_of(scene[0].id)
    closes = clock.to_seoul(window.closes_at)
    assert (closes.date() - clock.to_seoul(window.opened_at).date()).days == 7
    assert f"{closes:%H:%M}" == "18:00"


def test_the_terms_of_the_round_say_when_the_window_ends(cast, write):
    record, *_rest = made.round_with_results(cast)
    set_terms(actor=cast.choi, record=record, terms=Terms(days=10, closing_time="17:30", second_days=3))
    rounds.change_phase(actor=cast.choi, record=record, to=Phase.APPEALS)
    window = window_of(record.id)
    assert f"{clock.to_seoul(window.closes_at):%H:%M}" == "17:30"
    with pytest.raises(WrongState):
        set_terms(actor=cast.choi, record=record, terms=Terms())


@pytest.mark.parametrize("terms", [Terms(days=0), Terms(days=61), Terms(second_days=0), Terms(closing_time="25:00")])
def test_terms_out_of_bounds_are_refused(cast, write, terms):
    record, *_rest = made.round_with_results(cast)
    with pytest.raises(Refused):
        set_terms(actor=cast.choi, record=record, terms=terms)


def test_an_appeal_at_the_closing_moment_is_in_time_and_one_minute_later_too_late(cast, scene):
    record, indicator, second = scene
    closes_at = window_of(record.id).closes_at
    with transaction(), clock.frozen_at(closes_at):
        made.filed(cast, record, indicator)
    with (
        clock.frozen_at(closes_at + timedelta(minutes=1)),
        pytest.raises(WrongState, match=f"{clock.to_seoul(closes_at):%H:%M}"),
    ):
        made.filed(cast, record, second)
    db.session.rollback()


def test_nobody_appeals_before_the_phase_or_for_another_department(cast, write):
    record, indicator, _second = made.round_with_results(cast)
    with pytest.raises(WrongState):
        made.filed(cast, record, indicator)
    rounds.change_phase(actor=cast.choi, record=record, to=Phase.APPEALS)
    for actor in (cast.yoon, cast.kang, cast.kim, cast.choi, cast.gam):
        with pytest.raises(Denied):
            appeals.file_appeal(actor=actor, record=record, department_id=cast.traffic, reason=made.REASON)
    with pytest.raises(Refused):
        made.filed(cast, record, indicator, reason="짧음")


def test_each_line_is_appealed_against_once_unless_it_was_withdrawn(cast, scene):
    record, indicator, _second = scene
    with transaction():
        first = made.filed(cast, record, indicator)
        made.filed(cast, record)
        with pytest.raises(Conflict):
            made.filed(cast, record, indicator)
        appeals.withdraw(actor=cast.lee, view=made.view_of(cast.lee, first))
        made.filed(cast, record, indicator)


def test_what_was_dismissed_is_not_appealed_against_again_by_withdrawing_it(cast, scene):
    record, indicator, _second = scene
    with transaction():
        appeal = made.raised(cast, made.filed(cast, record, indicator))
        appeals.withdraw(actor=cast.lee, view=made.view_of(cast.lee, appeal))
        with pytest.raises(Conflict):
            made.filed(cast, record, indicator)
    values = (
        "round_id, publication_id, department_id, indicator_id, reason, filed_by_id, filed_on, filed_at, state, version"
    )
    again = f"INSERT INTO appeals ({values}) SELECT {values.replace('state,', chr(39) + 'filed' + chr(39) + ',')} FROM appeals"
    with pytest.raises(DatabaseError):
        db.session.execute(text(again))
    db.session.rollback()


def test_who_replied_or_stands_for_the_department_does_not_decide(cast, scene):
    record, indicator, _second = scene
    with transaction():
        appeal = made.replied(cast, made.filed(cast, record, indicator))
        for actor in (cast.choi, cast.lee, cast.gam):
            with pytest.raises(Denied):
                appeals.decide(
                    actor=actor,
                    view=made.view_of(actor, appeal),
                    outcome=AppealOutcome.DISMISSED,
                    words="그럴 수 없는 사람이 결정합니다.",
                )
        with pytest.raises(Missing):
            made.view_of(cast.yoon, appeal)


def test_the_second_level_is_decided_by_who_was_named_of_another_office(cast, scene):
    record, indicator, _second = scene
    with transaction():
        appeal = made.raised(cast, made.filed(cast, record, indicator))
        with pytest.raises(Refused):
            appeals.name_decider(actor=cast.choi, view=made.view_of(cast.choi, appeal), decider_id=cast.jung.id)
        with pytest.raises(Denied):
            appeals.decide(
                actor=cast.bae,
                view=made.view_of(cast.bae, appeal),
                outcome=AppealOutcome.DISMISSED,
                words="첫 결정을 한 사람이 또 결정합니다.",
            )
        appeals.decide(
            actor=cast.yoon,
            view=made.view_of(cast.yoon, appeal),
            outcome=AppealOutcome.ACCEPTED,
            words="다른 부서에서 다시 보고 인용합니다.",
        )
    assert appeal.state is AppealState.DECIDED_AGAIN
    assert appeal.outcome is AppealOutcome.ACCEPTED


def test_a_decision_is_taken_further_in_its_days_only(cast, scene):
    record, indicator, _second = scene
    with transaction():
        appeal = made.decided(cast, made.filed(cast, record, indicator), AppealOutcome.DISMISSED)
    with clock.frozen_at(appeal.raise_until + timedelta(minutes=1)), pytest.raises(WrongState, match="18:00"):
        appeals.take_further(actor=cast.lee, view=made.view_of(cast.lee, appeal), words="너무 늦게 올립니다 여기.")
    db.session.rollback()


def test_a_round_does_not_end_while_appeals_are_open(cast, scene):
    record, indicator, _second = scene
    with transaction():
        appeal = made.decided(cast, made.filed(cast, record, indicator), AppealOutcome.DISMISSED)
    closes_at = window_of(record.id).closes_at
    with pytest.raises(Refused, match=r"18:00"):
        rounds.change_phase(actor=cast.choi, record=record, to=Phase.FINAL)
    db.session.rollback()
    with transaction(), clock.frozen_at(closes_at + timedelta(days=1)):
        late = made.view_of(cast.lee, appeal)
        assert late.record.raise_until < clock.now()
        rounds.change_phase(actor=cast.choi, record=record, to=Phase.FINAL)
    assert record.phase is Phase.FINAL


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE appeals SET reason = 'something else was said'",
        "UPDATE appeals SET state = 'decided', outcome = 'accepted'",
        "UPDATE appeals SET state = 'answered'",
        "DELETE FROM appeals",
        "UPDATE appeal_steps SET words = 'other words than these'",
        "DELETE FROM appeal_steps",
        "UPDATE appeal_windows SET closes_at = opened_at",
        "UPDATE evaluation_rounds SET phase = 'final', version = version + 1",
        "INSERT INTO appeal_steps (appeal_id, kind, words, taken_by_id, taken_on, taken_at) SELECT a.id, 'answered', "
        "'we reply to ourselves', a.filed_by_id, a.filed_on, a.filed_at FROM appeals a",
        "INSERT INTO appeals (round_id, publication_id, department_id, reason, filed_by_id, filed_on, filed_at, state, "
        "version) SELECT a.round_id, a.publication_id, a.department_id, a.reason, a.filed_by_id, a.filed_on, "
        "w.closes_at, 'decided', 1 FROM appeals a JOIN appeal_windows w ON w.round_id = a.round_id",
    ],
)
def test_the_database_keeps_an_appeal(cast, scene, statement):
    with transaction():
        made.filed(cast, scene[0], scene[1])
    with pytest.raises(DatabaseError), transaction():
        db.session.execute(text(statement))


def test_the_database_refuses_a_judge_who_replied_or_shares_the_office(cast, scene):
    with transaction():
        appeal = made.raised(cast, made.filed(cast, scene[0], scene[1]))
    for person in (cast.choi, cast.bae, cast.lee, cast.jung):
        with pytest.raises(DatabaseError), transaction():
            db.session.add(
                AppealStep(
                    appeal_id=appeal.id,
                    kind="decided_again",
                    outcome="accepted",
                    words="decided by somebody who may not",
                    taken_by_id=person.id,
                    taken_on=clock.today(),
                    taken_at=clock.now(),
                )
            )


def test_who_reads_an_appeal_by_list_reads_it_by_page(cast, scene):
    record = scene[0]
    with transaction():
        appeal = made.raised(cast, made.filed(cast, record, scene[1]))
    everybody = [
        getattr(cast, name) for name in ("lee", "kang", "kim", "yoon", "seo", "choi", "bae", "gam", "goh", "jung")
    ]
    for actor in everybody:
        listed = [row.id for row in appeal_rows(record.id, actor)] == [appeal.id]
        try:
            made.view_of(actor, appeal)
            shown = True
        except Missing:
            shown = False
        assert listed is shown, actor.name
    assert visible_to(cast.choi) is not None
