from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError

from app.core.database import db, transaction
from app.core.errors import Conflict, Denied, Invalid, Missing, Refused
from app.innovation.enums.contests import ContestKind, ContestState, JurorKind
from app.innovation.models import ContestAward, ContestEntry, ContestStep, ContestVote
from app.innovation.queries import contest_marks, contest_scores, turns_contests
from app.innovation.queries.contest_results import published_result
from app.innovation.queries.contests import contest_or_404, entries_of, terms_of
from app.innovation.rules.contests import Prize
from app.innovation.services import contests as services
from app.innovation.services.contests import GroupDraft
from tests.factories.cases import case_of, published_case
from tests.factories.contests import (
    DAYS,
    before_the_committee,
    called,
    contest_again,
    contest_content,
    contest_of,
    enter,
    in_first_round,
    jury_of,
    mark,
    on_day,
    past_content,
    past_contest,
    published,
    shortlisted,
)
from tests.refusals import refused
from tests.turns import readers_of

owed, awaited = readers_of(turns_contests)


def awards():
    return db.session.query(ContestAward).order_by(ContestAward.position).all()


def test_a_contest_goes_from_its_call_to_a_result_that_is_frozen(cast, write):
    contest, (first, second) = published(cast, "첫째 사례", "둘째 사례")
    assert contest_again(contest).state is ContestState.RESULT
    kinds = [step.kind.value for step in db.session.query(ContestStep).order_by(ContestStep.id)]
    assert kinds == ["setup", "call", "first_round", "shortlist", "committee", "result"]
    result = published_result(contest.id)
    assert result.intact
    assert [(line["entry"], line["place"], line["prize"]) for line in result.content["entries"]] == [
        (first.id, 1, "최우수"),
        (second.id, 2, "우수"),
    ]
    # 20 votes × 100 + 30 × 86 + 50 × 82, 60/40 criteria
    assert [line["first"] for line in result.content["entries"]] == [Decimal("86.8"), Decimal("66.42")]
    said = [(one.position, one.prize, one.title) for one in awards()]
    assert said == [(1, "최우수", "첫째 사례"), (2, "우수", "둘째 사례")]


def test_a_score_opens_to_the_formula_it_was_frozen_with(cast, write):
    contest, (first, _second) = published(cast, "첫째 사례", "둘째 사례")
    opened = contest_scores.score_of(contest, terms_of(contest.id), first)
    assert opened.first.figure == first.first_score
    assert opened.committee.figure == Decimal("89.6")


def test_the_department_of_an_entry_decides_its_group(cast, write):
    contest = called(cast)
    entry = enter(cast, contest)
    assert [row.name for row in terms_of(contest.id).groups if row.id == entry.group_id] == ["실과"]


def test_a_group_without_peer_groups_is_chosen_by_who_enters(cast, write):
    groups = [GroupDraft(name=name, shortlist_size=3, prizes=(Prize("왕", 4),)) for name in ("5S", "5품")]
    contest = called(cast, kind=ContestKind.KINGS, groups=groups)
    case = published_case(cast)
    with refused("Choose the group", Invalid):
        services.enter_case(actor=cast.kang, contest=contest, case_id=case.id)
    wanted = terms_of(contest.id).groups[1]
    entry = services.enter_case(
        actor=cast.kang, contest=contest, case_id=case.id, group_id=wanted.id, honoured_id=cast.kim.id
    )
    assert (entry.group_id, entry.honoured_id) == (wanted.id, cast.kim.id)


