"""A case is rewarded once, and a failure is never counted against anybody."""

from datetime import date
from decimal import Decimal

import pytest

from app import reactions
from app.core.database import db, transaction
from app.innovation.enums.cases import CaseKind
from app.innovation.services import cases as services
from app.mileage.models import Transfer
from tests.factories import mileage
from tests.factories.cases import case_of, published_case
from tests.factories.innovation_b import a_closed_task
from tests.statements import count_statements

YEAR = (date(2026, 1, 1), date(2026, 12, 31))
PAID_FOR_THEM = {"mileage.department_points", "mileage.points_per_head", "mileage.participation"}
"""What these read can only grow by a case."""


def paid(item):
    return [
        (row.source, row.points) for row in db.session.query(Transfer).filter_by(item_code=item).order_by(Transfer.id)
    ]


def published_failure(cast, **changes):
    case = case_of(cast, kind=CaseKind.FAILURE, **changes)
    services.submit_case(actor=cast.kim, case=case)
    services.approve_case(actor=cast.lee, case=case)
    services.publish_case(actor=cast.choi, case=case)
    return case


def figures(cast):
    return {
        name: source([cast.traffic, cast.civil], *YEAR).get(cast.traffic, Decimal(0))
        for name, source in reactions.INDICATOR_SOURCES.items()
    }


@pytest.fixture
def items(cast):
    with transaction():
        mileage.items()


def test_a_failure_without_a_task_pays_its_authors_and_their_department_once(cast, items):
    with transaction():
        case = published_failure(cast, co_author_ids=[cast.ahn.id])
    assert paid("D07") == [(f"case:{case.id}:lesson", Decimal(10))]
    assert paid("P05") == [(f"case:{case.id}:lesson", Decimal("2.5"))] * 2


def test_the_failure_of_a_task_that_left_a_paid_lesson_is_not_paid_again(cast, items):
    with transaction():
        task, _closing = a_closed_task(cast, ends_early=True, reason="운수업체가 손을 뗐다.")
    once = paid("D07")
    assert [source for source, _points in once] == [f"task:{task.id}:lesson"]
    with transaction():
        published_failure(cast, task_id=task.id)
    assert paid("D07") == once


def test_two_failure_cases_of_a_task_are_paid_once(cast, items):
    with transaction():
        task, _closing = a_closed_task(cast)
        published_failure(cast, task_id=task.id)
        published_failure(cast, task_id=task.id, title="같은 과제를 또 쓰다")
    assert [source for source, _points in paid("D07")] == [f"task:{task.id}:lesson"]


def test_a_best_practice_pays_nothing_where_the_office_has_no_item_for_it(cast, items):
    before = db.session.query(Transfer).count()
    with transaction():
        published_case(cast)
    assert db.session.query(Transfer).count() == before


def test_no_indicator_source_reads_cases_or_lessons(cast):
    for name, source in reactions.INDICATOR_SOURCES.items():
        with count_statements() as statements:
            source([cast.traffic], *YEAR)
        words = set(" ".join(statements).replace(".", " ").replace("(", " ").split())
        assert not {"cases", "lessons", "case_authors"} & words, name


def test_a_published_failure_leaves_every_figure_of_the_department_as_it_was_or_better(cast, items):
    before = figures(cast)
    with transaction():
        published_failure(cast)
    after = figures(cast)
    assert {name: after[name] for name in after if name not in PAID_FOR_THEM} == {
        name: before[name] for name in before if name not in PAID_FOR_THEM
    }
    assert all(after[name] >= before[name] for name in PAID_FOR_THEM)
