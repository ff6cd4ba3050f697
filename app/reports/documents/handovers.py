"""인계 명세 통합문서: the columns of HR, the control totals and a sheet that explains; adjustments with before and after."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from io import BytesIO
from typing import Any

from app.core.figures import bare
from app.core.i18n import format_moment
from app.core.messages import _
from app.core.sheets import Column, Kind, Sheet, write_workbook
from app.core.sheets.writing import Target
from app.evaluation.enums import PayoutMethod, RoundingMode
from app.evaluation.rules.payout_lines import FORMULAS
from app.reports.documents import incentives as plain
from app.reports.documents.incentives import COLUMNS, LINES_TITLE, TOTAL_COLUMNS, TOTALS_TITLE, number_of, watermark_of
from app.reports.enums import Exclusion, LineNote, UnitRule
from app.reports.models import IncentiveBatch
from app.reports.rules.handovers import FORMAT, line_derivation

FEWEST = 5
"""People of whom something is told to those who see no names."""
CHANGES_TITLE, EXPLANATION_TITLE = "조정 명세", "설명"
CHANGE_COLUMNS = (
    Column("사번", width=12),
    Column("성명", width=12),
    Column("구분", width=8),
    Column("변경 전 등급", width=10),
    Column("변경 후 등급", width=10),
    Column("변경 전 총점", kind=Kind.NUMBER, width=11),
    Column("변경 후 총점", kind=Kind.NUMBER, width=11),
    Column("총점 차이", kind=Kind.NUMBER, width=10),
    Column("변경 전 지급액", kind=Kind.NUMBER, width=14),
    Column("변경 후 지급액", kind=Kind.NUMBER, width=14),
    Column("차액", kind=Kind.NUMBER, width=14),
    Column("달라진 열", width=30),
    Column("사유", width=40),
)
FIELD_COLUMNS = {
    "name": "성명",
    "rank": "직급",
    "series": "직렬",
    "department": "소속(기준일)",
    "unit": "평가단위",
    "months": "실근무개월",
    "rating": "근평점",
    "department_score": "부서점수",
    "mileage": "혁신·창의점수",
    "merit": "실적가점",
    "birth": "출산가점",
    "deduction": "감점(사유)",
    "deduction_reason": "감점(사유)",
    "total": "총점",
    "place": "단위 내 순위/인원",
    "field": "단위 내 순위/인원",
    "grade": "등급",
    "exclusion": "제외사유",
    "exclusion_reason": "제외사유",
    "rate": "지급률",
    "base_won": "기준액",
    "amount_won": "지급액",
}
"""Names of the columns behind the fields of a line; fields that stand in the remarks have none."""


def is_handover(content: Mapping[str, Any]) -> bool:
    """Whether a batch was made for the hand-over (format 2)."""
    return bool(content["format"] == FORMAT)


def is_adjustment(content: Mapping[str, Any]) -> bool:
    """Whether a batch says what differs from an accepted one."""
    return content.get("kind") == "adjustment"


def write_batch(target: Target, batch: IncentiveBatch, content: Mapping[str, Any]) -> int:
    """Write a batch of either format to a path or a buffer. Returns the number of people."""
    if not is_handover(content):
        return plain.write_incentives(target, batch, content)
    year = Decimal(content["round"]["year"])
    rows = content["rows"]
    sheets = []
    if is_adjustment(content):
        sheets.append(Sheet(CHANGES_TITLE, CHANGE_COLUMNS, (_change(row, batch.reason) for row in rows)))
        rows = [row["after"] for row in rows if row["after"] is not None]
    sheets += [
        Sheet(LINES_TITLE, COLUMNS, (_cells(year, row, content) for row in rows)),
        Sheet(TOTALS_TITLE, TOTAL_COLUMNS, _total_rows(batch, content)),
        Sheet(EXPLANATION_TITLE, TOTAL_COLUMNS, _explanations(content)),
    ]
    write_workbook(target, sheets, watermark=watermark_of(batch))
    return len(content["rows"])


def batch_file(batch: IncentiveBatch, content: Mapping[str, Any]) -> BytesIO:
    """Return the workbook of a batch as a file in memory."""
    buffer = BytesIO()
    write_batch(buffer, batch, content)
    buffer.seek(0)
    return buffer


def total_rule_text(rule: Mapping[str, Any]) -> str:
    """Say how the total was made."""
    share = Decimal(rule["department_share"])
    return str(
        _(
            "Total = department score × %(share)s ÷ 100 + personal points × %(rest)s ÷ 100, rounded half up to "
            "%(digits)s decimals; personal points = performance rating + innovation score + bonuses − deduction",
            share=bare(share),
            rest=bare(100 - share),
            digits=rule["digits"],
        )
    )


def _cells(year: Decimal, row: Mapping[str, Any], content: Mapping[str, Any]) -> tuple[str | Decimal | None, ...]:
    return (
        year,
        row["rank"],
        row["series"],
        row["department"],
        row["employee_no"],
        row["name"],
        row["unit"],
        Decimal(row["months"]),
        number_of(row["rating"]),
        number_of(row["department_score"]),
        number_of(row["mileage"]),
        number_of(row["merit"]),
        number_of(row["birth"]),
        _deduction(row),
        number_of(row["total"]),
        None if row["place"] is None else f"{row['place']}/{row['field']}",
        row["grade"],
        _exclusion(row),
        number_of(row["rate"]),
        number_of(row["base_won"]),
        number_of(row["amount_won"]),
        _remarks(row, content),
    )


def _deduction(row: Mapping[str, Any]) -> str | None:
    return None if row["deduction"] is None else f"{row['deduction']} ({row['deduction_reason']})"


def _exclusion(row: Mapping[str, Any]) -> str | None:
    if row["exclusion"] is None:
        return None
    label = str(Exclusion(row["exclusion"]).label)
    return f"{label}: {row['exclusion_reason']}" if row["exclusion_reason"] else label


def _remarks(row: Mapping[str, Any], content: Mapping[str, Any]) -> str | None:
    said = [str(LineNote(note).label) for note in row["notes"]]
    if row["grade"] is not None and row["team_grade"] is not None:
        said.append(str(_("Grade of the department: %(grade)s", grade=row["team_grade"])))
    how = line_derivation(content["rule"], content["table"], row)
    if how is not None:
        said.append(str(how))
    return ". ".join(said) or None


def _change(row: Mapping[str, Any], reason: str) -> tuple[str | Decimal | None, ...]:
    before, after = row["before"] or {}, row["after"] or {}
    kind = "추가" if not before else "삭제" if not after else "변경"
    columns = dict.fromkeys(FIELD_COLUMNS[name] for name in row["changed"] if name in FIELD_COLUMNS)
    return (
        row["employee_no"],
        (after or before)["name"],
        kind,
        before.get("grade"),
        after.get("grade"),
        number_of(before.get("total")),
        number_of(after.get("total")),
        number_of(row["points"]),
        number_of(before.get("amount_won")),
        number_of(after.get("amount_won")),
        number_of(row["won"]),
        ", ".join(columns) or None,
        reason,
    )


def _total_rows(batch: IncentiveBatch, content: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    totals, rule, table = content["totals"], content["rule"], content["table"]
    yield "명세번호", batch.number
    yield "평가회차", f"{content['round']['code']} {content['round']['name']}"
    yield "기준일", content["round"]["base_on"]
    yield "공개본", f"v{content['publication']['version']} {content['publication']['sha256']}"
    yield "지급규정", f"{rule['code']} v{rule['version']} {rule['sha256']}"
    facts = content["facts"]
    yield "인사자료", str(_("none")) if facts is None else f"v{facts['version']} {facts['sha256']}"
    if is_adjustment(content):
        yield "조정 대상", f"{content['adjusts']['number']} {content['adjusts']['sha256']}"
        yield "달라진 인원", str(totals["rows"])
        yield from _sums(totals, table, "차이: ")
        yield from _sums(content["state"], table, "조정 후: ")
    else:
        yield from _sums(totals, table, "")
    yield "등급·배분율(%)·지급률(%)", "; ".join(" ".join(grade) for grade in table["grades"])
    yield "내보낸 사유", batch.reason
    yield "작성일시", format_moment(batch.created_at)
    yield "SHA-256", batch.sha256


def _sums(totals: Mapping[str, Any], table: Mapping[str, Any], before: str) -> Iterator[tuple[str, str]]:
    yield f"{before}인원", str(totals["people"])
    yield f"{before}제외 인원", str(totals["excluded"])
    yield f"{before}총점 합계", totals["points"]
    yield f"{before}지급액 합계(원)", str(_("not known")) if totals["won"] is None else totals["won"]
    yield f"{before}지급액 없는 인원", str(totals["without_amount"])
    counts = [f"{grade[0]} {totals['grades'].get(grade[0], 0)}" for grade in table["grades"]]
    yield f"{before}등급별 인원", ", ".join(counts)


def _explanations(content: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    rule, table = content["rule"], content["table"]
    yield "지급방법", str(PayoutMethod(rule["method"]).label)
    yield "산식", str(FORMULAS[PayoutMethod(rule["method"])])
    yield "끝수처리", f"{RoundingMode(table['mode']).label}, {table['unit']:,}원"
    if rule["agreement"]:
        yield "협의문서번호", rule["agreement"]
    yield "평가단위", str(UnitRule(rule["unit"]).label)
    yield "총점", total_rule_text(rule)
    yield (
        "등급 배분",
        str(
            _(
                "Headcount × share, floor, then the largest remainders; the excluded reduce grade %(grade)s, then lower ones.",
                grade=table["absorbing_grade"],
            )
        ),
    )
    yield "빈칸", str(_("An empty cell is not known. It is never 0."))
    yield from ((f"평가단위 {name}", said) for name, said in unit_lines(content))
    yield from ((f"부서 {name}", said) for name, said in team_lines(content))


def unit_lines(content: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Say of each unit what the quota gave it, best grade first."""
    labels = [grade[0] for grade in content["table"]["grades"]]
    for unit in content.get("units", ()):
        places = ", ".join(f"{label} {unit['places'].get(label, 0)}" for label in labels)
        said = _(
            "%(people)s people, %(excluded)s excluded: %(places)s",
            people=unit["people"],
            excluded=unit["excluded"],
            places=places,
        )
        yield unit["unit"], str(said)