def test_a_case_is_entered_once_by_its_department_while_the_call_is_open(cast, write):
    contest, case = called(cast), published_case(cast)
    with pytest.raises(Denied):
        services.enter_case(actor=cast.park, contest=contest, case_id=case.id)
    entry = services.enter_case(actor=cast.kim, contest=contest, case_id=case.id)
    with refused("entered already", Conflict):
        services.enter_case(actor=cast.lee, contest=contest, case_id=case.id)
    services.withdraw_entry(actor=cast.kim, contest=contest, entry=entry, reason="다음 대회에 내겠습니다.")
    again = services.enter_case(actor=cast.kang, contest=contest, case_id=case.id)
    assert [row.id for row in entries_of(contest.id, cast.choi)] == [again.id]
    with on_day(DAYS.call_ends_on + timedelta(days=1)), refused("The call has ended"):
        enter(cast, contest)


def test_only_a_published_best_practice_is_entered(cast, write):
    with refused("published best practice"):
        enter(cast, called(cast), case=case_of(cast))


def test_nothing_is_withdrawn_once_the_first_round_has_begun(cast, write):
    contest, (entry,) = in_first_round(cast)
    with refused("before the first round"):
        services.withdraw_entry(actor=cast.kim, contest=contest, entry=entry, reason="마음이 바뀌었습니다.")


def test_a_vote_counts_once_and_never_for_ones_own(cast, write):
    contest, (first, second) = in_first_round(cast, "첫째", "둘째")
    for own in (cast.kim, cast.ahn, cast.lee):
        with refused("Nobody votes for their own"):
            services.cast_vote(actor=own, contest=contest, entry=first)
    services.cast_vote(actor=cast.han, contest=contest, entry=first)
    with refused("voted for this entry already"):
        services.cast_vote(actor=cast.han, contest=contest, entry=first)
    with refused("all of your votes"):
        services.cast_vote(actor=cast.han, contest=contest, entry=second)
    assert [(vote.entry_id, vote.person_id) for vote in db.session.query(ContestVote)] == [(first.id, cast.han.id)]
    for stranger in (cast.shin, cast.gam):
        with pytest.raises(Denied):
            services.cast_vote(actor=stranger, contest=contest, entry=first)


def test_a_contest_may_give_several_votes(cast, write):
    contest, (first, second) = in_first_round(cast, "첫째", "둘째", votes_per_person=2)
    services.cast_vote(actor=cast.han, contest=contest, entry=first)
    services.cast_vote(actor=cast.han, contest=contest, entry=second)
    assert contest_marks.vote_count(contest.id, cast.han.id) == 2


def test_whoever_has_to_do_with_an_entry_does_not_mark_it(cast, write):
    contest = called(cast)
    services.name_juror(actor=cast.choi, contest=contest, person_id=cast.ahn.id, kind=JurorKind.MEMBER)
    entry = enter(cast, contest)
    with on_day(DAYS.call_ends_on + timedelta(days=1)):
        services.advance_contest(actor=cast.choi, contest=contest)
    with refused("you cannot score it", Denied):
        mark(contest, cast.ahn, entry, 90, 90)
    assert contest_marks.late_jurors(contest) == [cast.park.name, cast.shin.name]
    seat = contest_marks.seat_or_404(contest, cast.ahn)
    assert [row.conflicted for row in contest_marks.sheets_of(seat)] == [True]
    assert owed(cast.ahn) == []


def test_marks_are_whole_within_bounds_and_change_until_the_round_closes(cast, write):
    contest, (entry,) = in_first_round(cast)
    with refused("between 0 and 100", Invalid):
        mark(contest, cast.park, entry, "100.01", 5)
    with refused("two decimals", Invalid):
        mark(contest, cast.park, entry, "1.005", 5)
    with refused("every criterion"):
        services.save_sheet(
            actor=cast.park,
            contest=contest,
            seat=contest_marks.seat_or_404(contest, cast.park),
            entry=entry,
            marks={},
        )
    mark(contest, cast.park, entry, 90, 0)
    with refused("another window", Conflict):
        mark(contest, cast.park, entry, 10, 10)
    sheet = mark(contest, cast.park, entry, 95, 1, seen_version=1)
    assert sorted(contest_marks.marks_of(sheet.id).values()) == [1, 95]
    with pytest.raises(Missing):
        contest_marks.seat_or_404(contest, cast.han)


