"""예행 통합문서: rules and their hash, every department before and after, and what could not be tried."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from app.core.sheets import Column, Kind, Sheet
from app.core.sheets.columns import Cell
from app.evaluation.enums import GradeScheme, MarkRule, MissingRule, RoundingMode
from app.evaluation.models import EvaluationRound, Publication, Rehearsal
from app.evaluation.services.rehearsal_rules import Rules
from app.evaluation.services.rehearsals import Rehearsed

FACTS = (Column("항목", width=28), Column("값", width=80))
SHIFTS = (
    Column("평가군", width=16),
    Column("부서", width=22),
    Column("총점(공개)", kind=Kind.NUMBER),
    Column("총점(예행)", kind=Kind.NUMBER),
    Column("총점 차이", kind=Kind.NUMBER),
    Column("순위(공개)", kind=Kind.NUMBER),
    Column("순위(예행)", kind=Kind.NUMBER),
    Column("순위 변동", kind=Kind.NUMBER, note="양수는 오름"),
    Column("등급(공개)"),
    Column("등급(예행)"),
)
GROUPS = (
    Column("평가군", width=16),
    Column("부서 수", kind=Kind.NUMBER),
    Column("순위가 바뀐 부서", kind=Kind.NUMBER),
    Column("등급이 바뀐 부서", kind=Kind.NUMBER),
    Column("순위상관계수", kind=Kind.NUMBER),
)
WEIGHTS = (Column("평가군", width=16), Column("지표코드"), Column("지표명", width=40), Column("배점", kind=Kind.NUMBER))
UNTRIED = (Column("지표코드"), Column("지표명", width=40), Column("이유", width=50), Column("부서", width=40))


def rehearsal_sheets(
    kept: Rehearsal, rules: Rules, found: Rehearsed, publication: Publication, record: EvaluationRound
) -> Sequence[Sheet]:
    """Return the sheets of a kept rehearsal."""
    return [
        Sheet("예행", FACTS, list(_facts(kept, rules, publication, record))),
        Sheet("부서별", SHIFTS, list(_shifts(found))),
        Sheet(
            "평가군별",
            GROUPS,
            [[g.peer_group, len(g.shifts), g.moved, g.regraded, g.correlation] for g in found.groups],
        ),
        Sheet("배점", WEIGHTS, list(_weights(rules))),
        Sheet(
            "예행하지 못한 지표",
            UNTRIED,
            [[row.code, row.name, str(row.reason), ", ".join(row.departments)] for row in found.untried],
        ),
    ]


def _facts(
    kept: Rehearsal, rules: Rules, publication: Publication, record: EvaluationRound
) -> Iterator[Sequence[Cell]]:
    yield "예행명", kept.name
    yield "자료", f"{record.code} {record.name}, 판 {publication.version}"
    yield "자료 SHA-256", publication.sha256
    yield "규칙 SHA-256", kept.rules_sha256
    yield "미제출 처리", str(MissingRule(rules["missing_rule"]).label)
    yield "정성 점수", str(MarkRule(rules["mark_rule"]).label)
    yield "총점 소수자리", rules["digits"]
    yield "반올림", str(RoundingMode(rules["rounding"]).label)
    yield "등급 방식", str(GradeScheme(rules["grade_scheme"]).label)
    yield "등급", " · ".join(f"{step['label']} {step['value'] or ''}".strip() for step in rules["grade_steps"])


def _shifts(found: Rehearsed) -> Iterator[Sequence[Cell]]:
    for group in found.groups:
        for shift in group.shifts:
            yield (
                group.peer_group,
                shift.department,
                shift.before.total,
                shift.after.total,
                shift.gain,
                shift.before.rank,
                shift.after.rank,
                shift.climb,
                shift.before.grade,
                shift.after.grade,
            )


def _weights(rules: Rules) -> Iterator[Sequence[Cell]]:
    groups = {row["peer_group_id"]: row["peer_group"] for row in rules["members"]}
    for line in rules["lines"]:
        yield groups.get(line["peer_group_id"], ""), line["code"], line["name"], Decimal(line["weight"])