def units_without_persons(content: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Say the same for those who see no names: units of fewer than five people only together with others.

    Who knows the one person of a rank would read the grade, or that HR excluded them. The fewest are put together until
    they are five, so that the difference to the totals tells nothing either; nothing is said of fewer than five in all.
    """
    units = content.get("units", ())
    few: list[Mapping[str, Any]] = []
    for unit in sorted(units, key=lambda unit: unit["people"]):
        if unit["people"] < FEWEST or 0 < sum(known["people"] for known in few) < FEWEST:
            few.append(unit)
    yield from unit_lines({**content, "units": [unit for unit in units if unit not in few]})
    if sum(unit["people"] for unit in few) >= FEWEST:
        yield from unit_lines({**content, "units": [_together(few)]})


def _together(units: Sequence[Mapping[str, Any]]) -> Mapping[str, Any]:
    places = Counter[str]()
    for unit in units:
        places.update(unit["places"])
    return {
        "unit": " · ".join(unit["unit"] for unit in units),
        "people": sum(unit["people"] for unit in units),
        "excluded": sum(unit["excluded"] for unit in units),
        "places": places,
    }


def team_lines(content: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Say of each department where it stands."""
    yield from ((team["name"], team_text(team)) for team in content.get("departments", ()))


def team_text(team: Mapping[str, Any]) -> str:
    """Say where a department stands and, where it divides a sum, what is left of it."""
    place = "–" if team["place"] is None else f"{team['place']}/{team['field']}"
    score = "–" if team["score"] is None else team["score"]
    said = [f"{team['group']}, {score}, {place}, {team['grade'] or '–'}"]
    pot = team["pot"]
    if pot is not None and pot["won"] is not None:
        said.append(
            str(
                _(
                    "Sum %(won)s won, paid %(paid)s won, left over %(rest)s won",
                    won=pot["won"],
                    paid=pot["paid"],
                    rest=pot["remainder"],
                )
            )
        )
    elif pot is not None:
        said.append(str(LineNote.SUM_UNKNOWN.label))
    return ". ".join(said)


def grade_counts(content: Mapping[str, Any]) -> Iterable[tuple[str, str, str, int]]:
    """Return grade, share, rate and people of each grade, best first."""
    counted: Mapping[str, int] = content["totals"]["grades"]
    grades: Sequence[Sequence[str]] = content["table"]["grades"]
    return [(label, share, rate, counted.get(label, 0)) for label, share, rate in grades]
