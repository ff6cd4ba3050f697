"""The list of issues: what is found, what it costs."""

from datetime import date

import pytest

from app.core.database import transaction
from app.core.values import Value
from app.innovation.enums import IssueKind
from app.innovation.queries import turns
from app.innovation.queries.issues import IssueFilter, list_issues
from app.innovation.services import triage
from tests.factories import innovation as make
from tests.statements import count_statements
from tests.turns import readers_of

owed_by, awaited_by = readers_of(turns)


@pytest.fixture
def three_issues(app, cast):
    with transaction():
        first = make.an_issue(cast.kim, title="첫째", values=(Value.SMILE,))
        second = make.an_issue(cast.park, title="둘째", kind=IssueKind.IMPLEMENTED, values=())
        third = make.an_issue(cast.ahn, title="셋째", shares={cast.ahn.id: 60, cast.kim.id: 40})
        triage.ask_supplement(actor=cast.choi, issue=second, reason="비용 추정이 없다.")
        return first.id, second.id, third.id


@pytest.mark.parametrize(
    ("wanted", "titles"),
    [
        ({}, ["셋째", "둘째", "첫째"]),
        ({"value": Value.SMILE}, ["첫째"]),
        ({"kind": IssueKind.IMPLEMENTED}, ["둘째"]),
        ({"mine": True}, ["셋째", "첫째"]),
        ({"undecided": True, "kind": IssueKind.FREE}, ["셋째", "첫째"]),
    ],
)
def test_a_filter_narrows_the_list(three_issues, cast, wanted, titles):
    rows = list_issues(cast.kim, IssueFilter(**wanted)).rows
    assert [row.title for row in rows] == titles


def test_the_list_shows_the_day_of_the_decision_or_of_the_supplement(three_issues, cast):
    rows = {row.title: (row.clock.kind, row.clock.days_left) for row in list_issues(cast.kim, IssueFilter()).rows}
    assert rows == {"첫째": ("decision", 30), "둘째": ("supplement", 14), "셋째": ("decision", 30)}


def test_the_page_costs_the_same_for_one_and_three(as_, cast, app):
    with transaction():
        make.an_issue(cast.kim)
    client = as_(cast.choi)
    with count_statements() as one:
        client.get("/issues")
    with transaction():
        make.an_issue(cast.kim)
        make.an_issue(cast.park)
    with count_statements() as three:
        client.get("/issues")
    assert (len(three), len(one)) == (len(one), 3)


def test_the_page_of_an_issue_costs_at_most_eight(as_, cast, three_issues):
    client = as_(cast.choi)
    with count_statements() as seen:
        assert client.get(f"/issues/{three_issues[0]}").status_code == 200
    assert len(seen) <= 8


@pytest.mark.parametrize("query", ["state=nonsense", "department=x", "cursor=rubbish", "value=nonsense", "_scheme=x"])
def test_an_unreadable_filter_is_no_error(as_, cast, query):
    assert as_(cast.kim).get(f"/issues?{query}").status_code == 200


def test_a_long_list_goes_on_page_by_page(as_, cast, app):
    with transaction():
        for _n in range(51):
            make.an_issue(cast.kim)
    client = as_(cast.kim)
    first = client.get("/issues?mine=1").text
    assert "2026-0051" in first
    assert "2026-0001" not in first
    link = first.partition('rel="next" href="')[2].partition('"')[0].replace("&amp;", "&")
    second = client.get(link).text
    assert "2026-0001" in second
    assert "mine=1" in link


def test_an_empty_list_says_who_can_do_what(as_, cast):
    assert "Hand in an issue" in as_(cast.kim).get("/issues").text
    assert "/issues/new" not in as_(cast.gam).get("/issues").text


def test_my_turn_shows_what_i_owe_and_what_i_wait_for(three_issues, cast):
    tower = [(turn.what.msgid, turn.title) for turn in owed_by(cast.choi)]
    assert tower == [
        ("Decide about the issue", "2026-0001 첫째"),
        ("Decide about the issue", "2026-0003 셋째"),
    ]
    assert [(turn.what.msgid, turn.due_on) for turn in owed_by(cast.park)] == [
        ("Supplement the issue", date(2026, 12, 7))
    ]
    assert [turn.title for turn in awaited_by(cast.kim)] == ["2026-0001 첫째"]


def test_an_outside_evaluator_reads_neither_issues_nor_tasks(as_, cast, three_issues):
    client = as_(cast.shin)
    codes = [client.get(path).status_code for path in ("/issues", f"/issues/{three_issues[0]}", "/tasks", "/tasks/1")]
    assert codes == [403, 403, 403, 403]
    assert list_issues(cast.shin, IssueFilter()).rows == []
