"""인사 인계: frozen, handed over, accepted or returned by somebody else, and adjusted after that."""

import json
from decimal import Decimal

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from app.accounts.models import AccessRecord, Person
from app.audit.models import AuditEntry
from app.core.access import Role
from app.core.database import db, transaction
from app.core.errors import Conflict, Denied, Refused
from app.reports.documents.handovers import batch_file
from app.reports.documents.incentives import COLUMNS
from app.reports.enums import BatchState, ExportOrigin
from app.reports.models import IncentiveBatch, IncentiveHandover
from app.reports.queries.incentive_handovers import accepted_line, standings_of, state_after
from app.reports.rules.adjustments import totals_of_state
from app.reports.services import exports, handovers
from app.reports.services.exports import ExportChoice
from app.reports.services.handovers import HandoverChoice, preview_handover
from app.reports.services.setup import seed_grade_tables
from tests.factories.incentives import REASON, a_rule_set, hand_over, ready_to_hand_over, settings, some_facts

WHY = "감점 사유를 다시 확인해야 한다"
METHODS = ["개인별 차등", "부서별 차등 후 개인별 균등", "개인별·부서별 병행", "부서별 차등 후 개인별 차등"]


@pytest.fixture
def record(cast):
    with transaction():
        return ready_to_hand_over(cast)


@pytest.fixture
def batch(cast, record):
    with transaction():
        return hand_over(cast.choi)


def accept(cast, batch):
    with transaction():
        handovers.accept_batch(actor=cast.jung, batch=batch)


def give_back(cast, batch):
    with transaction():
        handovers.return_batch(actor=cast.jung, batch=batch, reason=WHY)


def state_of(batch):
    return standings_of([batch.id])[batch.id].state


def sheets_of(batch):
    book = CalamineWorkbook.from_filelike(batch_file(batch, exports.batch_content(batch)))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def lines_of(batch):
    head, *rows = sheets_of(batch)["인센티브 명세"]
    return {row[head.index("사번")]: dict(zip(head, row, strict=True)) for row in rows}


def test_a_batch_is_frozen_with_the_columns_of_hr_and_two_more_sheets(batch):
    sheets = sheets_of(batch)
    assert list(sheets) == ["인센티브 명세", "검산", "설명"]
    assert sheets["인센티브 명세"][0] == [column.header for column in COLUMNS]
    assert len(sheets["인센티브 명세"]) == batch.people + 1
    assert ["SHA-256", batch.sha256] in sheets["검산"]
    content = json.loads(batch.content)
    assert content["format"] == 2
    assert Decimal(content["totals"]["won"]) == batch.total_won


def test_the_total_is_shared_between_department_and_person(cast, record):
    with transaction():
        some_facts(cast, record, ("kim", 80, 2, 1.5, 3, "지각", None))
        line = lines_of(hand_over(cast.choi, share=40))["kim"]
    assert [line[name] for name in ("근평점", "실적가점", "출산가점", "감점(사유)")] == [80, 2, 1.5, "3 (지각)"]
    assert Decimal(str(line["총점"])) == (90 * 40 + (80 + 2 + Decimal("1.5") - 3) * 60) / Decimal(100)


def test_who_hr_excludes_has_the_reason_and_reduces_b_only(cast, record):
    with transaction():
        whole = preview_handover(HandoverChoice(round_code=record.code, rule_code="2026")).content
        some_facts(cast, record, ("kim", 80, None, None, None, None, "정직 처분"))
        line = lines_of(hand_over(cast.choi))["kim"]
        less = preview_handover(HandoverChoice(round_code=record.code, rule_code="2026")).content
    assert (line["등급"], line["지급액"], line["단위 내 순위/인원"]) == ("", "", "")
    assert "정직 처분" in line["제외사유"]
    before, after = (next(u for u in c["units"] if u["unit"] == "7급")["places"] for c in (whole, less))
    assert (after["S"], after["A"], after["B"]) == (before["S"], before["A"], before["B"] - 1)


