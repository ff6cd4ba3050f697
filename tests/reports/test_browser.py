"""Reports and the first page in a real browser: readable by everybody, at home on a phone, nothing from outside."""

from datetime import timedelta

import pytest

from app.core import clock
from app.core.database import db, transaction
from app.innovation.enums import Stage
from app.innovation.models import ReportPeriod
from app.reports.services import exports
from app.reports.services.exports import ExportChoice
from tests.browser import PHONE, WIDE
from tests.factories.incentives import a_rule_set, hand_over, some_facts
from tests.factories.innovation import a_task_in, an_issue, an_opinion
from tests.factories.innovation_c import approved_slogan, obstacle_of
from tests.factories.reports import ready_for_export

pytestmark = pytest.mark.browser


@pytest.fixture
def scene(cast):
    with transaction():
        record = ready_for_export(cast)
        task = a_task_in(Stage.TEAM, cast)
        an_opinion(task, cast)
        obstacle_of(cast, task=task)
        approved_slogan(cast)
        an_issue(cast.kim)
        today = clock.today()
        db.session.add(
            ReportPeriod(
                task_id=task.id,
                code="2026-3Q",
                starts_on=today - timedelta(days=120),
                ends_on=today - timedelta(days=40),
                due_on=today - timedelta(days=30),
            )
        )
        batch = exports.create_export(
            actor=cast.jung, choice=ExportChoice(round_code=record.code), reason="화면을 시험하려고 만든다."
        )
        rules = a_rule_set(cast.jung)
        some_facts(cast, record, ("kim", 80, None, None, 1, "지각", None))
        return {
            "department": cast.traffic,
            "round": record.id,
            "batch": batch.id,
            "code": record.code,
            "rules": rules.id,
            "handed": hand_over(cast.choi).id,
        }


PAGES = (
    ("kim", "/"),
    ("choi", "/"),
    ("choi", "/reports"),
    ("choi", "/reports/control-tower"),
    ("choi", "/reports/departments"),
    ("lee", "/reports/departments/{department}"),
    ("lee", "/reports/rounds/{round}"),
    ("jung", "/reports/incentive-exports"),
    ("jung", "/reports/incentive-exports/{batch}"),
    ("jung", "/reports/incentive-exports/{handed}"),
    ("choi", "/reports/incentives/new?round_code={code}&rule_code=2026"),
    ("jung", "/reports/incentive-rules"),
    ("jung", "/reports/incentive-rules/{rules}"),
    ("jung", "/reports/incentive-rules/uploads/new"),
    ("jung", "/reports/incentive-facts"),
    ("jung", "/reports/incentive-facts/uploads/new"),
    ("jung", "/reports/incentives/setup"),
)


@pytest.mark.engine_free
@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_pages_are_accessible_and_fit_the_window(size, cast, scene, visit):
    wrong = []
    for who, path in PAGES:
        visitor = visit(getattr(cast, who), size=size)
        visitor.open(path.format(**scene))
        visitor.page.wait_for_timeout(200)
        wrong += [f"{path}: {complaint}" for complaint in [*visitor.axe(), *visitor.complaints]]
        wrong += [f"{path}: {visitor.overflow()} px too wide"] if visitor.overflow() > 0 else []
        visitor.close()
    assert wrong == []
