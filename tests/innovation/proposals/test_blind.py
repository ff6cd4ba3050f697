"""이름 가림: whoever is neither a proposer nor one of the two unmaskers finds no name beside a blind issue."""

from datetime import UTC, date, datetime

import pytest

from app.accounts.models import AccessRecord, RoleAssignment
from app.audit.models import AuditEntry
from app.audit.queries import Search, find_entries
from app.core import clock
from app.core.access import Role
from app.core.database import db, transaction
from app.core.errors import Denied, Refused
from app.core.sheets import write_workbook
from app.innovation.models import Issue, Unmasking
from app.innovation.queries import turns_proposals
from app.innovation.queries.issues import IssueFilter, list_issues
from app.innovation.queries.unmaskings import seconds_for
from app.innovation.services import unmaskings as services
from app.innovation.services.triage import ask_supplement
from app.mileage.concealment import hidden_sources
from app.mileage.models import MileageAccount, Transfer
from app.mileage.queries import exports
from app.mileage.queries.exports import ledger_sheets
from tests.factories import innovation as make
from tests.innovation.proposals import hidden
from tests.turns import readers_of

owed_by, awaited_by = readers_of(turns_proposals)
REASON = "포상 대상자의 중복 여부를 확인한다."
READERS = ("park", "kang", "lee", "moon", "shin", "bae", "jung", "gam", "goh")
"""One of every role: a colleague, coordinator, head, evaluator, one from outside, the control tower, HR, auditor, administrator.

The two who unmask are choi and yoon.
"""


@pytest.fixture
def scene(app, cast):
    with transaction():
        people, issues = hidden.build(cast)
        asked = services.ask_unmasking(actor=cast.choi, issue=issues[0], second=cast.yoon, reason=REASON)
        services.agree_unmasking(actor=cast.yoon, unmasking=asked)
    return people, issues, asked


def ids(scene):
    people, issues, asked = scene
    accounts = [row.id for row in db.session.query(MileageAccount)]
    paid = [row.id for row in db.session.query(Transfer)]
    seqs = [row.seq for row in db.session.query(AuditEntry).order_by(AuditEntry.seq)]
    return {
        "issue_id": [issue.id for issue in issues],
        "unmasking_id": [asked.id],
        "account_id": accounts,
        "transfer_id": paid,
        "seq": seqs,
        "person_id": [actor.id for actor in people],
    }


@pytest.mark.parametrize("reader", READERS)
def test_no_page_or_file_holds_a_name_beside_a_blind_issue(reader, scene, cast, as_, app):
    known = ids(scene)
    starts = [*hidden.paths(app, known), *(f"/audit-entries/{seq}" for seq in known["seq"])]
    starts += [f"/mileage/accounts/{account}" for account in known["account_id"]]
    starts += [f"/mileage/transfers/{transfer}" for transfer in known["transfer_id"]]
    starts += ["/audit-entries?subject=issue:1", "/issues?undecided=1"]
    pages = list(hidden.everything(as_(getattr(cast, reader)), starts))
    about = {path for path, text in pages if any(issue.title in text for issue in scene[1])}
    assert len(about) >= (0 if reader == "shin" else 5)
    assert hidden.leaks(pages, scene[1]) == []


def test_the_test_would_see_a_leak(scene, cast, as_):
    lead = scene[0][0]
    pages = list(hidden.everything(as_(lead), ["/issues"]))
    assert hidden.LEAD in {name for _path, name in hidden.leaks(pages, scene[1])}


def test_the_ledger_taken_out_names_no_blind_issue(scene, cast, tmp_path):
    file = tmp_path / "ledger.xlsx"
    write_workbook(file, ledger_sheets())
    rows = list(hidden.rows_of("ledger", file.read_bytes()))
    assert any(hidden.LEAD in text and exports.of_year(2026) in text for _row, text in rows)
    assert not any(name in text and "P01" in text for _row, text in rows for name in hidden.NAMES)
    assert hidden.leaks(rows, scene[1]) == []


def test_a_large_ledger_asks_what_is_hidden_batch_by_batch(scene, cast, tmp_path, monkeypatch):
    asked = []
    monkeypatch.setattr(exports, "BATCH", 2)
    monkeypatch.setattr(exports, "hidden_sources", lambda found: asked.append(found) or hidden_sources(found))
    file = tmp_path / "ledger.xlsx"
    write_workbook(file, ledger_sheets())
    assert max(len(found) for found in asked) <= 2
    assert len(asked) > 1
    assert hidden.leaks(list(hidden.rows_of("ledger", file.read_bytes())), scene[1]) == []


def test_the_chain_stays_complete_while_its_readers_see_no_name(scene, cast):
    lead = scene[0][0]
    kept = db.session.query(AuditEntry).filter_by(event="issue_received", subject_id=scene[1][0].id).one()
    assert kept.actor_id == lead.id
    shown = find_entries(Search(subject_type="issue", subject_id=scene[1][0].id)).rows
    assert (shown[-1][2], bool(shown[-1][6])) == (None, True)
    assert find_entries(Search(person=hidden.LEAD)).rows == []
    assert find_entries(Search(person=cast.choi.name)).rows != []


def test_the_readers_of_the_chain_see_who_acted_on_a_blind_issue_without_being_behind_it(app, cast):
    with transaction():
        issue = make.an_issue(cast.kim, blind=True)
        ask_supplement(actor=cast.choi, issue=issue, reason="어느 정류장인지 적어 주세요.")
    shown = find_entries(Search(subject_type="issue", subject_id=issue.id)).rows
    assert [row[2] for row in shown] == [cast.choi.name, None]


