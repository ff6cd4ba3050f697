"""`flask hr export`: the same batch from a script, with one clear line when it cannot be made."""

from decimal import Decimal

import pytest
from python_calamine import CalamineWorkbook

from app.accounts.models import AccessRecord
from app.core.database import db, transaction
from app.reports.models import IncentiveBatch, IncentiveRuleVersion
from app.reports.services import handovers
from tests.factories.incentives import hand_over, ready_to_hand_over, rule_book, settings, some_facts
from tests.factories.reports import published_round, ready_for_export, round_with_ratings

REASON = "2026년 성과상여금 지급 자료"


@pytest.fixture
def run(app):
    def command(*arguments):
        return app.test_cli_runner().invoke(args=["hr", "export", *map(str, arguments)])

    return command


def test_the_command_freezes_a_batch_and_writes_it(cast, run, tmp_path):
    with transaction():
        ready_for_export(cast)
    file = tmp_path / "명세.xlsx"
    answer = run(file, "--round", "2026-F", "--reason", REASON)
    batch = db.session.query(IncentiveBatch).one()
    assert answer.exit_code == 0
    assert batch.sha256 in answer.output
    rows = CalamineWorkbook.from_path(file).get_sheet_by_name("인센티브 명세").to_python()
    assert len(rows) == batch.people + 1


def test_a_new_office_has_the_standard_table_at_once(cast, run, tmp_path):
    with transaction():
        published_round(cast)
    answer = run(tmp_path / "a.xlsx", "--round", "2026-F", "--reason", REASON)
    assert answer.exit_code == 0
    assert db.session.query(IncentiveBatch).one().total_won is None


def test_an_officer_leaves_an_access_record(cast, run, tmp_path):
    with transaction():
        ready_for_export(cast)
    assert run(tmp_path / "a.xlsx", "--round", "2026-F", "--reason", REASON, "--as", "jung").exit_code == 0
    assert {record.person_id for record in db.session.query(AccessRecord)} == {cast.jung.id}
    assert run(tmp_path / "b.xlsx", "--round", "2026-F", "--reason", REASON, "--as", "choi").exit_code == 1
    assert run(tmp_path / "b.xlsx", "--round", "2026-F", "--reason", REASON, "--as", "nobody").exit_code == 1


@pytest.mark.parametrize(
    ("code", "reason"), [("2026-F", "짧음"), ("nowhere", REASON), ("2026-D", REASON)], ids=["reason", "code", "draft"]
)
def test_what_cannot_be_made_says_one_line_and_leaves_no_file(cast, run, tmp_path, code, reason):
    with transaction():
        ready_for_export(cast)
        round_with_ratings(cast, "2026-D")
    answer = run(tmp_path / "a.xlsx", "--round", code, "--reason", reason)
    assert answer.exit_code == 1
    assert len(answer.output.strip().splitlines()) == 1
    assert "Traceback" not in answer.output
    assert list(tmp_path.iterdir()) == []
    assert db.session.query(IncentiveBatch).count() == 0


def test_a_folder_that_cannot_be_written_keeps_no_batch(cast, run, tmp_path):
    with transaction():
        ready_for_export(cast)
    assert run(tmp_path / "missing" / "a.xlsx", "--round", "2026-F", "--reason", REASON).exit_code == 1
    assert db.session.query(IncentiveBatch).count() == 0


@pytest.fixture
def hr(app):
    def command(*arguments):
        return app.test_cli_runner().invoke(args=["hr", *map(str, arguments)])

    return command


def book_at(path, **changed):
    path.write_bytes(rule_book(**changed))
    return path


def batch_of(hr, rules, out, *more):
    return hr("batch", "--round", "2026-F", "--rules", rules, "--out", out, "--reason", REASON, *more)


def test_a_batch_is_made_from_a_workbook_that_is_kept_under_its_name(cast, hr, tmp_path):
    with transaction():
        published_round(cast)
    rules, out = book_at(tmp_path / "지급규정 2026.xlsx"), tmp_path / "명세.xlsx"
    answer = batch_of(hr, rules, out)
    assert answer.exit_code == 0, answer.output
    batch = db.session.query(IncentiveBatch).one()
    assert batch.sha256 in answer.output
    assert CalamineWorkbook.from_path(out).sheet_names == ["인센티브 명세", "검산", "설명"]
    assert db.session.query(IncentiveRuleVersion).one().code == "지급규정-2026"
    again = batch_of(hr, "지급규정-2026", tmp_path / "again.xlsx")
    assert again.exit_code == 0
    assert db.session.query(IncentiveBatch).count() == 1
    assert CalamineWorkbook.from_path(tmp_path / "again.xlsx").get_sheet_by_name("인센티브 명세").to_python() == (
        CalamineWorkbook.from_path(out).get_sheet_by_name("인센티브 명세").to_python()
    )