def test_a_rank_without_an_amount_stays_empty_with_a_note(cast, record):
    with transaction():
        a_rule_set(cast.jung, 기준액=[("직급", "기준액"), ("7급", 3500000)])
        batch = hand_over(cast.choi)
    line = lines_of(batch)["lee"]
    assert (line["기준액"], line["지급액"]) == ("", "")
    assert line["비고"] != ""
    assert batch.without_amount > 0


def test_the_remarks_print_the_sum_of_each_amount(batch):
    line = lines_of(batch)["kim"]
    assert f"{int(line['지급액'])}" in line["비고"]
    assert "3500000" in line["비고"]


@pytest.mark.parametrize("method", METHODS)
def test_every_method_makes_a_batch_whose_amounts_add_up(cast, record, method):
    with transaction():
        a_rule_set(cast.jung, 설정=settings(method=method))
        batch = hand_over(cast.choi)
    amounts = [Decimal(str(line["지급액"])) for line in lines_of(batch).values() if line["지급액"] != ""]
    assert sum(amounts) == batch.total_won
    assert all(amount % 10 == 0 for amount in amounts)
    if method == METHODS[3]:
        pots = [team["pot"] for team in json.loads(batch.content)["departments"] if team["pot"]]
        assert sum(Decimal(pot["paid"]) for pot in pots) == batch.total_won
        assert all(Decimal(pot["won"]) == Decimal(pot["paid"]) + Decimal(pot["remainder"]) for pot in pots)


def test_a_name_that_looks_like_a_formula_stays_text(cast, record):
    with transaction():
        db.session.query(Person).filter_by(employee_no="kim").update({"name": "=1+1"})
        some_facts(cast, record, ("kim", 1, None, None, 1, "'=2+2", None))
        batch = hand_over(cast.choi)
    line = lines_of(batch)["kim"]
    assert line["성명"] == "'=1+1"
    assert line["감점(사유)"] == "1 (=2+2)"


def test_the_same_figures_give_the_same_hash(record):
    choice = HandoverChoice(round_code=record.code, rule_code="2026")
    assert preview_handover(choice).sha256 == preview_handover(choice).sha256


def test_an_export_of_the_old_format_is_read_as_it_was(cast, record):
    with transaction():
        seed_grade_tables()
        old = exports.create_export(actor=cast.jung, choice=ExportChoice(round_code=record.code), reason=REASON)
    assert exports.batch_content(old)["format"] == 1
    assert list(sheets_of(old)) == ["인센티브 명세", "검산"]
    assert standings_of([old.id]) == {}
    with transaction():
        console = exports.create_export(
            actor=None,
            choice=ExportChoice(round_code=record.code),
            reason=REASON,
            origin=ExportOrigin.CONSOLE,
        )
    with pytest.raises(Conflict):
        accept(cast, console)


def test_hr_accepts_what_the_control_tower_made(cast, batch):
    assert state_of(batch) is BatchState.WAITING
    accept(cast, batch)
    standing = standings_of([batch.id])[batch.id]
    assert (standing.state, standing.decided_by) == (BatchState.ACCEPTED, cast.jung.name)
    with pytest.raises(Conflict):
        accept(cast, batch)
    with pytest.raises(Conflict):
        give_back(cast, batch)


@pytest.mark.parametrize("who", ["choi", "gam", "goh", "kim"])
def test_only_hr_decides(cast, batch, who):
    with pytest.raises(Denied):
        handovers.accept_batch(actor=getattr(cast, who), batch=batch)
    with pytest.raises(Denied):
        handovers.return_batch(actor=getattr(cast, who), batch=batch, reason=WHY)


def test_the_maker_never_decides(cast, record):
    with transaction():
        batch = hand_over(cast.jung)
    with pytest.raises(Denied):
        handovers.accept_batch(actor=cast.jung, batch=batch)
    with pytest.raises(DatabaseError, match="who made a batch"), transaction():
        db.session.execute(
            text(
                "INSERT INTO incentive_decisions (batch_id, verdict, reason, settles_round, decided_by_id, decided_at) "
                "VALUES (:b, 'accepted', '', '2026-F', :p, '2026-11-23 00:00:00')"
            ),
            {"b": batch.id, "p": cast.jung.id},
        )


