"""Contests for tests, led through the services: 최 prepares, 배 publishes; 교통과 and 해미면 may enter."""

from datetime import date, timedelta
from decimal import Decimal

from app.accounts.models import Person
from app.accounts.queries.actors import actor_of_person
from app.core import clock
from app.core.database import db
from app.innovation.enums.contests import ContestKind, ContestPeriod, JurorKind
from app.innovation.models import Contest
from app.innovation.queries.contest_marks import seat_or_404
from app.innovation.queries.contests import terms_of
from app.innovation.rules.contests import Prize, Schedule, Weights
from app.innovation.services import contests as services
from app.innovation.services.contests import ContestContent, GroupDraft, PastContest, PastWinner
from app.organization.queries import peer_groups
from tests.factories.cases import published_case

DAYS = Schedule(
    call_starts_on=date(2026, 11, 23),
    call_ends_on=date(2026, 11, 27),
    first_round_ends_on=date(2026, 12, 4),
    committee_on=date(2026, 12, 11),
)
CRITERIA = [("독창성", Decimal(60)), ("효과성", Decimal(40))]
PRIZES = (Prize("최우수", 1), Prize("우수", 2))


def contest_content(**changes):
    """A periodic evaluation with two groups that follow the peer groups."""
    peers = {group.code: group.id for group in peer_groups()}
    content = {
        "kind": ContestKind.PERIODIC,
        "name": "하반기 수시평가",
        "year": 2026,
        "period": ContestPeriod.SECOND_HALF,
        "days": DAYS,
        "weights": Weights(staff_vote=Decimal(20), member=Decimal(30), expert=Decimal(50)),
        "criteria": CRITERIA,
        "groups": [
            GroupDraft(
                name="실과",
                shortlist_size=2,
                prizes=PRIZES,
                peer_group_ids=(peers["support"], peers["project"]),
            ),
            GroupDraft(name="읍면동", shortlist_size=1, prizes=(Prize("최우수", 1),), peer_group_ids=(peers["town"],)),
        ],
        "notice": "하반기 우수사례를 찾습니다.",
    }
    return ContestContent(**{**content, **changes})


def contest_of(cast, **changes):
    """Being prepared by 최."""
    return services.prepare_contest(actor=cast.choi, content=contest_content(**changes))


def jury_of(cast, contest):
    """박 is a member, 신 from outside an expert."""
    services.name_juror(actor=cast.choi, contest=contest, person_id=cast.park.id, kind=JurorKind.MEMBER)
    services.name_juror(actor=cast.choi, contest=contest, person_id=cast.shin.id, kind=JurorKind.EXPERT)


def called(cast, **changes):
    """The call is open, the jury named."""
    contest = contest_of(cast, **changes)
    jury_of(cast, contest)
    services.advance_contest(actor=cast.choi, contest=contest)
    return contest


def enter(cast, contest, *, actor=None, case=None, **changes):
    """강 enters a published case of 교통과."""
    case = case or published_case(cast, **changes)
    return services.enter_case(actor=actor or cast.kang, contest=contest, case_id=case.id)


def on_day(day):
    """Noon of a day in Seoul."""
    return clock.frozen_at(clock.start_of_day(day) + timedelta(hours=12))


def begun(cast, contest):
    """The first round is open."""
    with on_day(DAYS.call_ends_on + timedelta(days=1)):
        services.advance_contest(actor=cast.choi, contest=contest)
    return contest


def in_first_round(cast, *titles, **changes):
    """A contest with entries of 교통과, voting and scoring."""
    contest = called(cast, **changes)
    entries = [enter(cast, contest, title=title) for title in titles or ("첫째 사례",)]
    return begun(cast, contest), entries


def mark(contest, actor, entry, *marks, seen_version=0):
    """Somebody of the jury marks an entry, criterion by criterion."""
    criteria = [criterion_id for criterion_id, _name, _weight in terms_of(contest.id).criteria]
    return services.save_sheet(
        actor=actor,
        contest=contest,
        seat=seat_or_404(contest, actor),
        entry=entry,
        marks=dict(zip(criteria, map(Decimal, marks), strict=True)),
        seen_version=seen_version,
    )


def shortlisted(cast, *titles):
    """The first round is closed: everybody marked, 한 voted for the first."""
    contest, entries = in_first_round(cast, *titles)
    for place, entry in enumerate(entries):
        mark(contest, cast.park, entry, 90 - place, 80)
        mark(contest, cast.shin, entry, 70, 100 - place)
    services.cast_vote(actor=cast.han, contest=contest, entry=entries[0])
    with on_day(DAYS.first_round_ends_on + timedelta(days=1)):
        services.advance_contest(actor=cast.choi, contest=contest)
    return contest, entries


def before_the_committee(cast, *titles):
    """한 is the committee and has not marked yet."""
    contest, entries = shortlisted(cast, *titles)
    services.name_juror(actor=cast.choi, contest=contest, person_id=cast.han.id, kind=JurorKind.COMMITTEE)
    services.advance_contest(actor=cast.choi, contest=contest)
    return contest, entries


def published(cast, *titles):
    """배 published it."""
    contest, entries = before_the_committee(cast, *titles)
    for entry in entries:
        if entry.shortlisted:
            mark(contest, cast.han, entry, 88, 92)
    services.publish_result(actor=cast.bae, contest=contest)
    return contest, entries


def past_content(**changes):
    """A result from the press."""
    content = {
        "kind": ContestKind.PERIODIC,
        "name": "2025년 상반기 수시평가",
        "year": 2025,
        "period": ContestPeriod.FIRST_HALF,
        "source": "https://kbsn.kr/news/article.html?no=409736",
        "winners": [
            PastWinner(group="실과", prize="최우수", department="교통과", title="버스정보시스템"),
            PastWinner(group="읍면동", prize="최우수", department="없어진면"),
        ],
    }
    return PastContest(**{**content, **changes})


def past_contest(cast, **changes):
    """Entered by 최."""
    return services.record_past_contest(actor=cast.choi, content=past_content(**changes))


def person(number):
    """Somebody of the office by employee number, as an actor."""
    return actor_of_person(db.session.query(Person.id).filter_by(employee_no=number).scalar())


def contest_again(contest):
    """Read a contest anew."""
    return db.session.get(Contest, contest.id, populate_existing=True)
