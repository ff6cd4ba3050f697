"""부서·국·평가군 선택: what a list of departments' work may be narrowed to."""

from typing import Any

from flask import request

from app.organization.enums import DepartmentKind
from app.organization.queries import departments_on, peer_groups


def units_to_choose() -> dict[str, Any]:
    """Return the departments, bureaus and peer groups of today for the filter of a list.

    Who comes from a dashboard of a peer group finds it among the filters; others do without that statement.
    """
    units = departments_on(with_bureaus=True)
    return {
        "departments": [unit for unit in units if unit.kind is not DepartmentKind.BUREAU],
        "bureaus": [unit for unit in units if unit.kind is DepartmentKind.BUREAU],
        "groups": peer_groups() if request.args.get("group") else (),
    }