def test_a_returned_batch_stays_and_the_next_one_names_it(cast, batch):
    with pytest.raises(Refused):
        handovers.return_batch(actor=cast.jung, batch=batch, reason="짧음")
    give_back(cast, batch)
    with transaction():
        following = hand_over(cast.choi)
    old, new = standings_of([batch.id])[batch.id], standings_of([following.id])[following.id]
    assert (old.state, old.reason) == (BatchState.REPLACED, WHY)
    assert old.replaced_by == (following.id, following.number)
    assert new.replaces == (batch.id, batch.number)
    assert db.session.query(IncentiveBatch).count() == 2


def test_a_batch_that_waits_is_replaced_when_the_figures_have_changed(cast, record, batch):
    with pytest.raises(Refused), transaction():
        hand_over(cast.choi)
    with transaction():
        some_facts(cast, record, ("kim", 80, None, None, None, None, None))
        following = hand_over(cast.choi)
    assert state_of(batch) is BatchState.REPLACED
    with pytest.raises(Conflict):
        accept(cast, batch)
    accept(cast, following)


def test_after_acceptance_only_what_differs_is_handed_over(cast, record, batch):
    accept(cast, batch)
    with pytest.raises(Refused), transaction():
        hand_over(cast.choi)
    with transaction():
        some_facts(cast, record, ("kim", 900, None, None, None, None, None))
        first = hand_over(cast.choi)
    content = json.loads(first.content)
    assert (content["kind"], content["adjusts"]["number"]) == ("adjustment", batch.number)
    assert first.people == len(content["rows"]) < batch.people
    assert standings_of([first.id])[first.id].adjusts == (batch.id, batch.number)
    give_back(cast, first)
    with transaction():
        some_facts(cast, record, ("kim", 950, None, None, None, None, None))
        second = hand_over(cast.choi)
    assert standings_of([second.id])[second.id].replaces == (first.id, first.number)
    accept(cast, second)
    with transaction():
        some_facts(cast, record, ("kim", None, None, None, None, None, "육아휴직"))
        third = hand_over(cast.choi)
    assert standings_of([third.id])[third.id].adjusts == (second.id, second.number)
    accept(cast, third)
    line = accepted_line(record.code, "2026")
    assert [b.id for b in line] == [batch.id, second.id, third.id]
    whole = totals_of_state(state_after(line))
    assert sum(b.total_won for b in line) == whole["won"]
    assert sum(b.total_points for b in line) == whole["points"]
    assert whole == totals_of_state({row["employee_no"]: row for row in fresh_rows(record)})
    assert list(handovers.check_handovers()) == []


def fresh_rows(record):
    """The rows a whole new batch would have, under another code."""
    published = handovers.published_round(record.code)
    version = handovers.rules_or_refuse("2026")
    facts = handovers.newest_facts(published.round_id)
    made, payout = handovers.make_handover(
        handovers.people_of(published),
        handovers.facts_of_sheet(facts),
        handovers.teams_of(published.publication_id),
        handovers.rules_of_version(version),
    )
    origin = handovers._origin(published, version, facts)
    content = handovers.content_of_handover(origin, handovers.rules_of_version(version), made, payout)
    return handovers.to_plain(content["rows"])


def test_an_adjustment_shows_before_and_after(cast, record, batch):
    accept(cast, batch)
    with transaction():
        some_facts(cast, record, ("kim", 900, None, None, None, None, None))
        change = hand_over(cast.choi, reason="근평점이 늦게 확정되었다")
    sheets = sheets_of(change)
    head, *rows = sheets["조정 명세"]
    mine = dict(zip(head, next(row for row in rows if row[0] == "kim"), strict=True))
    assert (mine["구분"], mine["사유"]) == ("변경", "근평점이 늦게 확정되었다")
    assert mine["총점 차이"] == mine["변경 후 총점"] - mine["변경 전 총점"]
    assert "근평점" in mine["달라진 열"]
    assert sum(row[head.index("차액")] or 0 for row in rows) == change.total_won


