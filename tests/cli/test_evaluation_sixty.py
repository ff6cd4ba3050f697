"""60 departments × 60 indicators in one go: in, scored, out; and every formula reckoned again from its text."""

from decimal import Decimal
from fractions import Fraction

import pytest
from python_calamine import CalamineWorkbook

from app.core.database import db, transaction
from app.evaluation.services import workbooks
from app.evaluation.services.scoring import compute_round
from app.evaluation.services.workbooks.round_rows import round_with_code
from app.organization.enums import DepartmentKind
from app.organization.models import Department
from app.organization.queries import peer_groups
from tests.factories.evaluation import STANDARD_ROUND, indicator_row, measure_row, workbook
from tests.formulas import Formulas
from tests.statements import count_statements

SIZE = 60
YEARS = dict(zip(["실적-5", "실적-4", "실적-3", "실적-2", "실적-1"], [70, 74, 78, 76, 80], strict=True))
UP, DOWN = {"방향": "상향"}, {"방향": "하향"}
KINDS = [
    ("ATTAINMENT", {"목표": 47, **UP}, lambda n: 31 + n / 4),
    ("ATTAINMENT", {"목표": 8, "상한": 110, **DOWN}, lambda n: 3 + n / 8),
    ("ATTAINMENT", {"목표": 0, **DOWN}, lambda n: n % 2),
    ("LINE", {"최저": 5, "목표": -2}, lambda n: n / 8 - 1),
    ("TARGET_SETTING", UP | YEARS, lambda n: 62 + n / 2),
    ("TARGET_SETTING", DOWN | {"최저": 97, "최고": 60}, lambda n: 58 + n),
    ("TREND", UP | YEARS, lambda n: 70 + n / 2),
    ("GRADES", {}, lambda n: "ABCDE"[n % 5]),
    ("YES_NO", {}, lambda n: n % 3 % 2),
    ("DIRECT", {"소수자리": 1, "반올림": "버림"}, lambda n: 55.55 + n / 2),
]


def departments(count):
    groups = peer_groups()
    for n in range(count):
        db.session.add(
            Department(
                code=f"X{n:03}",
                name=f"가상{n:03}과",
                kind=DepartmentKind.DIVISION,
                peer_group_id=groups[n % 3].id,
                position=1000 + n,
                valid_from=STANDARD_ROUND["시작일"],
            )
        )
    db.session.flush()
    return [f"가상{n:03}과" for n in range(count)]


def weight_of(place, count):
    return Decimal("1.6") if place < count - 1 else 100 - Decimal("1.6") * (count - 1)


def book(names, count):
    """Values of every method; some are missing, some do not apply, some are not due."""
    indicators = [
        indicator_row(f"K{n:02}", float(weight_of(n, count)), KINDS[n % len(KINDS)][0], **KINDS[n % len(KINDS)][1])
        for n in range(count)
    ]
    states = {7: "해당없음", 11: "미제출", 13: "미도래"}
    measures = []
    for place, name in enumerate(names):
        for n in range(count):
            state = states.get((place * 3 + n) % 17)
            actual = None if state else KINDS[n % len(KINDS)][2](place)
            measures.append(measure_row(f"K{n:02}", name, actual, state, "대장"))
    return workbook(indicators=indicators, measures=measures)


def rows_of(path):
    header, *rows = CalamineWorkbook.from_path(path).get_sheet_by_name("결과").to_python()
    return [dict(zip(header, row, strict=True)) for row in rows]


@pytest.mark.slow
def test_sixty_by_sixty_in_and_out_and_every_formula_gives_its_number(run, tmp_path):
    with transaction():
        names = departments(SIZE)
    path, out, again = tmp_path / "회차.xlsx", tmp_path / "결과.xlsx", tmp_path / "다시.xlsx"
    path.write_bytes(book(names, SIZE).getvalue())
    for step in (
        ("import", path),
        ("score", "2026-T", "--out", out),
        ("export", again, "--round", "2026-T"),
        ("import", again),
    ):
        result = run("evaluation", *step)
        assert result.exit_code == 0, result.output
    rows = rows_of(out)
    assert len(rows) == SIZE * SIZE
    assert {row["부서"] for row in rows} == set(names)
    reckoned = [row for row in rows if row["득점"] != ""]
    assert all(row["산식"] for row in rows)
    assert len(reckoned) > len(rows) * 3 / 4
    for row in reckoned:
        check(row)
    out.unlink()
    assert run("evaluation", "score", "2026-T", "--out", out).exit_code == 0
    assert rows_of(out) == rows


def check(row):
    """The last formula of a line gives its points."""
    steps = Formulas(row["산식"]).results
    value, uncertainty = steps[-1]
    cut = Fraction(1, 100) if "버림" in row["산식"] or "Cut off" in row["산식"] else Fraction(1, 200)
    assert abs(value - Fraction(str(row["득점"]))) <= cut + uncertainty, row


@pytest.mark.usefixtures("write")
def test_scoring_takes_as_many_statements_for_many_as_for_few(tmp_path):
    counts = []
    for size, count in ((3, 4), (12, 20)):
        names = departments(size) if not counts else [f"가상{n:03}과" for n in range(3)] + more(size)
        path = tmp_path / f"{size}.xlsx"
        path.write_bytes(book(names, count).getvalue())
        workbooks.import_workbook(path, actor=None)
        db.session.expire_all()
        record = round_with_code("2026-T")
        with count_statements() as seen:
            result = compute_round(record)
        counts.append(len(seen))
        assert len(result.departments) == size
    assert counts[0] == counts[1]


def more(size):
    group = peer_groups()[0].id
    names = [f"더{n:03}과" for n in range(3, size)]
    for name in names:
        db.session.add(
            Department(
                code=name,
                name=name,
                kind=DepartmentKind.DIVISION,
                peer_group_id=group,
                position=2000,
                valid_from=STANDARD_ROUND["시작일"],
            )
        )
    db.session.flush()
    return names
