"""5S 산정 기준과 지수의 바탕을 글자로: what is kept as JSON and read again without losing a digit; and the preset."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from app.core.figures import bare
from app.core.values import Value
from app.voice.enums.five_s import FIVE_S, FiveSSource
from app.voice.rules.five_s import Fact, IndexRule, PartScore, Row, SourceRule, SourceScore, mean_of, score_source


def _preset(source: FiveSSource, weight: int, worst: int, best: int, minimum: int) -> SourceRule:
    return SourceRule(source=source, weight=Decimal(weight), worst=Decimal(worst), best=Decimal(best), minimum=minimum)


PRESET = IndexRule(
    weights={value: Decimal(20) for value in FIVE_S},
    sources=(
        _preset(FiveSSource.SURVEYS, 80, 50, 100, 5),
        _preset(FiveSSource.ANSWERS, 20, 50, 100, 5),
        _preset(FiveSSource.SAME_WORK, 100, 0, 30, 10),
        _preset(FiveSSource.COOPERATION, 100, 50, 100, 5),
        _preset(FiveSSource.SHORTENING, 70, 0, 50, 10),
        _preset(FiveSSource.IN_TIME, 30, 80, 100, 10),
        _preset(FiveSSource.RECOGNITIONS, 60, 0, 10, 1),
        _preset(FiveSSource.PROACTIVE, 40, 0, 5, 1),
    ),
    least=3,
)
"""Where an office begins. A department without an award has no figure; with a least number of 0 it would have 0."""


def plain_rule(rule: IndexRule) -> dict[str, Any]:
    """Write a rule as JSON, numbers as text."""
    return {
        "weights": {value.value: bare(weight) for value, weight in rule.weights.items()},
        "sources": [_plain_source_rule(one) for one in rule.sources],
        "least": rule.least,
    }


def rule_from(weights: Mapping[str, str], sources: Sequence[Mapping[str, Any]], least: int) -> IndexRule:
    """Read a rule that was kept."""
    return IndexRule(
        weights={Value(value): Decimal(weight) for value, weight in weights.items()},
        sources=tuple(_source_rule(one) for one in sources),
        least=least,
    )


def plain_part(part: PartScore) -> list[dict[str, Any]]:
    """Write what an S was made of."""
    return [
        {**_plain_source_rule(one.rule), "rows": [_plain_row(row) for row in one.fact.rows]} for one in part.sources
    ]


def part_from(value: Value, weight: Decimal, sources: Sequence[Mapping[str, Any]]) -> PartScore:
    """Reckon an S again from what was kept: the same numbers, before rounding."""
    scores = [_source_score(one) for one in sources]
    score = mean_of([(one.rule.weight, one.score) for one in scores])
    return PartScore(value=value, weight=weight, sources=scores, score=score)


def _source_score(plain: Mapping[str, Any]) -> SourceScore:
    return score_source(_source_rule(plain), Fact(rows=tuple(_row(row) for row in plain["rows"])))


def _plain_source_rule(rule: SourceRule) -> dict[str, Any]:
    return {
        "source": rule.source.value,
        "weight": bare(rule.weight),
        "worst": bare(rule.worst),
        "best": bare(rule.best),
        "minimum": rule.minimum,
    }


def _source_rule(plain: Mapping[str, Any]) -> SourceRule:
    return SourceRule(
        source=FiveSSource(plain["source"]),
        weight=Decimal(plain["weight"]),
        worst=Decimal(plain["worst"]),
        best=Decimal(plain["best"]),
        minimum=int(plain["minimum"]),
    )


def _plain_row(row: Row) -> dict[str, Any]:
    return {
        "kind": row.kind,
        "id": row.id,
        "title": row.title,
        "day": row.day,
        "part": bare(row.part),
        "of": bare(row.of),
        "n": row.n,
        "is_example": row.is_example,
    }


def _row(plain: Mapping[str, Any]) -> Row:
    return Row(**{**plain, "part": Decimal(plain["part"]), "of": Decimal(plain["of"])})