def test_a_juror_owes_marks_with_the_days_left(cast, write):
    contest, (entry,) = in_first_round(cast)
    assert [(turn.title, turn.due_on) for turn in owed(cast.park)] == [(contest.name, DAYS.first_round_ends_on)]
    mark(contest, cast.park, entry, 90, 90)
    assert owed(cast.park) == []
    assert [turn.due_on for turn in awaited(cast.kang)] == [DAYS.committee_on]


def test_coordinators_are_asked_for_an_entry_while_the_call_is_open(cast, write):
    contest = called(cast)
    assert [(turn.title, turn.due_on) for turn in owed(cast.kang)] == [(contest.name, DAYS.call_ends_on)]
    enter(cast, contest)
    assert owed(cast.kang) == []


def test_stages_wait_for_their_days_and_for_the_marks(cast, write):
    contest, (entry,) = in_first_round(cast)
    after = DAYS.first_round_ends_on + timedelta(days=1)
    with refused("lack marks"):
        services.advance_contest(actor=cast.choi, contest=contest)
    mark(contest, cast.park, entry, 90, 90)
    with on_day(after), refused("lack marks"):
        services.advance_contest(actor=cast.choi, contest=contest)
    mark(contest, cast.shin, entry, 80, 80)
    with refused("staff vote runs"):
        services.advance_contest(actor=cast.choi, contest=contest)
    with on_day(after), refused("moved on already"):
        services.advance_contest(actor=cast.choi, contest=contest, seen_state=ContestState.CALL)
    with on_day(after):
        services.advance_contest(actor=cast.choi, contest=contest)
    # nobody voted: the weight of the vote is shared by the others
    assert entry.first_score == Decimal("83.75")


def test_everybody_who_ties_with_the_last_of_the_shortlist_is_on_it(cast, write):
    contest, entries = in_first_round(cast, "가", "나", "다")
    for entry, figure in zip(entries, (90, 70, 70), strict=True):
        mark(contest, cast.park, entry, figure, figure)
        mark(contest, cast.shin, entry, figure, figure)
    with on_day(DAYS.first_round_ends_on + timedelta(days=1)):
        services.advance_contest(actor=cast.choi, contest=contest)
    assert [entry.shortlisted for entry in entries] == [True, True, True]


def test_who_prepared_or_corrected_a_contest_does_not_publish_its_result(cast, write):
    contest, (entry,) = before_the_committee(cast, "첫째")
    with refused("lack marks"):
        services.publish_result(actor=cast.bae, contest=contest)
    mark(contest, cast.han, entry, 90, 90)
    with pytest.raises(Denied):
        services.publish_result(actor=cast.choi, contest=contest)
    with pytest.raises(Denied):
        services.publish_result(actor=cast.lee, contest=contest)
    services.publish_result(actor=cast.bae, contest=contest)
    with refused("after the committee"):
        services.publish_result(actor=cast.bae, contest=contest_again(contest))


def test_the_jury_is_named_in_time_and_from_those_who_may(cast, write):
    contest = contest_of(cast)
    jury_of(cast, contest)
    for barred in (cast.gam, cast.goh):
        with refused("Auditors and administrators"):
            services.name_juror(actor=cast.choi, contest=contest, person_id=barred.id, kind=JurorKind.MEMBER)
    with refused("already", Conflict):
        services.name_juror(actor=cast.choi, contest=contest, person_id=cast.park.id, kind=JurorKind.MEMBER)
    with refused("twice"):
        services.name_juror(actor=cast.choi, contest=contest, person_id=cast.park.id, kind=JurorKind.EXPERT)
    begun, _entries = in_first_round(cast, name="다른 경연")
    with refused("stands still"):
        services.name_juror(actor=cast.choi, contest=begun, person_id=cast.han.id, kind=JurorKind.MEMBER)
    with refused("stands still"):
        seat = contest_marks.seat_or_404(begun, cast.park)
        services.remove_juror(actor=cast.choi, contest=begun, juror=seat, reason="사정이 생겼습니다.")