def test_a_list_narrowed_to_the_department_does_not_tell_it(scene, cast):
    lead = scene[0][0]
    wanted = IssueFilter(department_id=lead.department_id)
    assert list_issues(cast.choi, wanted).rows == []
    assert len(list_issues(lead, wanted).rows) == 4


def test_proposers_see_each_other_and_who_asked_for_their_names(scene, cast, as_):
    helper = scene[0][1]
    page = as_(helper).get(f"/issues/{scene[1][0].id}").text
    assert (hidden.LEAD in page, hidden.HELPER in page, REASON in page) == (True, True, True)
    assert [row.proposer for row in list_issues(helper, IssueFilter(mine=True)).rows if row.id == scene[1][0].id] == [
        hidden.LEAD
    ]


def test_points_arrive_and_the_owner_sees_what_for(scene, cast, as_):
    lead, issue = scene[0][0], scene[1][0]
    page = as_(lead).get("/mileage").text
    assert f"/issues/{issue.id}" in page
    account = db.session.query(MileageAccount).filter_by(person_id=lead.id).one()
    others = as_(cast.jung).get(f"/mileage/accounts/{account.id}").text
    assert (f"/issues/{issue.id}" in others, "Ideas with hidden names" in others) == (False, True)


def test_only_the_two_read_the_names_and_each_look_is_kept(scene, cast, as_):
    path = f"/issues/unmaskings/{scene[2].id}"
    for reader in (cast.choi, cast.yoon):
        page = as_(reader).get(path).text
        assert (hidden.LEAD in page, hidden.HELPER in page) == (True, True)
    codes = [as_(reader).get(path).status_code for reader in (cast.bae, cast.jung, cast.lee, cast.park)]
    assert codes == [404, 404, 404, 403]
    looks = [
        (row.person_id, row.action, row.concerned_person_id)
        for row in db.session.query(AccessRecord).order_by(AccessRecord.id)
    ]
    assert looks == [(cast.choi.id, "issue_unmasking", None), (cast.yoon.id, "issue_unmasking", None)]


def test_an_old_password_leads_to_the_password_first(scene, cast, as_):
    path = f"/issues/unmaskings/{scene[2].id}"
    answer = as_(cast.yoon, fresh=False).get(path)
    assert (answer.status_code, "/reauthentication" in answer.location) == (302, True)


def ask(cast, issue, *, actor, second):
    with transaction():
        loaded = db.session.get_one(Issue, issue.id)
        return services.ask_unmasking(actor=actor, issue=loaded, second=second, reason=REASON).id


def test_the_second_person_is_of_another_office(scene, cast):
    for second in (cast.bae, cast.jung):
        with pytest.raises(Refused):
            ask(cast, scene[1][1], actor=cast.choi, second=second)
    for second in (cast.gam, cast.park, cast.kang):
        with pytest.raises(Refused):
            ask(cast, scene[1][1], actor=cast.choi, second=second)


def test_only_the_control_tower_asks(scene, cast):
    for actor in (cast.lee, cast.gam, cast.goh, cast.jung):
        with pytest.raises(Denied):
            ask(cast, scene[1][1], actor=actor, second=cast.yoon)


def test_only_the_named_person_answers_and_only_once(scene, cast):
    waiting = ask(cast, scene[1][1], actor=cast.choi, second=cast.yoon)
    assert [turn.what.msgid for turn in owed_by(cast.yoon)] == ["Answer the request for hidden names"]
    for other in (cast.choi, cast.lee, cast.gam):
        with pytest.raises(Denied), transaction():
            services.agree_unmasking(actor=other, unmasking=db.session.get_one(Unmasking, waiting))
    with transaction():
        services.decline_unmasking(
            actor=cast.yoon, unmasking=db.session.get_one(Unmasking, waiting), reason="이유가 충분하지 않다."
        )
    with pytest.raises(Refused), transaction():
        services.agree_unmasking(actor=cast.yoon, unmasking=db.session.get_one(Unmasking, waiting))
    unmasking = db.session.get_one(Unmasking, waiting)
    issue = db.session.get_one(Issue, unmasking.issue_id)
    with pytest.raises(Denied):
        services.read_names(actor=cast.choi, unmasking=unmasking, issue=issue, address="")


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ({"second_id": "asked_by_id"}, "two_people"),
        ({"second_department_id": "asking_department_id"}, "two_offices"),
    ],
)
def test_the_database_keeps_the_two_apart(scene, cast, change, constraint):
    waiting = ask(cast, scene[1][1], actor=cast.choi, second=cast.yoon)
    values = {name: getattr(Unmasking, other) for name, other in change.items()}
    with pytest.raises(Exception, match=constraint), transaction():
        db.session.query(Unmasking).filter_by(id=waiting).update(values)


def test_who_was_an_auditor_once_may_be_asked_again(app, cast):
    assert cast.yoon.id in dict(seconds_for(cast.choi))
    with transaction():
        for first, last in ((date(2025, 1, 1), date(2026, 1, 31)), (date(2027, 1, 1), None)):
            db.session.add(RoleAssignment(person_id=cast.yoon.id, role=Role.AUDITOR, starts_on=first, ends_on=last))
    assert cast.yoon.id in dict(seconds_for(cast.choi))
    with clock.frozen_at(datetime(2027, 1, 4, 3, tzinfo=UTC)):
        assert cast.yoon.id not in dict(seconds_for(cast.choi))


def test_an_open_issue_has_nothing_to_unmask(app, cast):
    with transaction():
        issue = hidden.make.an_issue(cast.kim)
    with pytest.raises(Refused):
        ask(cast, issue, actor=cast.choi, second=cast.yoon)
