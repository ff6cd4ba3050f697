"""Nobody marks their own or a rival of their own, knocks a juror out, names oneself, or publishes alone."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from app.accounts.models import Membership, Person
from app.accounts.queries.actors import actor_of_person
from app.core import clock
from app.core.database import db, transaction
from app.core.errors import Denied, Invalid, Missing
from app.innovation.enums.contests import ContestState, JurorKind
from app.innovation.models import Case, ContestEntry, ContestJuror, ContestStep
from app.innovation.queries import contest_marks, turns_contests
from app.innovation.queries.contest_publishers import possible_publishers
from app.innovation.queries.contest_seats import seats_of
from app.innovation.services import cases
from app.innovation.services import contests as services
from tests.factories.cases import case_of, published_case
from tests.factories.contests import (
    DAYS,
    before_the_committee,
    begun,
    called,
    contest_again,
    contest_content,
    contest_of,
    enter,
    in_first_round,
    mark,
    on_day,
    published,
    shortlisted,
)
from tests.refusals import refused
from tests.turns import readers_of

owed_by, _awaited_by = readers_of(turns_contests)
PUBLISH = "Publish the result of the contest"
WHY = "이유를 충분히 길게 적는다."
AFTER_CALL = DAYS.call_ends_on + timedelta(days=1)


def case_of_civil(cast):
    case = case_of(cast, actor=cast.seo, department_id=cast.civil, title="민원과 사례")
    cases.submit_case(actor=cast.seo, case=case)
    cases.approve_case(actor=cast.yoon, case=case)
    cases.publish_case(actor=cast.choi, case=case)
    return case


def moved(person, department_id, on):
    """A transfer as the staff list makes it: the old membership ends the day before."""
    was = db.session.query(Membership).filter_by(person_id=person.id, ends_on=None).one()
    was.ends_on = on - timedelta(days=1)
    db.session.add(Membership(person_id=person.id, department_id=department_id, starts_on=on))
    db.session.get(Person, person.id).department_id = department_id
    db.session.flush()
    return actor_of_person(person.id)


def jury(cast, contest, **people):
    for kind, person in people.items():
        services.name_juror(actor=cast.choi, contest=contest, person_id=person.id, kind=JurorKind(kind))


def test_only_an_author_or_somebody_of_the_department_is_honoured(cast, write):
    contest, case = called(cast), published_case(cast)
    for stranger in (cast.park, cast.shin):
        with refused("author of the case or somebody of its department", Invalid):
            services.enter_case(actor=cast.kim, contest=contest, case_id=case.id, honoured_id=stranger.id)
    entry = services.enter_case(actor=cast.kim, contest=contest, case_id=case.id, honoured_id=cast.ahn.id)
    assert entry.honoured_id == cast.ahn.id


def test_no_juror_is_knocked_out_by_being_honoured_over_the_page(cast, as_):
    with transaction():
        contest, case = called(cast), published_case(cast)
    answer = as_(cast.kim).post(f"/cases/contests/{contest.id}/entries", data={"case": case.id, "number": "park"})
    assert answer.status_code == 422
    assert "author of the case" in answer.text
    assert db.session.query(ContestEntry).count() == 0


def test_a_round_does_not_begin_while_nobody_may_mark_an_entry(cast, write):
    contest = contest_of(cast)
    jury(cast, contest, member=cast.ahn, expert=cast.shin)
    services.advance_contest(actor=cast.choi, contest=contest)
    enter(cast, contest)
    with on_day(AFTER_CALL):
        with refused("may mark"):
            services.advance_contest(actor=cast.choi, contest=contest)
        jury(cast, contest, member=cast.park)
        services.advance_contest(actor=cast.choi, contest=contest)


def test_the_committee_does_not_meet_while_nobody_may_mark_an_entry(cast, write):
    contest, (entry,) = shortlisted(cast, "첫째")
    jury(cast, contest, committee=cast.ahn)
    with refused("may mark"):
        services.advance_contest(actor=cast.choi, contest=contest)
    jury(cast, contest, committee=cast.han)
    services.advance_contest(actor=cast.choi, contest=contest)
    with refused("you cannot score it", Denied):
        mark(contest, cast.ahn, entry, 90, 90)


def test_no_juror_marks_the_rivals_of_their_own_department(cast, write):
    contest = called(cast)
    jury(cast, contest, member=cast.han)
    first = enter(cast, contest)
    second = services.enter_case(actor=cast.seo, contest=contest, case_id=case_of_civil(cast).id)
    assert first.group_id == second.group_id
    begun(cast, contest)
    for entry in (first, second):
        with refused("another of its group", Denied):
            mark(contest, cast.park, entry, 0, 0)
    seat = contest_marks.seat_or_404(contest, cast.park)
    assert [row.conflicted for row in contest_marks.sheets_of(seat)] == [True, True]
    mark(contest, cast.han, first, 90, 90)
    services.cast_vote(actor=cast.park, contest=contest, entry=first)
    with refused("Nobody votes for their own"):
        services.cast_vote(actor=cast.seo, contest=contest, entry=second)


def test_whoever_has_left_the_department_since_the_year_began_stays_bound(cast, write):
    contest = called(cast)
    jury(cast, contest, member=cast.ahn)
    entry = enter(cast, contest)
    begun(cast, contest)
    ahn = moved(cast.ahn, cast.roads, on=date(2026, 11, 28))
    with refused("you cannot score it", Denied):
        mark(contest, ahn, entry, 100, 100)
    with refused("Nobody votes for their own"):
        services.cast_vote(actor=ahn, contest=contest, entry=entry)


def test_a_contest_of_the_coming_year_looks_back_to_its_call(cast, write):
    contest = called(cast, year=2027)
    jury(cast, contest, member=cast.ahn)
    entry = enter(cast, contest)
    begun(cast, contest)
    with refused("you cannot score it", Denied):
        mark(contest, moved(cast.ahn, cast.roads, on=date(2026, 11, 28)), entry, 100, 100)


def test_whoever_moved_before_the_year_is_free(cast, write):
    han = moved(cast.ahn, cast.roads, on=date(2026, 1, 1))
    contest = called(cast)
    jury(cast, contest, member=han)
    entry = enter(cast, contest)
    begun(cast, contest)
    mark(contest, han, entry, 90, 90)


def test_a_juror_who_became_bound_is_replaced_and_the_round_goes_on(cast, write):
    contest, (entry,) = in_first_round(cast)
    mark(contest, cast.park, entry, 0, 0)
    mark(contest, cast.shin, entry, 80, 80)
    seat = contest_marks.seat_or_404(contest, cast.park)
    with refused("no need to replace"):
        services.replace_juror(actor=cast.choi, contest=contest, juror=seat, person_id=cast.han.id, reason=WHY)
    park = moved(cast.park, cast.traffic, on=date(2026, 11, 28))
    with refused("write the reason"):
        services.replace_juror(actor=cast.choi, contest=contest, juror=seat, person_id=cast.han.id, reason=" ")
    db.session.refresh(seat)
    successor = services.replace_juror(actor=cast.choi, contest=contest, juror=seat, person_id=cast.han.id, reason=WHY)
    assert (successor.replaces_id, successor.kind) == (seat.id, JurorKind.MEMBER)
    with pytest.raises(Missing):
        contest_marks.seat_or_404(contest, park)
    note = db.session.query(ContestStep.note).filter_by(kind="removal").scalar()
    assert note == f"{cast.park.name} → {cast.han.name} ({JurorKind.MEMBER.label}): {WHY}"
    with refused("lack marks"):
        services.advance_contest(actor=cast.choi, contest=contest)
    mark(contest, cast.han, entry, 90, 90)
    with on_day(DAYS.first_round_ends_on + timedelta(days=1)):
        services.advance_contest(actor=cast.choi, contest=contest)
    # park's zero does not count: (30 × 90 + 50 × 80) ÷ 80
    assert str(entry.first_score) == "83.75"
    with refused("open, once"):
        services.replace_juror(actor=cast.choi, contest=contest, juror=seat, person_id=cast.moon.id, reason=WHY)


def test_a_juror_who_never_marks_or_is_late_is_replaced(cast, write):
    contest, (first, _second) = in_first_round(cast, "첫째", "둘째")
    mark(contest, cast.park, first, 90, 90)
    assert [(seat.name, seat.may_be_replaced) for seat in seats_of(contest)] == [
        (cast.park.name, False),
        (cast.shin.name, True),
    ]
    with on_day(DAYS.first_round_ends_on + timedelta(days=1)):
        assert [seat.may_be_replaced for seat in seats_of(contest)] == [True, True]


def test_a_juror_is_replaced_over_the_page(cast, as_):
    with transaction():
        contest, _entries = in_first_round(cast)
        seat = contest_marks.seat_or_404(contest, cast.park)
    client, address = as_(cast.choi), f"/cases/contests/{contest.id}"
    assert "Replace a juror" in client.get(address).text
    assert "Replace a juror" not in as_(cast.kim).get(address).text
    data = {"juror": seat.id, "number": "han", "reason": "짧다"}
    assert client.post(f"{address}/replacements", data=data).status_code == 422
    assert client.post(f"{address}/replacements", data={**data, "reason": WHY}).status_code == 302
    page = client.get(address).text
    assert cast.han.name in page
    assert WHY in page
    assert as_(cast.park).get(f"{address}/sheets").status_code == 404
    assert as_(cast.han).get(f"{address}/sheets").status_code == 200


def test_whoever_names_the_jury_does_not_sit_in_it(cast, write):
    contest = contest_of(cast)
    with refused("names the jury"):
        jury(cast, contest, member=cast.choi)
    jury(cast, contest, member=cast.park)
    with refused("names the jury"):
        services.name_juror(actor=cast.bae, contest=contest, person_id=cast.choi.id, kind=JurorKind.EXPERT)
    jury(cast, contest, expert=cast.bae)
    with refused("names the jury"):
        services.name_juror(actor=cast.bae, contest=contest, person_id=cast.shin.id, kind=JurorKind.EXPERT)


def test_no_juror_publishes_and_nobody_who_named_a_whole_part_of_the_jury(cast, write):
    contest, _entries = shortlisted(cast, "첫째")
    assert possible_publishers(contest) == {cast.bae.id}
    services.name_juror(actor=cast.bae, contest=contest, person_id=cast.han.id, kind=JurorKind.COMMITTEE)
    assert possible_publishers(contest) == set()
    with refused("could publish the result"):
        services.advance_contest(actor=cast.choi, contest=contest)
    jury(cast, contest, committee=cast.moon)
    assert possible_publishers(contest) == {cast.bae.id}


def test_a_juror_of_the_control_tower_neither_publishes_nor_is_asked_to(cast, write):
    contest, (entry,) = shortlisted(cast, "첫째")
    for member in (cast.han, cast.bae):
        jury(cast, contest, committee=member)
    with refused("could publish the result"):
        services.advance_contest(actor=cast.choi, contest=contest)
    assert possible_publishers(contest) == set()
    services.remove_juror(
        actor=cast.choi, contest=contest, juror=contest_marks.seat_or_404(contest, cast.bae), reason=WHY
    )
    services.advance_contest(actor=cast.choi, contest=contest)
    mark(contest, cast.han, entry, 90, 90)
    services.publish_result(actor=cast.bae, contest=contest)


def test_whoever_has_to_do_with_an_entry_does_not_publish(cast, write):
    contest, (entry,) = before_the_committee(cast, "첫째")
    mark(contest, cast.han, entry, 88, 92)
    bae = moved(cast.bae, cast.traffic, on=clock.today())
    with refused("does not publish", Denied):
        services.publish_result(actor=bae, contest=contest)


def test_departments_keep_their_group_once_cases_are_entered(cast, write):
    contest = called(cast)
    entry = enter(cast, contest)
    content = contest_content()
    first, second = content.groups
    swapped = [
        replace(first, peer_group_ids=second.peer_group_ids),
        replace(second, peer_group_ids=first.peer_group_ids),
    ]
    change = {"actor": cast.choi, "contest": contest, "seen_version": contest.version, "reason": WHY}
    with refused("which departments enter which group"):
        services.change_contest(content=replace(content, groups=swapped), **change)
    services.withdraw_entry(actor=cast.kim, contest=contest, entry=entry, reason=WHY)
    change["seen_version"] = contest_again(contest).version
    services.change_contest(content=replace(content, groups=swapped), **change)


def test_a_case_in_a_running_contest_stays_in_the_library(cast, write):
    contest = called(cast)
    case = published_case(cast)
    entry = services.enter_case(actor=cast.kim, contest=contest, case_id=case.id)
    with refused("is entered in"):
        cases.withdraw_case(actor=cast.choi, case=case, reason=WHY)
    services.withdraw_entry(actor=cast.kim, contest=contest, entry=entry, reason=WHY)
    cases.withdraw_case(actor=cast.choi, case=case, reason=WHY)


def test_a_case_may_be_taken_out_once_the_result_is_published(cast, write):
    _contest, (entry,) = published(cast, "첫째")
    case = db.session.get(Case, entry.case_id)
    cases.withdraw_case(actor=cast.choi, case=case, reason=WHY)
    assert case.state == "withdrawn"


def test_the_database_itself_bars_rivals_and_those_who_have_left(cast):
    with transaction():
        contest = called(cast)
        for member in (cast.ahn, cast.moon):
            jury(cast, contest, member=member)
        entry = enter(cast, contest)
        rival = services.enter_case(actor=cast.seo, contest=contest, case_id=case_of_civil(cast).id)
        begun(cast, contest)
        moved(cast.ahn, cast.haemi, on=date(2026, 11, 28))
        seats = {person: contest_marks.seat_or_404(contest, getattr(cast, person)).id for person in ("park", "ahn")}
        jurors = {f"{name}_seat": seat for name, seat in seats.items()}
        ids = {"c": contest.id, "e": entry.id, "r": rival.id, "ahn": cast.ahn.id, "han": cast.han.id, **jurors}
    sheet = "INSERT INTO contest_sheets (contest_id, juror_id, entry_id, note, version, saved_at) VALUES (:c, {0}, {1}, '', 1, '2026-11-28')"
    for tampering in (
        sheet.format(":park_seat", ":e"),
        sheet.format(":park_seat", ":r"),
        sheet.format(":ahn_seat", ":e"),
        sheet.format(":ahn_seat", ":r"),
        "INSERT INTO contest_votes (contest_id, entry_id, person_id, slot, cast_at) VALUES (:c, :e, :ahn, 1, '2026-11-28')",
        "INSERT INTO contest_jurors (contest_id, person_id, kind, named_by_id, named_at) VALUES (:c, :han, 'member', :ahn, '2026-11-28')",
        "INSERT INTO contest_jurors (contest_id, person_id, kind, named_by_id, named_at, replaces_id)"
        " VALUES (:c, :han, 'member', :ahn, '2026-11-28', :park_seat)",
        "INSERT INTO contest_jurors (contest_id, person_id, kind, named_by_id, named_at) VALUES (:c, :han, 'committee', :han, '2026-11-28')",
        "UPDATE contest_entries SET first_score = 10000, shortlisted = TRUE, honoured_id = :han WHERE id = :e",
        "UPDATE contests SET committee_on = '2027-01-31' WHERE id = :c",
        "UPDATE contests SET name = '다른 경연' WHERE id = :c",
    ):
        with pytest.raises(DBAPIError, match=r"contest\w*: "), transaction():
            db.session.execute(text(tampering), ids)


def test_a_sheet_stays_with_its_juror_and_a_seat_is_left_once(cast):
    with transaction():
        contest, (entry, other) = in_first_round(cast, "첫째", "둘째")
        mark(contest, cast.park, entry, 90, 90)
        park = contest_marks.seat_or_404(contest, cast.park)
        shin = contest_marks.seat_or_404(contest, cast.shin)
        successor = services.replace_juror(
            actor=cast.choi, contest=contest, juror=shin, person_id=cast.moon.id, reason=WHY
        )
        ids = {"e": entry.id, "o": other.id, "p": park.id, "s": shin.id, "c": contest.id, "n": successor.id}
    for tampering in (
        "UPDATE contest_sheets SET entry_id = :o WHERE juror_id = :p",
        "UPDATE contest_sheets SET juror_id = :n WHERE juror_id = :p",
        "UPDATE contest_jurors SET stood_down_at = NULL WHERE id = :s",
        "UPDATE contest_jurors SET replaces_id = :p WHERE id = :n",
        "INSERT INTO contest_sheets (contest_id, juror_id, entry_id, note, version, saved_at)"
        " VALUES (:c, :s, :e, '', 1, '2026-11-28')",
    ):
        with pytest.raises(DBAPIError, match=r"contest\w*: "), transaction():
            db.session.execute(text(tampering), ids)
    assert db.session.query(ContestJuror).filter(ContestJuror.stood_down_at.is_not(None)).count() == 1


def test_only_who_may_publish_is_asked_to(cast, write):
    contest, (entry,) = shortlisted(cast, "첫째")
    services.name_juror(actor=cast.bae, contest=contest, person_id=cast.han.id, kind=JurorKind.COMMITTEE)
    jury(cast, contest, committee=cast.moon)
    services.advance_contest(actor=cast.choi, contest=contest)
    for juror in (cast.han, cast.moon):
        mark(contest, juror, entry, 90, 90)
    tower = [cast.bae, cast.choi]

    def asked():
        return {who.id for who in tower if PUBLISH in [turn.what.msgid for turn in owed_by(who)]}

    with on_day(DAYS.committee_on + timedelta(days=1)):
        assert asked() == possible_publishers(contest) == {cast.bae.id}
        tower[0] = moved(cast.bae, cast.traffic, on=clock.today())
        assert asked() == possible_publishers(contest) == set()


def test_who_alone_named_the_committee_is_not_asked_to_publish(cast, write):
    contest, _entries = shortlisted(cast, "첫째")
    services.name_juror(actor=cast.bae, contest=contest, person_id=cast.han.id, kind=JurorKind.COMMITTEE)
    contest.state = ContestState.COMMITTEE
    db.session.flush()
    with on_day(DAYS.committee_on + timedelta(days=1)):
        assert possible_publishers(contest) == set()
        assert PUBLISH not in [turn.what.msgid for turn in owed_by(cast.bae)]
