"""지급규정: what a rule set says, as a value and as the plain content that is hashed and kept."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from app.core.errors import Refused
from app.core.messages import _
from app.evaluation.enums import PayoutMethod, RoundingMode
from app.evaluation.rules.incentives import IncentiveTable
from app.evaluation.rules.payouts import PayoutTerms
from app.reports.enums import UnitRule
from app.reports.rules.incentives import grades_of

CODE_LENGTH = 40
_FOREIGN = re.compile(r"[^\w.-]+")


@dataclass(frozen=True, kw_only=True)
class RuleSet:
    """Method, table and base amounts by rank in won; a rank without an amount has None: not known, never 0."""

    terms: PayoutTerms
    unit_rule: UnitRule = UnitRule.RANK
    bases: Mapping[str, Decimal | None] = field(default_factory=dict)

    def with_share(self, share: Decimal | None) -> "RuleSet":
        """Return the same rules with another share of the department; None leaves it as it is."""
        if share is None:
            return self
        terms = PayoutTerms(
            table=self.terms.table,
            method=self.terms.method,
            department_share=share,
            agreed=self.terms.agreed,
            agreement=self.terms.agreement,
        )
        return RuleSet(terms=terms, unit_rule=self.unit_rule, bases=self.bases)


def rule_code(text: str) -> str:
    """Make a code of what somebody typed or of a file's name: "지급규정 2026.xlsx" → "지급규정-2026"."""
    name = unicodedata.normalize("NFC", text).strip().removesuffix(".xlsx").removesuffix(".XLSX")
    code = _FOREIGN.sub("-", name)[:CODE_LENGTH].strip("-.")
    if not code:
        raise Refused(_("Give the rule set a code of letters, digits, “-”, “.” or “_”."))
    return code


def content_of_rules(rules: RuleSet) -> dict[str, Any]:
    """Write a rule set as plain values; `rules_of` reads them back."""
    terms = rules.terms
    return {
        "method": terms.method.value,
        "department_share": terms.department_share,
        "unit_rule": rules.unit_rule.value,
        "mode": terms.table.mode.value,
        "unit": terms.table.unit,
        "absorbing_grade": terms.table.absorbing_grade,
        "grades": [[grade.label, grade.share, grade.rate] for grade in terms.table.grades],
        "bases": [[rank, amount] for rank, amount in rules.bases.items()],
        "agreement": terms.agreement,
        "agreed": [[own, other, rate] for (own, other), rate in terms.agreed.items()],
    }


def rules_of(content: Mapping[str, Any]) -> RuleSet:
    """Read plain values back. Raises `Refused` where they contradict themselves."""
    table = IncentiveTable(
        grades=grades_of(content["grades"]),
        absorbing_grade=content["absorbing_grade"],
        mode=RoundingMode(content["mode"]),
        unit=content["unit"],
    )
    terms = PayoutTerms(
        table=table,
        method=PayoutMethod(content["method"]),
        department_share=Decimal(content["department_share"]),
        agreed={(own, other): Decimal(rate) for own, other, rate in content["agreed"]},
        agreement=content["agreement"],
    )
    bases = {rank: None if amount is None else Decimal(amount) for rank, amount in content["bases"]}
    return RuleSet(terms=terms, unit_rule=UnitRule(content["unit_rule"]), bases=bases)


@dataclass(frozen=True, kw_only=True)
class PersonFact:
    """인사자료 of one person. None: HR did not say. A deduction and an exclusion have their reasons."""

    person_id: int
    employee_no: str
    rating: Decimal | None = None
    merit: Decimal | None = None
    birth: Decimal | None = None
    deduction: Decimal | None = None
    deduction_reason: str = ""
    exclusion: str = ""

    @property
    def points(self) -> Decimal:
        """Rating and bonuses less the deduction; what HR did not give adds nothing."""
        given = (self.rating, self.merit, self.birth)
        return sum((figure for figure in given if figure is not None), Decimal(0)) - (self.deduction or Decimal(0))


def facts_of(content: Mapping[str, Any]) -> dict[int, PersonFact]:
    """Read the content of a fact sheet, by person."""
    figures = ("rating", "merit", "birth", "deduction")
    return {
        row["person_id"]: PersonFact(
            **{**row, **{name: None if row[name] is None else Decimal(row[name]) for name in figures}}
        )
        for row in content["rows"]
    }
