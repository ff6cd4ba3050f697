"""인사 인계와 감사: frozen incentive batches, and the heads of the audit log's entries."""

from app.api.resources.shapes import Field, Filter, Kind, Resource, Row, equals, since
from app.audit.enums import Permission as AuditPermission
from app.audit.models import AuditEntry
from app.audit.policy import POLICY as AUDIT
from app.core.access import Actor
from app.core.messages import _
from app.reports.enums import BatchState, Permission
from app.reports.models import IncentiveBatch
from app.reports.policy import POLICY
from app.reports.queries.incentive_handovers import PLAIN, standings_of


def _with_states(_actor: Actor, rows: list[Row]) -> list[Row]:
    standings = standings_of([row["id"] for row in rows]) if rows else {}
    return [row | {"state": standings.get(row["id"], PLAIN).state.value} for row in rows]


INCENTIVES = Resource(
    name="incentive-batches",
    title=_("Incentive batches"),
    about=_("Frozen batches with control totals and hash. Whose pay it is stands in the workbook only."),
    who=_("HR, control tower, auditor"),
    may=POLICY[Permission.BATCHES_READ],
    key=IncentiveBatch.id,
    joined=lambda statement: statement.select_from(IncentiveBatch),
    finish=_with_states,
    fields=(
        Field("id", Kind.WHOLE, _("Number of the record"), IncentiveBatch.id),
        Field("number", Kind.TEXT, _("Number of the batch"), IncentiveBatch.number),
        Field("round_code", Kind.TEXT, _("Code of the round"), IncentiveBatch.round_code),
        Field("year", Kind.WHOLE, _("Year"), IncentiveBatch.year),
        Field(
            "publication_sha256", Kind.TEXT, _("SHA-256 of the published snapshot"), IncentiveBatch.publication_sha256
        ),
        Field("state", Kind.CODE, _("State of the hand-over"), None, vocabulary=BatchState),
        Field("created_at", Kind.MOMENT, _("When it was made"), IncentiveBatch.created_at),
        Field("people", Kind.WHOLE, _("People in it"), IncentiveBatch.people),
        Field("excluded", Kind.WHOLE, _("People excluded"), IncentiveBatch.excluded),
        Field("total_points", Kind.EXACT, _("Sum of the points"), IncentiveBatch.total_points),
        Field("total_won", Kind.EXACT, _("Sum in won"), IncentiveBatch.total_won, optional=True),
        Field("without_amount", Kind.WHOLE, _("Graded people without an amount"), IncentiveBatch.without_amount),
        Field("sha256", Kind.TEXT, _("SHA-256 of the batch"), IncentiveBatch.sha256),
    ),
    filters=(
        Filter("updated_since", Kind.MOMENT, _("Made at this moment or later"), since(IncentiveBatch.created_at)),
        Filter("year", Kind.WHOLE, _("Year"), equals(IncentiveBatch.year)),
        Filter("round_code", Kind.TEXT, _("Code of the round"), equals(IncentiveBatch.round_code)),
    ),
)

AUDIT_HEADS = Resource(
    name="audit-heads",
    title=_("Heads of the audit log"),
    about=_(
        "Number, moment and hash of every entry, without who acted and the details: kept elsewhere, it proves the log."
    ),
    who=_("Auditor"),
    may=AUDIT[AuditPermission.ENTRIES_READ],
    key=AuditEntry.seq,
    joined=lambda statement: statement.select_from(AuditEntry),
    fields=(
        Field("id", Kind.WHOLE, _("Number in the chain"), AuditEntry.seq),
        Field("at", Kind.MOMENT, _("Moment"), AuditEntry.at),
        Field("event", Kind.TEXT, _("What happened"), AuditEntry.event),
        Field("subject_type", Kind.TEXT, _("Kind of record it is about"), AuditEntry.subject_type),
        Field("subject_id", Kind.WHOLE, _("Record it is about"), AuditEntry.subject_id),
        Field("previous_hash", Kind.TEXT, _("Hash of the entry before"), AuditEntry.previous_hash),
        Field("hash", Kind.TEXT, _("Hash of the entry"), AuditEntry.hash),
    ),
    filters=(
        Filter("updated_since", Kind.MOMENT, _("Written at this moment or later"), since(AuditEntry.at)),
        Filter("event", Kind.TEXT, _("What happened"), equals(AuditEntry.event)),
    ),
)
