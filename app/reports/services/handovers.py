"""인사 인계: freeze a batch or an adjustment, hand it to HR, and keep what HR says. The maker never decides."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from app.core import access, clock
from app.core.access import Actor
from app.core.database import db
from app.core.errors import Conflict, Refused
from app.core.events import FreeText, publish
from app.core.messages import Message, _
from app.core.snapshots import canonical_json, fingerprint, to_plain
from app.reports.enums import ExportOrigin, Permission, Verdict
from app.reports.events import IncentiveAccepted, IncentiveHandedOver, IncentiveReturned
from app.reports.models import (
    IncentiveBatch,
    IncentiveDecision,
    IncentiveFactSheet,
    IncentiveHandover,
    IncentiveRuleVersion,
)
from app.reports.policy import POLICY
from app.reports.queries import incentive_handovers as lines
from app.reports.queries.incentive_handovers import Tail
from app.reports.queries.incentive_rules import facts_of_sheet, newest_facts, rules_of_version, rules_or_refuse
from app.reports.queries.incentives import people_of
from app.reports.queries.publications import PublishedRound, published_round, teams_of
from app.reports.rules import adjustments
from app.reports.rules.handovers import Origin, content_of_handover, make_handover
from app.reports.rules.rule_sets import RuleSet
from app.reports.services.exports import CONSOLE, MADE, REASON_LENGTH, batch_content, next_number, note_access


@dataclass(frozen=True, kw_only=True)
class HandoverChoice:
    """What a batch is to be made from. `department_share` None: that of the rule set."""

    round_code: str
    rule_code: str
    department_share: Decimal | None = None


@dataclass(frozen=True, kw_only=True)
class Prepared:
    """What a batch or adjustment would say: no names outside `content`. `tail` is the end of its line so far."""

    published: PublishedRound
    version: IncentiveRuleVersion
    rules: RuleSet
    facts: IncentiveFactSheet | None
    content: dict[str, Any]
    sha256: str
    tail: Tail | None
    settled_by: str | None = None
    """Number of the batch of another rule set that HR has accepted for this round: this one can only be compared."""

    @property
    def is_adjustment(self) -> bool:
        """Whether HR has accepted a batch of this line already."""
        return bool(self.content["kind"] == "adjustment")

    @property
    def replaces(self) -> Tail | None:
        """The batch whose place this one takes: returned, or not yet decided about."""
        return None if self.tail is None or self.tail.verdict is Verdict.ACCEPTED else self.tail

    @property
    def is_waiting(self) -> bool:
        """Whether the end of the line waits for HR and says the same."""
        return self.tail is not None and self.tail.verdict is None and self.tail.sha256 == self.sha256

    @property
    def adjusts_id(self) -> int | None:
        """The accepted batch this one adjusts."""
        if self.tail is None:
            return None
        return self.tail.batch_id if self.tail.verdict is Verdict.ACCEPTED else self.tail.adjusts_id


def preview_handover(choice: HandoverChoice, *, lock: bool = False) -> Prepared:
    """Reckon a batch, or what would differ from the accepted state, without keeping it."""
    published = published_round(choice.round_code)
    version = rules_or_refuse(choice.rule_code)
    rules = rules_of_version(version).with_share(choice.department_share)
    facts = newest_facts(published.round_id)
    tail = lines.tail_of(published.code, version.code, lock=lock)
    settled = lines.settled_by(published.code)
    made, payout = make_handover(people_of(published), facts_of_sheet(facts), teams_of(published.publication_id), rules)
    if not made:
        raise Refused(_("Nobody was in office on the base date of this round."))
    content = content_of_handover(_origin(published, version, facts), rules, made, payout)
    own = settled is not None and settled[1] == version.code
    if own:
        content = _adjustment(content, published.code, version.code)
    return Prepared(
        published=published,
        version=version,
        rules=rules,
        facts=facts,
        content=content,
        sha256=fingerprint(content),
        tail=tail,
        settled_by=None if settled is None or own else settled[0],
    )


def _origin(published: PublishedRound, version: IncentiveRuleVersion, facts: IncentiveFactSheet | None) -> Origin:
    return Origin(
        round_code=published.code,
        round_name=published.name,
        year=published.year,
        base_on=published.base_on,
        publication_version=published.version,
        publication_sha256=published.sha256,
        rule_code=version.code,
        rule_version=version.version,
        rule_sha256=version.sha256,
        facts_version=None if facts is None else facts.version,
        facts_sha256=None if facts is None else facts.sha256,
    )


def _adjustment(content: dict[str, Any], round_code: str, rule_code: str) -> dict[str, Any]:
    """Turn a whole new batch into its differences from what HR has accepted."""
    accepted = lines.accepted_line(round_code, rule_code)
    for batch in accepted:
        batch_content(batch)
    before = lines.state_after(accepted)
    plain = to_plain(content["rows"])
    assert isinstance(plain, list)
    after = adjustments.state_of(plain)  # type: ignore[arg-type]
    changes = adjustments.differences(before, after)
    last = accepted[-1]
    return {
        **content,
        "kind": "adjustment",
        "adjusts": {"number": last.number, "sha256": last.sha256},
        "totals": adjustments.totals_of_changes(changes),
        "state": adjustments.totals_of_state(after),
        "rows": changes,
    }


def create_handover(
    *,
    actor: Actor | None,
    choice: HandoverChoice,
    reason: str,
    address: str = CONSOLE,
    origin: ExportOrigin = ExportOrigin.PAGE,
    seen_sha256: str = "",
) -> IncentiveBatch:
    """Freeze a batch and hand it to HR. `actor` None is the office's own command line.

    A line (round and rule set) goes on: a batch that was returned or still waits is replaced, an accepted one is
    adjusted. Raises `Conflict` where the figures are no longer those of `seen_sha256`, `Refused` where nothing is new.
    """
    if actor is not None:
        access.require(POLICY, Permission.BATCHES_PREPARE, actor)
    reason = reason.strip()
    if len(reason) < REASON_LENGTH:
        raise Refused(_("Give a reason of at least %(count)s characters.", count=REASON_LENGTH))
    prepared = preview_handover(choice, lock=True)
    if seen_sha256 and seen_sha256 != prepared.sha256:
        raise Conflict(_("The figures have changed since the preview. Look at the new preview and decide anew."))
    _check_new(prepared)
    batch = _batch(prepared, actor, reason, origin)
    db.session.add(batch)
    db.session.flush()
    db.session.add(
        IncentiveHandover(
            batch_id=batch.id,
            round_code=batch.round_code,
            rule_code=prepared.version.code,
            rule_version_id=prepared.version.id,
            fact_sheet_id=None if prepared.facts is None else prepared.facts.id,
            adjusts_id=prepared.adjusts_id,
            replaces_id=None if prepared.replaces is None else prepared.replaces.batch_id,
        )
    )
    db.session.flush()
    if actor is not None:
        note_access(actor, address, MADE, batch)
    publish(
        IncentiveHandedOver(
            actor_id=actor.id if actor else None,
            incentive_batch_id=batch.id,
            number=batch.number,
            round_code=batch.round_code,
            rule_code=prepared.version.code,
            rule_version=prepared.version.version,
            sha256=batch.sha256,
            people=batch.people,
            adjusts=prepared.content.get("adjusts", {}).get("number"),
            replaces=None if prepared.replaces is None else prepared.replaces.number,
            reason=FreeText(reason),
        )
    )
    return batch


def _check_new(prepared: Prepared) -> None:
    if prepared.is_waiting and prepared.tail is not None:
        raise Refused(_("The same batch is with HR already: %(number)s.", number=prepared.tail.number))
    if prepared.is_adjustment and not prepared.content["rows"]:
        raise Refused(
            _("Nothing differs from what HR has accepted (%(number)s).", number=prepared.content["adjusts"]["number"])
        )


def _batch(prepared: Prepared, actor: Actor | None, reason: str, origin: ExportOrigin) -> IncentiveBatch:
    totals, rows = prepared.content["totals"], prepared.content["rows"]
    people = len(rows)
    excluded, without = totals["excluded"], totals["without_amount"]
    if prepared.is_adjustment:
        after = [row["after"] for row in rows if row["after"] is not None]
        excluded = sum(row["grade"] is None for row in after)
        without = sum(row["grade"] is not None and row["amount_won"] is None for row in after)
    return IncentiveBatch(
        number=next_number(),
        publication_id=prepared.published.publication_id,
        round_code=prepared.published.code,
        year=prepared.published.year,
        publication_sha256=prepared.published.sha256,
        reason=reason,
        origin=origin,
        created_by_id=actor.id if actor else None,
        created_at=clock.now(),
        people=people,
        excluded=excluded,
        total_points=totals["points"],
        total_won=totals["won"],
        without_amount=without,
        content=canonical_json(prepared.content).decode(),
        sha256=prepared.sha256,
    )


def accept_batch(*, actor: Actor, batch: IncentiveBatch) -> None:
    """Accept a batch as HR officer; from now on it changes only by adjustments."""
    handover = _to_decide(actor, batch)
    if waits_for_another(actor, batch):
        raise Refused(_("You entered the facts it rests on, so another HR officer accepts it."))
    first = handover.adjusts_id is None
    settled = lines.settled_by(batch.round_code) if first else None
    if settled is not None:
        raise Refused(_("HR has accepted %(number)s for this round already.", number=settled[0]))
    _decide(actor, batch, Verdict.ACCEPTED, "", batch.round_code if first else None)
    publish(IncentiveAccepted(actor_id=actor.id, incentive_batch_id=batch.id, number=batch.number, sha256=batch.sha256))


def waits_for_another(actor: Actor, batch: IncentiveBatch) -> bool:
    """Whether the officer entered HR's facts of the batch, and somebody else of HR could accept it.

    The control tower sees no names: otherwise one officer alone would decide what stands in the own line.
    """
    if lines.entered_facts_of(batch.id) != actor.id:
        return False
    return lines.has_another_officer([person for person in (actor.id, batch.created_by_id) if person is not None])


def return_batch(*, actor: Actor, batch: IncentiveBatch, reason: str) -> None:
    """Return a batch with a reason; it stays, and the next one names it."""
    _to_decide(actor, batch)
    reason = reason.strip()
    if len(reason) < REASON_LENGTH:
        raise Refused(_("Give a reason of at least %(count)s characters.", count=REASON_LENGTH))
    _decide(actor, batch, Verdict.RETURNED, reason, None)
    publish(
        IncentiveReturned(actor_id=actor.id, incentive_batch_id=batch.id, number=batch.number, reason=FreeText(reason))
    )


def _to_decide(actor: Actor, batch: IncentiveBatch) -> IncentiveHandover:
    access.require(POLICY, Permission.BATCHES_DECIDE, actor, batch.created_by_id)
    handover = lines.lock_handover(batch.id)
    if handover is None:
        raise Conflict(_("This export was never handed over; there is nothing to decide."))
    if lines.verdict_of(batch.id) is not None or lines.is_replaced(batch.id):
        raise Conflict(_("HR has decided about this batch, or another has replaced it."))
    batch_content(batch)
    return handover


def _decide(actor: Actor, batch: IncentiveBatch, verdict: Verdict, reason: str, settles: str | None) -> None:
    db.session.add(
        IncentiveDecision(
            batch_id=batch.id,
            verdict=verdict,
            reason=reason,
            settles_round=settles,
            decided_by_id=actor.id,
            decided_at=clock.now(),
        )
    )
    db.session.flush()


def check_handovers() -> Iterator[Message]:
    """Yield the accepted lines whose adjustments do not join, or whose sums are not those of their last state."""
    for round_code, rule_code in lines.adjusted_lines():
        accepted = lines.accepted_line(round_code, rule_code)
        try:
            state = adjustments.totals_of_state(lines.state_after(accepted))
        except Conflict as conflict:
            yield conflict.reason
            continue
        won = sum((batch.total_won or Decimal(0) for batch in accepted), Decimal(0))
        if (won, sum(batch.total_points for batch in accepted)) != (state["won"], state["points"]):
            yield _(
                "The batches of %(round)s and %(rules)s do not sum to their state.", round=round_code, rules=rule_code
            )
