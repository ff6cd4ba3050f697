"""Panels with sources of raters, and more evaluators than the cast has."""

from decimal import Decimal

from app.accounts.models import Account, Person, RoleAssignment
from app.accounts.queries.actors import actor_of_person
from app.core.access import Role
from app.core.database import db
from app.evaluation.enums import IndicatorKind, Method
from app.evaluation.services import indicators
from app.evaluation.services.indicators import CriterionDraft, IndicatorDraft
from tests.cast import START

SOURCES = [
    {"name": "시민", "weight": "30", "fewest": "100", "means": "survey"},
    {"name": "전문가", "weight": "50"},
    {"name": "동료", "weight": "20"},
]


def outsiders(count, prefix="외부"):
    """Evaluators from outside the office, with the role."""
    found = []
    for number in range(1, count + 1):
        person = Person(employee_no=f"{prefix}{number}", name=f"{prefix}{number}", rank="", series="", joined_on=START)
        db.session.add(person)
        db.session.flush()
        db.session.add(Account(person_id=person.id))
        db.session.add(RoleAssignment(person_id=person.id, role=Role.EVALUATOR, acting=False, starts_on=START))
        db.session.flush()
        found.append(actor_of_person(person.id))
    return found


def rated_panel(actor, code="R1", sources=SOURCES, **parameters):
    """A qualitative indicator of one criterion that is rated by sources."""
    draft = IndicatorDraft(
        code=code,
        name=f"다면 {code}",
        method=Method.PANEL,
        kind=IndicatorKind.QUALITATIVE,
        parameters={"sources": sources, **parameters} if sources else parameters,
    )
    return indicators.save_indicator(
        actor=actor, draft=draft, criteria=[CriterionDraft(name="전반", weight=Decimal(100))]
    )
