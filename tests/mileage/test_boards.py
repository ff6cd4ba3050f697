"""Boards: bands with the way to the next one, what improved, people who agreed, and who takes part."""

from datetime import date
from decimal import Decimal

import pytest

from app.accounts.models import Membership, Person
from app.core.database import db, transaction
from app.core.errors import Denied, WrongState
from app.mileage import services
from app.mileage.queries.improvement import improvements
from app.mileage.queries.participation import participation_in
from app.mileage.queries.personal_board import board_of_people
from app.mileage.rules.boards import since_half_began, since_new_year
from app.mileage.rules.objections import Terms
from app.mileage.rules.owners import Owner
from app.mileage.services.mileage_terms import choose_showing, set_terms
from tests.factories import mileage as factory
from tests.factories import thanks as thanks_factory
from tests.refusals import refused
from tests.statements import count_statements

TODAY = date(2026, 11, 23)
REASON = "직원들이 서로 알아 가도록 켭니다."


@pytest.fixture
def earned(items, cast):
    """교통과 earned in both years, 민원봉사과 only in this one."""
    with transaction():
        factory.award(cast.kim, "task:1:plan", code="P06")
        factory.award(cast.kim, "task:2:plan", code="P06", day=date(2025, 3, 2))
        factory.award(cast.kim, "task:3:plan", code="P06", day=date(2025, 12, 24))
        services.post_award(item_code="D10", owner=Owner.department(cast.civil), source="task:4:x", actor_id=None)


@pytest.fixture
def is_on(cast):
    with transaction():
        set_terms(actor=cast.choi, terms=Terms(personal_board=True), reason=REASON)


def move(unit, to):
    """Everybody of one department works in another."""
    with transaction():
        for kind in (Person, Membership):
            db.session.query(kind).filter_by(department_id=unit).update({"department_id": to})


def of(rows, department_id):
    return next(row for row in rows if row.department_id == department_id)


def test_a_year_is_compared_with_the_same_days_of_last_year(earned, cast):
    traffic = of(improvements(since_new_year(TODAY)), cast.traffic)
    assert (traffic.points, traffic.points_before) == (Decimal(8), Decimal(8))
    assert (traffic.per_head, traffic.per_head_before, traffic.change) == (
        Decimal("1.33"),
        Decimal("1.14"),
        Decimal("0.19"),
    )


def test_a_department_without_earlier_points_is_missing_not_zero(earned, cast):
    rows = improvements(since_new_year(TODAY))
    civil = of(rows, cast.civil)
    assert civil.points_before is None
    assert (civil.change, rows[0].department_id) == (None, cast.traffic)
    assert of(improvements(since_half_began(TODAY)), cast.traffic).change is None


def test_who_has_left_is_not_counted_among_the_people(earned, cast):
    people = of(improvements(since_new_year(TODAY)), cast.traffic)
    assert people.people_before == people.people + 1


def test_the_pages_open_each_figure_to_its_formula(earned, as_, cast):
    board = as_(cast.kim).get("/mileage/board").text
    assert "Divided by the" not in board
    assert "are missing to “Leading quarter”" in board
    where = f"/mileage/board/departments/{cast.traffic}"
    assert f'<a href="{where}">How it is reckoned</a>' in board
    row = as_(cast.kim).get(where).text.split("score-body")[1]
    assert "Divided by the" in row
    assert "To “Leading quarter”" in row
    assert as_(cast.kim).get("/mileage/board/departments/999999").status_code == 404
    assert "is in the highest band" in as_(cast.park).get("/mileage/board").text
    assert "are missing to “Under way”" in as_(cast.han).get("/mileage/board").text
    improved = as_(cast.kim).get("/mileage/board/improvement").text
    assert "÷" in improved
    assert "민원봉사과" in improved.split("Not compared")[1]
    assert as_(cast.kim).get("/mileage/board/improvement?span=half").status_code == 200


def test_nobody_is_ranked_unless_the_office_says_so(earned, as_, cast):
    page = as_(cast.kim).get("/mileage/board/people").text
    assert "The office shows no board of people" in page
    assert "Show me on this board" not in page
    with refused("no board of people", WrongState), transaction():
        choose_showing(actor=cast.kim, agreed=True)
    assert as_(cast.kim).post("/mileage/board/people/showings", data={"agreed": "yes"}).status_code == 409


