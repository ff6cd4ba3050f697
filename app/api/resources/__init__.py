"""자원: everything the API hands out, one table. Routes, rows, description and the choice of scopes come from it."""

from app.api.resources.evaluation import INDICATORS, RESULTS, ROUNDS
from app.api.resources.innovation import CASES, ISSUES, OBSTACLES, SLOGANS, TASKS
from app.api.resources.mileage import ACCOUNTS, TRANSFERS
from app.api.resources.organization import DEPARTMENTS, PEOPLE
from app.api.resources.records import AUDIT_HEADS, INCENTIVES
from app.api.resources.shapes import Resource

RESOURCES: dict[str, Resource] = {
    resource.name: resource
    for resource in (
        DEPARTMENTS,
        PEOPLE,
        ISSUES,
        TASKS,
        OBSTACLES,
        SLOGANS,
        CASES,
        ACCOUNTS,
        TRANSFERS,
        INDICATORS,
        ROUNDS,
        RESULTS,
        INCENTIVES,
        AUDIT_HEADS,
    )
}
