"""The columns of the workbook. Headers are Korean: the workbook is the office's own document."""

from app.core.access import Role
from app.core.messages import _
from app.core.sheets import Column, Kind, SheetSpec
from app.organization.enums import DepartmentKind

KINDS = {
    "국": DepartmentKind.BUREAU,
    "담당관": DepartmentKind.OFFICE,
    "과": DepartmentKind.DIVISION,
    "직속기관 과": DepartmentKind.AFFILIATED,
    "사업소": DepartmentKind.AGENCY,
    "읍": DepartmentKind.EUP,
    "면": DepartmentKind.MYEON,
    "동": DepartmentKind.DONG,
}
ROLES = {
    "혁신담당자": Role.COORDINATOR,
    "부서장": Role.HEAD,
    "컨트롤타워": Role.CONTROL_TOWER,
    "평가위원": Role.EVALUATOR,
    "인사담당": Role.HR,
    "감사담당": Role.AUDITOR,
    "시스템관리자": Role.ADMINISTRATOR,
}
ACTING = "직무대리"
EMAIL = "이메일"

DEPARTMENTS = SheetSpec(
    "부서",
    (
        Column("코드", required=True, note=_("Short code of the department; never changes.")),
        Column("부서명", required=True, width=24),
        Column("구분", required=True, choices=tuple(KINDS)),
        Column("상위부서", note=_("Code of the bureau, empty for none.")),
        Column("평가군", note=_("Peer group in which the department is ranked; empty for a bureau.")),
        Column("시작일", kind=Kind.DATE, required=True),
        Column("종료일", kind=Kind.DATE, note=_("Last day of the department; empty while it exists.")),
    ),
)
PEOPLE = SheetSpec(
    "직원",
    (
        Column("사번", required=True),
        Column("이름", required=True),
        Column("직급"),
        Column("직렬"),
        Column(
            "부서", note=_("Name of the department, or its code where names repeat; empty for people from outside.")
        ),
        Column("입사일", kind=Kind.DATE, required=True),
        Column("퇴직일", kind=Kind.DATE),
        Column(EMAIL, optional=True, width=24, note=_("Mail address for notices; an empty cell changes nothing.")),
    ),
)
HOLDERS = SheetSpec(
    "역할",
    (
        Column("사번", required=True),
        Column("역할", required=True, choices=tuple(ROLES)),
        Column("부서", note=_("Only for head and coordinator.")),
        Column("시작일", kind=Kind.DATE, required=True),
        Column("종료일", kind=Kind.DATE),
        Column(ACTING, choices=("예",), note=_("예 for an acting head; needs a last day.")),
    ),
    optional=True,
)
SPECS = (DEPARTMENTS, PEOPLE, HOLDERS)
