"""Handling times for tests: everything goes through the real services."""

from datetime import UTC, date, datetime
from io import BytesIO

from app.core import clock
from app.core.sheets import Sheet, write_workbook
from app.mileage.enums import ItemSubject
from app.mileage.presets.shortening import template
from app.mileage.queries.shortening import rule_of, saved_rule_or_404, simulation_of
from app.mileage.rules.shortening_parameters import parameters_of
from app.mileage.services import shortening as services
from app.mileage.services import shortening_rules
from app.mileage.services.shortening import RunText
from app.mileage.services.shortening_rules import ItemText, RuleText
from app.mileage.services.shortening_sheets import COLUMNS, TITLE

START = date(2026, 1, 1)
WHY = "올해부터 줄인 만큼 적립합니다."
FIRST, LAST = date(2026, 7, 1), date(2026, 9, 30)
REASON = "서울 중구의 공개된 기준을 따른다."


def row(number="kim", statutory=7, actual=5, *, unit="교통과", affair="여권", compound="N", outcome="처리", no=None):
    """One row of the sheet 처리."""
    return (unit, number, affair, statutory, actual, compound, outcome, no)


def workbook(*rows):
    """A workbook with the sheet 처리, as bytes."""
    target = BytesIO()
    write_workbook(target, [Sheet(TITLE, COLUMNS, rows)])
    return target.getvalue()


def rule(actor, code="seoul-junggu", **changes):
    """Save a template as a rule of the office."""
    chosen = template(code)
    text = RuleText(
        code=code,
        name=str(chosen.name),
        parameters=parameters_of(chosen.rule) | changes,
        source=chosen.source,
        reason=REASON,
    )
    return shortening_rules.save_rule(actor=actor, text=text)


def items(actor, *, cap_year=None, only=None, day=START):
    """Enter the two items that pay, or one of them, on the day from which they hold."""
    for subject, code in ((ItemSubject.PERSON, "P16"), (ItemSubject.DEPARTMENT, "D14")):
        if only not in {None, subject}:
            continue
        text = ItemText(
            subject=subject, code=code, name="민원처리기간 단축", valid_from=day, reason=WHY, cap_year=cap_year
        )
        with clock.frozen_at(datetime(day.year, day.month, day.day, 3, tzinfo=UTC)):
            shortening_rules.add_shortening_item(actor=actor, text=text)


def run(actor, saved, *rows, first=FIRST, last=LAST, name="처리.xlsx"):
    """A simulation of these rows."""
    text = RunText(saved_rule=saved, starts_on=first, ends_on=last, file_name=name, content=workbook(*rows))
    return services.draft_run(actor=actor, text=text)


def simulation(found):
    """What the run comes to now."""
    return simulation_of(found, rule_of(saved_rule_or_404(found.rule_id)))


def post(found, actor, digest=None):
    """Post what was seen."""
    return services.post_run(run=found, actor=actor, digest=digest or simulation(found).digest)
