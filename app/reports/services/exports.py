"""인센티브 명세 내보내기: preview it, freeze it, hand it out. Every time names go out, a record stays."""

import json
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import func, select

from app.accounts.services.access_records import record_access
from app.core import access, clock
from app.core.access import Actor
from app.core.database import db
from app.core.errors import Conflict, Refused
from app.core.events import FreeText, publish
from app.core.messages import _
from app.core.snapshots import canonical_json, fingerprint
from app.reports.enums import ExportOrigin, Permission, UnitRule
from app.reports.events import IncentiveDownloaded, IncentiveExported
from app.reports.models import IncentiveBatch
from app.reports.policy import POLICY
from app.reports.queries.incentives import grade_table, people_of, table_rule
from app.reports.queries.publications import PublishedRound, published_round
from app.reports.rules.incentives import BatchHead, PointsRule, Totals, content_of, make_lines, totals_of

REASON_LENGTH = 10
CONSOLE = "console"
MADE, DOWNLOADED = "incentive_export", "incentive_download"
"""Actions of the access record."""


@dataclass(frozen=True, kw_only=True)
class ExportChoice:
    """What a batch is to be made from."""

    round_code: str
    table_code: str = "standard"
    unit_rule: UnitRule = UnitRule.RANK
    department_weight: Decimal = Decimal(100)
    mileage_weight: Decimal = Decimal(100)


@dataclass(frozen=True, kw_only=True)
class Preview:
    """What a batch would say: counts and sums, no names."""

    published: PublishedRound
    head: BatchHead
    totals: Totals
    content: dict[str, object]
    sha256: str


def preview_export(choice: ExportChoice) -> Preview:
    """Reckon a batch without keeping it. Raises `Refused` where round or table do not allow it."""
    published = published_round(choice.round_code)
    head = BatchHead(
        round_code=published.code,
        round_name=published.name,
        year=published.year,
        base_on=published.base_on,
        publication_version=published.version,
        publication_sha256=published.sha256,
        unit_rule=choice.unit_rule,
        points_rule=PointsRule(department_weight=choice.department_weight, mileage_weight=choice.mileage_weight),
        table_code=choice.table_code,
        table=table_rule(grade_table(choice.table_code)),
    )
    lines = make_lines(people_of(published), head)
    if not lines:
        raise Refused(_("Nobody was in office on the base date of this round."))
    content = content_of(head, lines)
    return Preview(
        published=published, head=head, totals=totals_of(lines), content=content, sha256=fingerprint(content)
    )


def create_export(
    *,
    actor: Actor | None,
    choice: ExportChoice,
    reason: str,
    address: str = CONSOLE,
    origin: ExportOrigin = ExportOrigin.PAGE,
    seen_sha256: str = "",
) -> IncentiveBatch:
    """Freeze a batch. `actor` None is the office's own command line.

    `seen_sha256` is the hash of the preview the person looked at; raises `Conflict` if the figures have changed.
    """
    if actor is not None:
        access.require(POLICY, Permission.BATCHES_WRITE, actor)
    reason = reason.strip()
    if len(reason) < REASON_LENGTH:
        raise Refused(_("Give a reason of at least %(count)s characters.", count=REASON_LENGTH))
    preview = preview_export(choice)
    if seen_sha256 and seen_sha256 != preview.sha256:
        raise Conflict(_("The figures have changed since the preview. Look at the new preview and decide anew."))
    batch = _batch(preview, actor, reason, origin)
    db.session.add(batch)
    db.session.flush()
    if actor is not None:
        note_access(actor, address, MADE, batch)
    publish(
        IncentiveExported(
            actor_id=actor.id if actor else None,
            incentive_batch_id=batch.id,
            number=batch.number,
            round_code=batch.round_code,
            publication_sha256=batch.publication_sha256,
            sha256=batch.sha256,
            people=batch.people,
            reason=FreeText(reason),
        )
    )
    return batch


def record_download(*, actor: Actor | None, batch: IncentiveBatch, address: str = CONSOLE) -> None:
    """Keep who took the workbook of a batch out."""
    if actor is not None:
        access.require(POLICY, Permission.BATCHES_WRITE, actor)
        note_access(actor, address, DOWNLOADED, batch)
    publish(IncentiveDownloaded(actor_id=actor.id if actor else None, incentive_batch_id=batch.id, people=batch.people))


def batch_content(batch: IncentiveBatch) -> dict[str, Any]:
    """Read what a batch says. Raises `Conflict` if it no longer has its hash."""
    content: dict[str, Any] = json.loads(batch.content)
    if fingerprint(content) != batch.sha256:
        raise Conflict(_("The batch %(number)s no longer matches its hash.", number=batch.number))
    return content


def next_number() -> str:
    """Return the number of the next batch: "HR-2026-0001"."""
    year = clock.today().year
    made = db.session.scalar(select(func.count()).where(IncentiveBatch.number.like(f"HR-{year}-%"))) or 0
    return f"HR-{year}-{made + 1:04d}"


def _batch(preview: Preview, actor: Actor | None, reason: str, origin: ExportOrigin) -> IncentiveBatch:
    totals = preview.totals
    return IncentiveBatch(
        number=next_number(),
        publication_id=preview.published.publication_id,
        round_code=preview.published.code,
        year=preview.published.year,
        publication_sha256=preview.published.sha256,
        reason=reason,
        origin=origin,
        created_by_id=actor.id if actor else None,
        created_at=clock.now(),
        people=totals.people,
        excluded=totals.excluded,
        total_points=totals.points,
        total_won=totals.won,
        without_amount=totals.without_amount,
        content=canonical_json(preview.content).decode(),
        sha256=preview.sha256,
    )


def note_access(actor: Actor, address: str, action: str, batch: IncentiveBatch) -> None:
    """Keep in the access record that somebody made or took out a batch."""
    reason = f"{batch.number} {batch.reason}"
    record_access(actor=actor, address=address, action=action, concerned_count=batch.people, reason=reason)