def test_terms_change_freely_before_the_call_and_by_correction_during_it(cast, write):
    contest = contest_of(cast)
    better = contest_content(criteria=[("노력도", Decimal(100))])
    services.change_contest(actor=cast.bae, contest=contest, content=better, seen_version=contest.version)
    with pytest.raises(Conflict):
        services.change_contest(actor=cast.choi, contest=contest, content=better, seen_version=contest.version - 1)
    jury_of(cast, contest)
    services.advance_contest(actor=cast.choi, contest=contest)
    with refused("write the reason"):
        services.change_contest(actor=cast.choi, contest=contest, content=better, seen_version=contest.version)
    more = replace(better, groups=[replace(group, prizes=(Prize("최우수", 9),)) for group in better.groups])
    services.change_contest(
        actor=cast.choi, contest=contest, content=more, seen_version=contest.version, reason="시상을 늘립니다."
    )
    step = db.session.query(ContestStep).filter_by(kind="correction").one()
    assert step.before["groups"][0]["prizes"][0] == {"name": "최우수", "places": 1}
    entry = enter(cast, contest)
    with refused("has entries"):
        services.change_contest(
            actor=cast.choi,
            contest=contest,
            content=replace(more, groups=more.groups[1:]),
            seen_version=contest.version,
            reason="부문을 없앱니다.",
        )
    assert entry.group_id


def test_terms_stand_still_from_the_first_round_on(cast, write):
    contest, _entries = in_first_round(cast)
    with refused("stand still"):
        services.change_contest(
            actor=cast.choi, contest=contest, content=contest_content(), seen_version=contest.version, reason="늦었다."
        )


def test_a_name_is_given_once_a_year(cast, write):
    contest_of(cast)
    with refused("of this name", Invalid):
        contest_of(cast)


def test_others_do_not_know_of_a_contest_before_its_call(cast, write):
    contest = contest_of(cast)
    with pytest.raises(Missing):
        contest_or_404(contest.id, cast.kim)
    with pytest.raises(Missing):
        contest_or_404(contest.id, cast.shin)
    assert contest_or_404(contest.id, cast.gam).id == contest.id


def test_a_past_contest_is_results_only_and_says_where_they_come_from(cast, write):
    contest = past_contest(cast)
    with pytest.raises(Denied):
        services.publish_result(actor=cast.choi, contest=contest)
    services.publish_result(actor=cast.bae, contest=contest)
    result = published_result(contest.id)
    assert result.content["contest"]["results_only"] is True
    assert result.content["entries"] == []
    assert [award.department_id for award in awards()] == [cast.traffic, None]
    with refused("Say where"):
        past_contest(cast, name="다른", source=" ")
    with refused("year to come"):
        past_contest(cast, name="다른", year=2027)
    with refused("at least one winner"):
        past_contest(cast, name="다른", winners=[])
    assert past_content().winners