def test_only_those_who_agreed_are_named(earned, is_on, as_, cast):
    assert as_(cast.kim).post("/mileage/board/people/showings", data={"agreed": "yes"}).status_code == 302
    with transaction():
        choose_showing(actor=cast.han, agreed=True)
    board = board_of_people(2026, TODAY)
    assert [(row.place, row.name, row.points) for row in board.rows] == [
        (1, cast.kim.name, Decimal(8)),
        (2, cast.han.name, Decimal(0)),
    ]
    in_office = db.session.query(Person).filter(Person.left_on.is_(None), Person.department_id.is_not(None)).count()
    assert board.others == in_office - 2
    page = as_(cast.ahn).get("/mileage/board/people").text.split("<main")[1]
    assert cast.kim.name in page
    assert cast.lee.name not in page
    with transaction():
        choose_showing(actor=cast.kim, agreed=False)
    assert [row.name for row in board_of_people(2026, TODAY).rows] == [cast.han.name]
    with refused("chosen so already", WrongState), transaction():
        choose_showing(actor=cast.kim, agreed=False)


def test_points_for_hidden_ideas_are_counted_for_nobody(earned, is_on, cast, monkeypatch):
    with transaction():
        choose_showing(actor=cast.kim, agreed=True)
        factory.award(cast.kim, "issue:7:adopted", code="P12")
    assert board_of_people(2026, TODAY).rows[0].points == Decimal(11)
    hidden = "app.mileage.queries.personal_board.hidden_sources"
    monkeypatch.setattr(hidden, lambda sources: frozenset(one for one in sources if one.startswith("issue:")))
    assert board_of_people(2026, TODAY).rows[0].points == Decimal(8)


def test_the_terms_are_set_by_the_control_tower_with_a_reason(cast, as_):
    with pytest.raises(Denied), transaction():
        set_terms(actor=cast.kim, terms=Terms(personal_board=True), reason=REASON)
    with refused("Give a reason of at least"), transaction():
        set_terms(actor=cast.choi, terms=Terms(personal_board=True), reason="짧다")
    with refused("Nothing differs"), transaction():
        set_terms(actor=cast.choi, terms=Terms(), reason=REASON)
    data = {"objection_days": "6", "answer_days": "14", "reason": REASON}
    assert as_(cast.choi).post("/mileage/terms", data=data).status_code == 422
    assert as_(cast.choi).post("/mileage/terms", data=data | {"objection_days": "45"}).status_code == 302
    assert REASON in as_(cast.kim).get("/mileage/terms").text


def test_participation_names_no_person_and_tells_of_five_and_more(earned, as_, cast):
    with transaction():
        factory.submitted(cast.kang, shares={cast.kang: 50, cast.lee: 50})
        thanks_factory.sent(cast.ahn, cast.yoon)
    found = participation_in(date(2026, 10, 1), TODAY, TODAY)
    traffic = of([*found.nobody, *found.others], cast.traffic)
    assert traffic.part == (6, 1, 2, 1, 0, 4)
    assert traffic.part.share_of("any") == Decimal("66.7")
    assert "민원봉사과" in found.small
    assert found.together.people >= 5
    page = as_(cast.choi).get("/mileage/participation").text.split("<main")[1]
    for person in (cast.kim, cast.lee, cast.ahn, cast.yoon):
        assert person.name not in page
    assert "66.7 %" in page


def test_the_sum_of_the_office_does_not_tell_of_the_few_who_are_not_shown(earned, cast):
    """Three people of one small department: the office less every department that is shown would be they."""
    for unit in (cast.roads, cast.tower, cast.planning):
        move(unit, cast.traffic)
    with transaction():
        factory.submitted(cast.park)
    found = participation_in(date(2026, 10, 1), TODAY, TODAY)
    shown = [row.part for row in (*found.nobody, *found.others)]
    assert (found.small, found.together) == (["민원봉사과"], None)
    assert found.office == tuple(map(sum, zip(*shown, strict=True)))
    assert found.office_trend[-1] == found.office.share_of("any")


def test_departments_where_nobody_took_part_come_first_with_the_way_on(items, as_, cast):
    found = participation_in(date(2026, 10, 1), TODAY, TODAY)
    assert cast.traffic in {row.department_id for row in found.nobody}
    page = as_(cast.choi).get("/mileage/participation?quarter=2026-4").text
    assert "Departments where nobody took part" in page
    assert "What can they do?" in page
    assert as_(cast.kim).get("/mileage/participation").status_code == 403


@pytest.mark.parametrize(
    ("path", "most"),
    [
        ("/mileage/board", 3),
        ("/mileage/board/improvement", 3),
        ("/mileage/board/people", 8),
        ("/mileage/participation", 8),
        ("/mileage/objections", 6),
        ("/mileage/terms", 5),
    ],
)
def test_boards_take_few_statements(path, most, earned, is_on, as_, cast):
    with transaction():
        for person in (cast.kim, cast.han, cast.ahn):
            choose_showing(actor=person, agreed=True)
    client = as_(cast.choi)
    client.get(path)
    with count_statements() as seen:
        assert client.get(path).status_code == 200
    assert len(seen) <= most
