"""Cases and benchmarks for tests, made through the services."""

from decimal import Decimal
from io import BytesIO
from types import SimpleNamespace

from app.core.database import db
from app.core.values import Value
from app.innovation.enums import ObstacleKind, TaskField
from app.innovation.enums.cases import CaseKind
from app.innovation.models import Case
from app.innovation.services import benchmarks, cases
from app.innovation.services.benchmarks import BenchmarkContent
from app.innovation.services.cases import CaseContent, FigureDraft

BEST_TEXTS = {
    "overview": "정류장 안내판이 낡아 하루 열 통 넘게 전화가 왔습니다.",
    "details": "노선마다 안내판을 바꾸고 QR 코드를 붙였습니다.",
    "obstacle_handling": "예산이 없어 통신사와 함께 비용을 나누었습니다.",
    "self_assessment": "전화가 줄었으나 어르신 안내는 더 손볼 곳이 있습니다.",
}
FAILURE_TEXTS = {
    "tried": "야간 버스를 금요일마다 늘려 보았습니다.",
    "cause": "기사 근무표를 바꾸는 데 합의하지 못했습니다.",
    "advice": "먼저 운수업체 노사와 근무표를 합의하십시오.",
}


def upload(name="증빙.txt", body="증빙 자료입니다."):
    """A file as a form sends it."""
    return SimpleNamespace(filename=name, stream=BytesIO(body.encode()))


def content_of(kind=CaseKind.BEST, **changes):
    """What 강 of 교통과 wrote."""
    written = {
        "title": "정류장 안내판을 바꾸다",
        "year": 2026,
        "texts": BEST_TEXTS if kind is CaseKind.BEST else FAILURE_TEXTS,
        "field": TaskField.CITY,
        "values": (Value.SPEED, Value.FOOT),
        "obstacle_kinds": (ObstacleKind.BUDGET,),
        "no_task_reason": "과제가 아니라 부서가 스스로 해 본 일입니다." if kind is CaseKind.FAILURE else "",
        "figures": [FigureDraft(name="문의 전화", unit="통", before=Decimal(12), after=Decimal("4.5"))],
    }
    return CaseContent(**{**written, **changes})


def case_of(cast, *, actor=None, kind=CaseKind.BEST, department_id=None, **changes):
    """A draft of 김 for 교통과, with a file."""
    actor = actor or cast.kim
    case = cases.write_case(
        actor=actor, kind=kind, department_id=department_id or actor.department_id, content=content_of(kind, **changes)
    )
    cases.add_files(actor=actor, case=case, uploads=[upload()])
    return case


def submitted_case(cast, **changes):
    """김 handed it in."""
    case = case_of(cast, **changes)
    cases.submit_case(actor=changes.get("actor") or cast.kim, case=case)
    return case


def approved_case(cast, **changes):
    """이 approved it."""
    case = submitted_case(cast, **changes)
    cases.approve_case(actor=cast.lee, case=case)
    return case


def returned_case(cast, **changes):
    """이 sent it back."""
    case = submitted_case(cast, **changes)
    cases.return_case(actor=cast.lee, case=case, reason="결과 수치의 근거를 적어 주십시오.")
    return case


def published_case(cast, **changes):
    """최 published it."""
    case = approved_case(cast, **changes)
    cases.publish_case(actor=cast.choi, case=case)
    return case


def benchmark_content(**changes):
    """What another office has done."""
    told = {
        "office": "경기도 시흥시",
        "title": "스마트 민원시스템",
        "summary": "신분증을 넣으면 신청서의 빈칸이 저절로 찬다.",
        "document": "5S5품 운동 활성화 방안 연구(충남연구원, 2015)",
        "details": "새올과 연계해 일흔 종의 민원을 종이 없이 받는다.",
        "field": TaskField.CIVIL_AFFAIRS,
        "values": (Value.SIMPLE, Value.SPEED),
        "obstacle_kinds": (ObstacleKind.TECHNOLOGY,),
        "year": 2014,
        "figures": [("창구 대기시간", "8분 25초 → 6분")],
    }
    return BenchmarkContent(**{**told, **changes})


def benchmark_of(cast, **changes):
    """Added by 최 of the control tower."""
    return benchmarks.add_benchmark(actor=cast.choi, content=benchmark_content(**changes))


def again(case):
    """Read a case anew."""
    return db.session.get(Case, case.id, populate_existing=True)