def test_the_database_itself_refuses_what_the_services_refuse(cast):
    with transaction():
        contest, (entry,) = in_first_round(cast)
        sheet = mark(contest, cast.park, entry, 90, 90)
        prepared = contest_of(cast, name="다른 경연")
        ids = {"c": contest.id, "e": entry.id, "s": sheet.id, "d": prepared.id, "kim": cast.kim.id, "han": cast.han.id}
    vote = "INSERT INTO contest_votes (contest_id, entry_id, person_id, slot, cast_at) VALUES (:c, :e, {0}, {1}, '2026-11-28')"
    for tampering in (
        vote.format(":kim", 1),
        vote.format(":han", 2),
        vote.format(":han", 0),
        "UPDATE contests SET state = 'result' WHERE id = :c",
        "UPDATE contests SET state = 'call' WHERE id = :c",
        "UPDATE contests SET expert_weight = 6000 WHERE id = :d",
        "UPDATE contests SET staff_vote_weight = 1000, expert_weight = 6000 WHERE id = :c",
        "UPDATE contest_criteria SET weight = 1000 WHERE contest_id = :c",
        "UPDATE contest_prizes SET places = 50 WHERE contest_id = :c",
        "UPDATE contest_entries SET withdrawn_at = '2026-11-28', withdrawn_by_id = :han WHERE id = :e",
        "UPDATE contest_marks SET mark = 10001 WHERE sheet_id = :s",
        "DELETE FROM contests WHERE id = :d",
        "DELETE FROM contest_entries WHERE id = :e",
        "UPDATE contest_entries SET group_id = group_id + 1 WHERE id = :e",
        "UPDATE contest_jurors SET person_id = :han WHERE contest_id = :c",
        "DELETE FROM contest_jurors WHERE contest_id = :c AND kind = 'member'",
    ):
        with pytest.raises((IntegrityError, DBAPIError)), transaction():
            db.session.execute(text(tampering), ids)


def test_nothing_of_a_closed_round_or_a_published_result_can_be_changed(cast):
    with transaction():
        contest, (entry,) = published(cast, "첫째")
        ids = {"c": contest.id, "e": entry.id}
    for tampering in (
        "UPDATE contest_marks SET mark = 10000 WHERE contest_id = :c",
        "DELETE FROM contest_sheets WHERE contest_id = :c",
        "UPDATE contest_entries SET first_score = 10000 WHERE id = :e",
        "UPDATE contest_awards SET prize = '우수' WHERE contest_id = :c",
        "UPDATE contest_results SET sha256 = sha256 WHERE contest_id = :c",
        "DELETE FROM contest_votes WHERE contest_id = :c",
        "UPDATE contests SET name = '다른' WHERE id = :c",
        "DELETE FROM contest_jurors WHERE contest_id = :c",
    ):
        with pytest.raises((IntegrityError, DBAPIError)), transaction():
            db.session.execute(text(tampering), ids)


def test_marks_of_the_first_round_stand_still_while_the_committee_marks(cast):
    with transaction():
        contest, (entry,) = before_the_committee(cast, "첫째")
        with refused("while your part"):
            mark(contest, cast.park, entry, 1, 1, seen_version=1)
    for tampering in (
        "UPDATE contest_marks SET mark = 10000 WHERE contest_id = :c",
        "UPDATE contest_sheets SET note = 'x' WHERE contest_id = :c",
    ):
        with pytest.raises((IntegrityError, DBAPIError)), transaction():
            db.session.execute(text(tampering), {"c": contest.id})


def test_the_control_tower_is_asked_to_lead_on_and_another_to_publish(cast, write):
    contest, (entry,) = shortlisted(cast, "첫째")
    assert [turn.what.msgid for turn in owed(cast.choi)] == ["Lead the contest on"]
    services.name_juror(actor=cast.choi, contest=contest, person_id=cast.han.id, kind=JurorKind.COMMITTEE)
    services.advance_contest(actor=cast.choi, contest=contest)
    mark(contest, cast.han, entry, 90, 90)
    with on_day(DAYS.committee_on + timedelta(days=1)):
        assert owed(cast.choi) == []
        assert [turn.what.msgid for turn in owed(cast.bae)] == ["Publish the result of the contest"]


def test_dates_of_the_call_are_kept(cast, write):
    contest = contest_of(cast)
    with on_day(date(2026, 11, 22)), refused("own days"):
        services.advance_contest(actor=cast.choi, contest=contest)
    with pytest.raises(Denied):
        services.advance_contest(actor=cast.lee, contest=contest)
    assert db.session.query(ContestEntry).count() == 0
    with pytest.raises(Refused):
        contest_of(cast, name="반대", days=replace(DAYS, call_ends_on=date(2026, 11, 1)))