def test_a_round_is_settled_by_one_line_only(cast, record, batch):
    with transaction():
        a_rule_set(cast.jung, "other")
        other = hand_over(cast.choi, rules="other")
    accept(cast, batch)
    with pytest.raises(Refused):
        accept(cast, other)
    with transaction():
        compared = hand_over(cast.choi, rules="other", share=10)
    assert json.loads(compared.content)["kind"] == "batch"
    with pytest.raises(Refused):
        accept(cast, compared)


def test_figures_that_changed_since_the_preview_are_a_conflict(cast, record):
    choice = HandoverChoice(round_code=record.code, rule_code="2026")
    with pytest.raises(Conflict), transaction():
        handovers.create_handover(actor=cast.choi, choice=choice, reason=REASON, seen_sha256="0" * 64)


@pytest.mark.parametrize("who", ["gam", "goh", "kim", "lee"])
def test_only_control_tower_and_hr_make_a_batch(cast, record, who):
    with pytest.raises(Denied):
        hand_over(getattr(cast, who))


def test_unknown_rules_and_rounds_are_refused(cast, record):
    for more in ({"rules": "none"}, {"code": "none"}, {"reason": "짧음"}):
        with pytest.raises(Refused), transaction():
            hand_over(cast.choi, **more)
    assert db.session.query(IncentiveBatch).count() == 0


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE incentive_handovers SET rule_code = 'x'",
        "DELETE FROM incentive_handovers",
        "UPDATE incentive_decisions SET reason = 'x'",
        "DELETE FROM incentive_decisions",
        "UPDATE incentive_rule_versions SET content = '{}'",
        "DELETE FROM incentive_rule_versions",
        "UPDATE incentive_fact_sheets SET content = '{}'",
        "DELETE FROM incentive_fact_sheets",
    ],
)
def test_raw_sql_changes_nothing(cast, record, statement):
    with transaction():
        some_facts(cast, record, ("kim", 80, None, None, None, None, None))
        batch = hand_over(cast.choi)
    accept(cast, batch)
    with pytest.raises(DatabaseError, match="incentive_"), transaction():
        db.session.execute(text(statement))


def test_the_database_keeps_the_line(cast, record, batch):
    with transaction():
        spare = hand_over_elsewhere(cast)
    accept(cast, batch)
    version = db.session.query(IncentiveHandover).filter_by(batch_id=batch.id).one().rule_version_id
    for columns in ({"adjusts_id": spare.id}, {"replaces_id": batch.id}, {}):
        with pytest.raises(DatabaseError):
            forge(batch, {"round_code": batch.round_code, "rule_code": "2026", "rule_version_id": version, **columns})
        db.session.rollback()


def forge(batch, line):
    """A hand-over past the services."""
    with transaction():
        kept = {c.name: getattr(batch, c.name) for c in IncentiveBatch.__table__.columns if c.name != "id"}
        lone = IncentiveBatch(**kept | {"number": "HR-x"})
        db.session.add(lone)
        db.session.flush()
        db.session.add(IncentiveHandover(batch_id=lone.id, **line))
        db.session.flush()


def hand_over_elsewhere(cast):
    a_rule_set(cast.jung, "other")
    return hand_over(cast.choi, rules="other")


def test_everything_is_audited_and_downloads_are_recorded(cast, batch):
    give_back(cast, batch)
    names = [
        e.event for e in db.session.query(AuditEntry).filter_by(subject_type="incentive_batch").order_by(AuditEntry.seq)
    ]
    assert names == ["incentive_handed_over", "incentive_returned"]
    assert WHY not in "".join(e.details for e in db.session.query(AuditEntry))
    assert db.session.query(AccessRecord).filter_by(person_id=cast.choi.id).count() == 1
    assert cast.jung.has(Role.HR)
