"""위원회 구성 점검: what law and fairness say about who sits on a panel. Warnings: the office decides and answers for it.

Source: 정부업무평가 기본법 §18② (two thirds civilians), 지방공무원 수당 등에 관한 규정 §6의2⑤ (at most 7 members).
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.core.messages import Message, _
from app.evaluation.enums import CommitteeKind

MOST_IN_BONUS_PANEL = 7
CIVIL_PARTS, OF_PARTS = 2, 3
FEWEST_PER_DEPARTMENT = 3
"""With fewer evaluators of a department one of them decides its score."""


@dataclass(frozen=True, kw_only=True)
class Sitter:
    """A member of the panel: civilians belong to no department of the office."""

    person_id: int
    department_id: int | None

    @property
    def is_civilian(self) -> bool:
        """Whether the member comes from outside the office."""
        return self.department_id is None


def make_up_warnings(kind: CommitteeKind, sitters: Sequence[Sitter]) -> list[Message]:
    """Return what speaks against the make-up of a committee; empty without members."""
    if not sitters:
        return []
    warnings = []
    civilians = sum(sitter.is_civilian for sitter in sitters)
    needed = -(-CIVIL_PARTS * len(sitters) // OF_PARTS)
    if kind is CommitteeKind.SELF_EVALUATION and civilians < needed:
        warnings.append(
            _(
                "%(civilians)s of %(all)s members are civilians; a self-evaluation committee needs at least two "
                "thirds, %(needed)s here (정부업무평가 기본법 §18②).",
                civilians=civilians,
                all=len(sitters),
                needed=needed,
            )
        )
    if kind is CommitteeKind.BONUS and len(sitters) > MOST_IN_BONUS_PANEL:
        warnings.append(
            _(
                "%(all)s members; a bonus panel has at most 7 (지방공무원 수당 등에 관한 규정 §6의2⑤).",
                all=len(sitters),
            )
        )
    insiders = Counter(sitter.department_id for sitter in sitters if sitter.department_id is not None)
    if insiders and max(insiders.values()) * 2 > len(sitters):
        warnings.append(_("More than half of the members come from one department."))
    return warnings


def coverage_warnings(indicator: str, found: Mapping[str, int]) -> list[Message]:
    """Return which departments (name → evaluators free for them) have too few evaluators for an indicator."""
    none = [name for name, count in found.items() if count == 0]
    few = [name for name, count in found.items() if 0 < count < FEWEST_PER_DEPARTMENT]
    warnings = []
    if none:
        warnings.append(_("“%(indicator)s”: nobody may score %(names)s.", indicator=indicator, names=", ".join(none)))
    if few:
        warnings.append(
            _(
                "“%(indicator)s”: fewer than %(least)s evaluators for %(names)s.",
                indicator=indicator,
                least=FEWEST_PER_DEPARTMENT,
                names=", ".join(few),
            )
        )
    return warnings


def source_warnings(indicator: str, source: str, fewest: int, short: Sequence[str]) -> list[Message]:
    """Return that a source would be left out for departments with fewer raters than it needs."""
    if not short:
        return []
    return [
        _(
            "“%(indicator)s”: the source “%(source)s” counts from %(fewest)s raters on; fewer may score %(names)s.",
            indicator=indicator,
            source=source,
            fewest=fewest,
            names=", ".join(short),
        )
    ]