@pytest.mark.parametrize(("mode", "unit"), [("내림", 10), ("올림", 1000), ("반올림", 1)])
def test_won_follow_the_rounding_of_the_workbook(cast, hr, tmp_path, mode, unit):
    with transaction():
        published_round(cast)
    bases = [("직급", "기준액"), *((rank, 3456789) for rank in ("5급", "6급", "7급", "8급"))]
    rules = book_at(tmp_path / "r.xlsx", 설정=settings(mode=mode, unit=unit), 기준액=bases)
    assert batch_of(hr, rules, tmp_path / "a.xlsx").exit_code == 0
    head, *rows = CalamineWorkbook.from_path(tmp_path / "a.xlsx").get_sheet_by_name("인센티브 명세").to_python()
    rounding = {"내림": "ROUND_FLOOR", "올림": "ROUND_CEILING", "반올림": "ROUND_HALF_UP"}[mode]
    for row in rows:
        line = dict(zip(head, row, strict=True))
        if line["지급액"] != "":
            raw = Decimal(str(line["기준액"])) * Decimal(str(line["지급률"])) / 100
            assert Decimal(str(line["지급액"])) == (raw / unit).quantize(Decimal(1), rounding=rounding) * unit


def test_after_acceptance_the_command_wants_to_be_told_to_adjust(cast, hr, tmp_path):
    with transaction():
        record = ready_to_hand_over(cast)
        batch = hand_over(cast.choi)
        handovers.accept_batch(actor=cast.jung, batch=batch)
        some_facts(cast, record, ("kim", 900, None, None, None, None, None))
    refused = batch_of(hr, "2026", tmp_path / "a.xlsx")
    assert (refused.exit_code, "--adjust" in refused.output, list(tmp_path.iterdir())) == (1, True, [])
    assert batch_of(hr, "2026", tmp_path / "a.xlsx", "--adjust").exit_code == 0
    assert CalamineWorkbook.from_path(tmp_path / "a.xlsx").sheet_names[0] == "조정 명세"


@pytest.mark.parametrize(
    "changed",
    [
        {"--round": "none"},
        {"--rules": "none"},
        {"--rules": "missing.xlsx"},
        {"--reason": "짧음"},
        {"--out": "missing/a.xlsx"},
        {"--as": "choi"},
        {"--as": "nobody"},
        {"--adjust": None},
    ],
    ids=str,
)
def test_what_goes_wrong_says_one_line_and_keeps_nothing(cast, hr, tmp_path, changed):
    with transaction():
        published_round(cast)
    rules = book_at(tmp_path / "r.xlsx")
    options = {"--round": "2026-F", "--rules": rules, "--out": "a.xlsx", "--reason": REASON} | changed
    options["--out"] = tmp_path / options["--out"]
    answer = hr("batch", *(str(part) for pair in options.items() for part in pair if part is not None))
    assert answer.exit_code == 1
    assert len(answer.stderr.strip().splitlines()) == 1
    assert answer.stdout == ""
    assert [path.name for path in tmp_path.iterdir()] == ["r.xlsx"]
    assert db.session.query(IncentiveBatch).count() == db.session.query(IncentiveRuleVersion).count() == 0


def test_rules_go_out_and_in_again(cast, hr, tmp_path):
    template = tmp_path / "양식.xlsx"
    assert hr("rules", "template", template).exit_code == 0
    assert hr("rules", "import", template).exit_code == 0
    assert hr("rules", "export", tmp_path / "b.xlsx").exit_code == 0
    assert hr("rules", "import", tmp_path / "b.xlsx", "--code", "양식").exit_code == 0
    assert db.session.query(IncentiveRuleVersion).count() == 1
    wrong = book_at(tmp_path / "wrong.xlsx", 설정=settings(unit=7))
    refused = hr("rules", "import", wrong, "--code", "x")
    assert (refused.exit_code, len(refused.stderr.strip().splitlines()), refused.stdout) == (1, 1, "")
    book_at(tmp_path / "c.xlsx")
    assert hr("rules", "import", tmp_path / "c.xlsx").exit_code == 0
    assert hr("rules", "export", tmp_path / "d.xlsx").exit_code == 1
    assert hr("rules", "export", tmp_path / "d.xlsx", "--code", "c").exit_code == 0
    assert db.session.query(IncentiveRuleVersion).count() == 2
