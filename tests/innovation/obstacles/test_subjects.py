"""Obstacles on the page of what they stand in the way of."""

import pytest

from app.core.database import transaction
from app.innovation.enums import ObstacleSubject, Sensitivity
from app.innovation.queries.obstacles import obstacles_of
from app.innovation.services import obstacles as services
from tests.factories import innovation as make
from tests.factories.innovation_c import approved_slogan, content_of, slogan_of, task_of

MAKERS = {
    ObstacleSubject.TASK: task_of,
    ObstacleSubject.ISSUE: lambda cast: make.an_issue(cast.kim),
    ObstacleSubject.SLOGAN: approved_slogan,
}


@pytest.fixture(params=MAKERS)
def subject(request, cast):
    with transaction():
        return request.param, MAKERS[request.param](cast).id


def reported(cast, subject, subject_id, **changes):
    content = content_of(cast, **changes)
    return services.report_obstacle(actor=cast.park, subject=subject, subject_id=subject_id, content=content)


def address(subject, subject_id):
    tab = "?stage=5" if subject is ObstacleSubject.TASK else ""
    return f"/{subject.value}s/{subject_id}{tab}"


def test_the_page_lists_its_obstacles_and_offers_to_report_one(cast, as_, subject):
    kind, subject_id = subject
    with transaction():
        reported(cast, kind, subject_id, title="인허가 부서의 회신이 늦음")
        reported(cast, kind, subject_id, title="인사에 관한 일", sensitivity=Sensitivity.RESTRICTED)
    page = as_(cast.han).get(address(kind, subject_id)).text
    assert "인허가 부서의 회신이 늦음" in page
    assert "인사에 관한 일" not in page
    assert f'href="/obstacles/new?{kind.value}={subject_id}"' in page


def test_an_auditor_reads_them_and_is_not_asked_to_report(cast, as_, subject):
    kind, subject_id = subject
    page = as_(cast.gam).get(address(kind, subject_id)).text
    assert "No obstacle is reported." in page
    assert "/obstacles/new" not in page


def test_the_obstacles_of_one_thing_are_not_those_of_another(cast, subject):
    kind, subject_id = subject
    with transaction():
        found = reported(cast, kind, subject_id)
        reported(cast, ObstacleSubject.SLOGAN, slogan_of(cast, year=2027).id)
    assert [row.id for row in obstacles_of(kind, subject_id, cast.choi)] == [found.id]
