"""관점별·지표별 점수: read from the newest publication of each round, which never changes once it is there."""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from sqlalchemy import select

from app.core.database import db
from app.core.figures import rounded
from app.evaluation.enums import MeasureState
from app.evaluation.models import Composition, EvaluationRound, Indicator, Perspective, Publication
from app.evaluation.queries.releases import newest, released
from app.evaluation.rules.methods.reading import to_number
from app.reports.queries.tower.scope import Scope

ROUNDS = 6
"""Rounds of a trend at most."""


@dataclass(frozen=True, kw_only=True)
class PublishedRound:
    """A round as published, the mean score and the mean actual of each indicator by peer group.

    `scores` and `actuals` are by (indicator id, peer group name).
    """

    round_id: int
    code: str
    name: str
    year: int
    names: Mapping[int, str]
    scores: Mapping[tuple[int, str], Decimal]
    actuals: Mapping[tuple[int, str], Decimal]
    groups: Sequence[str]


@dataclass(frozen=True, kw_only=True)
class Target:
    """What an indicator was to reach in a round, in a peer group."""

    round_id: int
    group_id: int
    target: Decimal


def published_rounds(scope: Scope) -> Sequence[PublishedRound]:
    """Return the last released rounds up to the one asked for, the earliest first: one statement, and one for each new one.

    What a publication says is read once by each process: a published text is never changed.
    """
    statement = (
        select(
            EvaluationRound.id,
            EvaluationRound.code,
            EvaluationRound.name,
            EvaluationRound.year,
            Publication.id,
            Publication.sha256,
        )
        .join(Publication, Publication.round_id == EvaluationRound.id)
        .where(Publication.id.in_(newest(released())), EvaluationRound.year <= scope.year)
        .order_by(EvaluationRound.base_on.desc(), EvaluationRound.id.desc())
        .limit(ROUNDS)
    )
    rows = db.session.execute(statement).all()
    if scope.round_id in {row[0] for row in rows}:
        rows = rows[[row[0] for row in rows].index(scope.round_id) :]
    found = [(row, _means(row[4], row[5])) for row in reversed(rows)]
    return [
        PublishedRound(
            round_id=row[0],
            code=row[1],
            name=row[2],
            year=row[3],
            names=means.names,
            scores=means.scores,
            actuals=means.actuals,
            groups=means.groups,
        )
        for row, means in found
    ]


@dataclass(frozen=True, kw_only=True)
class _Means:
    names: Mapping[int, str]
    scores: Mapping[tuple[int, str], Decimal]
    actuals: Mapping[tuple[int, str], Decimal]
    groups: Sequence[str]


@lru_cache(maxsize=64)
def _means(publication_id: int, _sha256: str) -> _Means:
    """The fingerprint is part of the key: another text is another entry."""
    text = db.session.scalars(select(Publication.snapshot).where(Publication.id == publication_id)).one()
    names: dict[int, str] = {}
    scores: dict[tuple[int, str], list[Decimal]] = defaultdict(list)
    actuals: dict[tuple[int, str], list[Decimal]] = defaultdict(list)
    groups: dict[str, None] = {}
    for department in json.loads(text)["departments"]:
        group = groups.setdefault(department["peer_group"]) or department["peer_group"]
        for line in department["lines"]:
            key = (line["indicator_id"], group)
            names[key[0]] = line["name"]
            if line["state"] != MeasureState.VALUE.value:
                continue
            for figure, place in ((line["score"], scores), (line["actual"], actuals)):
                number = None if figure is None else to_number(figure)
                if number is not None:
                    place[key].append(number)
    return _Means(names=names, scores=_means_of(scores), actuals=_means_of(actuals), groups=list(groups))


def mean_of(values: Sequence[Decimal]) -> Decimal:
    """Return the mean of some values (at least one), rounded half up to two decimals."""
    return rounded(sum(values, Decimal(0)) / len(values), 2)


def _means_of(found: Mapping[tuple[int, str], Sequence[Decimal]]) -> Mapping[tuple[int, str], Decimal]:
    return {key: mean_of(values) for key, values in found.items()}


def perspectives_of_indicators() -> Mapping[int, str]:
    """Return the perspective each indicator stands under, in the order of the perspectives."""
    statement = (
        select(Indicator.id, Perspective.name)
        .join(Perspective, Perspective.id == Indicator.perspective_id)
        .order_by(Perspective.position, Perspective.id, Indicator.id)
    )
    return {row.id: row.name for row in db.session.execute(statement)}


def means_by_perspective(last: PublishedRound) -> tuple[Sequence[str], Mapping[str, Mapping[str, Decimal]]]:
    """Return the perspectives with a score, in their order, and the mean score by peer group and perspective."""
    by_perspective = perspectives_of_indicators()
    found: dict[str, dict[str, list[Decimal]]] = {group: {} for group in last.groups}
    for (indicator, group), score in last.scores.items():
        axis = by_perspective.get(indicator)
        if axis is not None:
            found[group].setdefault(axis, []).append(score)
    means = {group: {axis: mean_of(row[axis]) for axis in row} for group, row in found.items()}
    axes = dict.fromkeys(by_perspective.values())
    return [axis for axis in axes if any(axis in row for row in means.values())], means


def targets_of(indicator_id: int) -> Sequence[Target]:
    """Return the targets of an indicator in every round and peer group."""
    statement = select(Composition.round_id, Composition.peer_group_id, Composition.target).where(
        Composition.indicator_id == indicator_id, Composition.target.is_not(None)
    )
    rows = db.session.execute(statement)
    return [Target(round_id=one, group_id=group, target=goal) for one, group, goal in rows if goal is not None]
