"""5S 지수: rules saved in versions, the figures of a year reckoned by them, settled, and shown outside or not."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import delete, select

from app.core import access, clock
from app.core.access import Actor
from app.core.database import db
from app.core.errors import Refused, WrongState
from app.core.events import FreeText, publish
from app.core.messages import _
from app.core.snapshots import fingerprint
from app.organization.queries import Unit, departments_on
from app.voice.enums.five_s import FiveSPart, FiveSShown
from app.voice.enums.permissions import Permission
from app.voice.events.five_s import FiveSPublished, FiveSReckoned, FiveSRuleSaved, FiveSShowingSet
from app.voice.models.five_s import FiveSFigure, FiveSPublication, FiveSRule, FiveSRun, FiveSShowing
from app.voice.policy import POLICY
from app.voice.queries.five_s import last_run, publication_of, rule_of, rule_row, shown_now
from app.voice.queries.five_s_facts import facts_of
from app.voice.rules.five_s import Changed, IndexRule, IndexScore, PartScore, check_rule, score_index, shown
from app.voice.rules.five_s_plain import plain_part, plain_rule

SETTLED = _("The 5S index of this year is settled; its rules and figures no longer change.")


@dataclass(frozen=True, kw_only=True)
class RuleText:
    """What is saved as a version of the rules of a year, and why."""

    year: int
    rule: IndexRule
    reason: str
    is_example: bool = False


def save_rule(*, actor: Actor, text: RuleText) -> FiveSRule:
    """Save the next version of the rules of a year. Raises `Refused` where they cannot be reckoned or the year is settled."""
    access.require(POLICY, Permission.INDEX_RULE, actor)
    check_rule(text.rule)
    if publication_of(text.year) is not None:
        raise WrongState(SETTLED)
    latest = rule_row(text.year, locked=True)
    row = FiveSRule(
        year=text.year,
        version=latest.version + 1 if latest else 1,
        is_example=text.is_example,
        reason=text.reason,
        created_by_id=actor.id,
        created_at=clock.now(),
        **plain_rule(text.rule),
    )
    db.session.add(row)
    db.session.flush()
    publish(
        FiveSRuleSaved(
            actor_id=actor.id,
            five_s_rule_id=row.id,
            year=row.year,
            version=row.version,
            reason=FreeText(text.reason),
        )
    )
    return row


def reckon_year(*, year: int, actor: Actor | None) -> Changed:
    """Reckon the figures of a year anew; without a change nothing is written. `actor` None: by the timetable.

    Raises `Refused` for a year without rules, `WrongState` for a settled one. Others' runs of the year wait.
    """
    if actor is not None:
        access.require(POLICY, Permission.INDEX_RECKON, actor)
    row = rule_row(year, locked=True)
    if row is None:
        raise Refused(_("There are no rules for the 5S index of %(year)s yet.", year=year))
    if publication_of(year) is not None:
        raise WrongState(SETTLED)
    through = min(clock.today(), date(year, 12, 31))
    if through.year < year:
        raise Refused(_("The year has not begun yet."))
    rule, units = rule_of(row), departments_on(through)
    facts = facts_of([unit.id for unit in units], date(year, 1, 1), through)
    indexes = {unit.id: score_index(rule, facts[unit.id]) for unit in units}
    figures = {key: _plain(index) for key, index in sorted(indexes.items())}
    sha256 = fingerprint({"year": year, "rule": plain_rule(rule), "departments": figures})
    counted = sum(1 for index in indexes.values() if index.score is not None)
    before = last_run(year)
    if before is not None and before.sha256 == sha256:
        return Changed(counted, is_new=False, sha256=sha256)
    run = FiveSRun(
        year=year,
        number=before.number + 1 if before else 1,
        rule_id=row.id,
        sha256=sha256,
        through=through,
        departments=counted,
        reckoned_by_id=actor.id if actor else None,
        reckoned_at=clock.now(),
    )
    db.session.add(run)
    db.session.flush()
    _keep(run, units, indexes, figures)
    publish(
        FiveSReckoned(
            actor_id=actor.id if actor else None,
            five_s_run_id=run.id,
            year=year,
            number=run.number,
            sha256=sha256,
            departments=counted,
        )
    )
    return Changed(counted, is_new=True, sha256=sha256)


def reckon_open_years(today: date) -> list[Changed]:
    """Reckon this year and the last one, as far as they have rules and are not settled; what the timetable does."""
    years = (today.year - 1, today.year)
    return [
        reckon_year(year=year, actor=None)
        for year in years
        if rule_row(year) is not None and publication_of(year) is None
    ]


def settle_year(*, actor: Actor, year: int, note: str) -> FiveSPublication:
    """Reckon a year a last time and freeze its rules and figures."""
    access.require(POLICY, Permission.INDEX_PUBLISH, actor)
    if publication_of(year) is not None:
        raise WrongState(SETTLED)
    reckon_year(year=year, actor=actor)
    run = last_run(year)
    assert run is not None
    row = FiveSPublication(
        year=year, run_id=run.id, sha256=run.sha256, note=note, published_by_id=actor.id, published_at=clock.now()
    )
    db.session.add(row)
    db.session.flush()
    publish(FiveSPublished(actor_id=actor.id, five_s_publication_id=row.id, year=year, sha256=row.sha256))
    return row


def set_showing(*, actor: Actor, shown: FiveSShown) -> None:
    """Say what people outside may read of the index. The same again changes nothing."""
    access.require(POLICY, Permission.INDEX_SHOW, actor)
    if shown is shown_now():
        return
    row = FiveSShowing(shown=shown, set_by_id=actor.id, set_at=clock.now())
    db.session.add(row)
    db.session.flush()
    publish(FiveSShowingSet(actor_id=actor.id, five_s_showing_id=row.id, shown=shown.value))


def _plain(index: IndexScore) -> dict[str, Any]:
    """Return what is hashed and kept of a department: for every S its score and what it was made of."""
    parts = {
        part.value.value: {"score": shown(part.score), "n": _count(part), "sources": plain_part(part)}
        for part in index.parts
    }
    total: dict[str, Any] = {"score": shown(index.score), "n": len(index.parts) - len(index.missing), "sources": []}
    return {**parts, FiveSPart.TOTAL.value: total, "is_ranked": index.is_ranked}


def _count(part: PartScore) -> int:
    return max((one.fact.n for one in part.sources if one.score is not None), default=0)


def _keep(
    run: FiveSRun,
    units: Sequence[Unit],
    indexes: Mapping[int, IndexScore],
    figures: Mapping[int, Mapping[str, Any]],
) -> None:
    """Write the figures over those of the run before; a figure keeps its id, so that links to it stay."""
    present = {
        (one.department_id, one.part): one
        for one in db.session.scalars(select(FiveSFigure).where(FiveSFigure.year == run.year))
    }
    wanted = set()
    for unit in units:
        plain = figures[unit.id]
        for part in FiveSPart:
            if part.value not in plain:
                continue
            wanted.add((unit.id, part))
            figure = present.get((unit.id, part)) or FiveSFigure(year=run.year, department_id=unit.id, part=part)
            figure.peer_group_id = unit.peer_group_id
            figure.score, figure.n = plain[part.value]["score"], plain[part.value]["n"]
            figure.sources = plain[part.value]["sources"]
            figure.is_ranked = part is FiveSPart.TOTAL and indexes[unit.id].is_ranked
            figure.run_id = run.id
            db.session.add(figure)
    gone = [one.id for key, one in present.items() if key not in wanted]
    if gone:
        db.session.execute(delete(FiveSFigure).where(FiveSFigure.id.in_(gone)))
    db.session.flush()
