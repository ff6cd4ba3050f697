"""평가회차: which round a workbook is about, and the rounds it describes beside it."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select

from app.core import clock
from app.core.database import db
from app.core.errors import Refused
from app.core.messages import _
from app.core.sheets import Problems, Row
from app.evaluation.models import EvaluationRound
from app.evaluation.services.workbooks import columns
from app.evaluation.services.workbooks.plans import RoundPlan

FIRST_YEAR, LAST_YEAR = 1990, 2100


def round_with_code(code: str) -> EvaluationRound | None:
    """Return the round of that code."""
    return db.session.scalar(select(EvaluationRound).where(EvaluationRound.code == code))


def read_round(rows: Sequence[Row], code: str | None, problems: Problems) -> RoundPlan:
    """Read the round that 지표 and 실적 belong to; where the sheet names several, `code` says which."""
    named = list(dict.fromkeys(text for row in rows if (text := row.text("회차코드")) is not None))
    if code is None and len(named) > 1:
        raise Refused(_("The sheet 평가회차 names several rounds; say which with --round."))
    wanted = code or (named[0] if named else None)
    if wanted is None:
        raise Refused(_("Say which round: in the sheet 평가회차 or with --round."))
    same = [row for row in rows if row.text("회차코드") == wanted]
    for row in same[1:]:
        problems.add(columns.ROUNDS, row.number, "회차코드", _("This round is in the sheet twice."))
    stored = round_with_code(wanted)
    if not same:
        _refuse_another_round(rows, wanted, stored, problems)
    return _round_plan(wanted, same[0] if same else None, stored, problems)


def _refuse_another_round(rows: Sequence[Row], wanted: str, stored: EvaluationRound | None, problems: Problems) -> None:
    """A round the sheet does not describe must exist, and then the sheet may not describe others."""
    if stored is None:
        raise Refused(_("There is no round “%(code)s”, and the sheet 평가회차 does not describe it.", code=wanted))
    for row in rows:
        found = row.text("회차코드")
        if found is not None:
            sentence = _("This workbook is read for round “%(wanted)s”, not “%(found)s”.", wanted=wanted, found=found)
            problems.add(columns.ROUNDS, row.number, "회차코드", sentence)


def read_other_rounds(rows: Sequence[Row], code: str, problems: Problems) -> list[RoundPlan]:
    """The rounds beside the chosen one that do not exist yet: they are made too, without indicators."""
    found: dict[str, RoundPlan] = {}
    for row in rows:
        other = row.text("회차코드")
        if other is None or other == code or round_with_code(other) is not None:
            continue
        if other in found:
            problems.add(columns.ROUNDS, row.number, "회차코드", _("This round is in the sheet twice."))
        found[other] = _round_plan(other, row, None, problems)
    return list(found.values())


def _round_plan(code: str, row: Row | None, stored: EvaluationRound | None, problems: Problems) -> RoundPlan:
    starts_on = row.date_of("시작일") if row else None
    base_on = row.date_of("기준일") if row else None
    year = _year(row, starts_on, base_on, stored, problems)
    name = row.text("명칭") if row else None
    plan = RoundPlan(
        code=code,
        name=name or (stored.name if stored else code),
        year=year,
        starts_on=starts_on or (stored.starts_on if stored else date(year, 1, 1)),
        base_on=base_on or (stored.base_on if stored else date(year, 12, 31)),
    )
    if row is not None and plan.base_on < plan.starts_on:
        sentence = _("The base date lies before the first day of the round.")
        problems.add(columns.ROUNDS, row.number, "기준일", sentence)
    return plan


def _year(
    row: Row | None, starts_on: date | None, base_on: date | None, stored: EvaluationRound | None, problems: Problems
) -> int:
    number = row.number_of("연도") if row else None
    if number is None:
        day = starts_on or base_on
        return day.year if day else stored.year if stored else clock.today().year
    if number != number.to_integral_value() or not FIRST_YEAR <= number <= LAST_YEAR:
        assert row is not None
        problems.add(columns.ROUNDS, row.number, "연도", _("This must be a year such as 2026."))
        return clock.today().year
    return int(number)
