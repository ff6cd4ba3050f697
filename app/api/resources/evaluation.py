"""평가: indicators, rounds and published results."""

from sqlalchemy import ColumnElement, func, select

from app.api.resources.shapes import Field, Filter, Kind, Resource, Row, equals, since
from app.core.access import Actor
from app.core.database import AnySelect, db
from app.core.messages import _
from app.evaluation import policy
from app.evaluation.enums import Cadence, IndicatorKind, Method, Permission, Phase, RoundKind
from app.evaluation.models import EvaluationRound, Indicator, Objective, Perspective, Publication, Result
from app.evaluation.queries.releases import newest, seen_by
from app.organization.models import Department


def _indicators(statement: AnySelect) -> AnySelect:
    return (
        statement.select_from(Indicator)
        .outerjoin(Perspective, Perspective.id == Indicator.perspective_id)
        .outerjoin(Objective, Objective.id == Indicator.objective_id)
        .outerjoin(Department, Department.id == Indicator.owner_department_id)
    )


INDICATORS = Resource(
    name="indicators",
    title=_("Indicators"),
    about=_("The definition of each indicator as it stands now."),
    key=Indicator.id,
    joined=_indicators,
    fields=(
        Field("id", Kind.WHOLE, _("Number of the record"), Indicator.id),
        Field("code", Kind.TEXT, _("Code of the indicator"), Indicator.code),
        Field("name", Kind.TEXT, _("Name"), Indicator.name),
        Field("perspective", Kind.TEXT, _("Perspective"), Perspective.name, optional=True),
        Field("objective", Kind.TEXT, _("Objective"), Objective.name, optional=True),
        Field("unit", Kind.TEXT, _("Unit"), Indicator.unit),
        Field("kind", Kind.CODE, _("Kind"), Indicator.kind, vocabulary=IndicatorKind),
        Field("method", Kind.CODE, _("How it is scored"), Indicator.method, vocabulary=Method),
        Field("cadence", Kind.CODE, _("How often it is measured"), Indicator.cadence, vocabulary=Cadence),
        Field("formula", Kind.TEXT, _("Formula in words"), Indicator.formula),
        Field("baseline", Kind.EXACT, _("Where it started"), Indicator.baseline, optional=True),
        Field("target", Kind.EXACT, _("Target"), Indicator.target, optional=True),
        Field(
            "owner_department_id",
            Kind.WHOLE,
            _("Department that owns it"),
            Indicator.owner_department_id,
            optional=True,
        ),
        Field("version", Kind.WHOLE, _("Version of the definition"), Indicator.version),
        Field("updated_at", Kind.MOMENT, _("Last change"), Indicator.changed_at),
    ),
    filters=(
        Filter("updated_since", Kind.MOMENT, _("Changed at this moment or later"), since(Indicator.changed_at)),
        Filter("department_id", Kind.WHOLE, _("Department that owns it"), equals(Indicator.owner_department_id)),
        Filter("method", Kind.CODE, _("How it is scored"), equals(Indicator.method), vocabulary=Method),
    ),
)


def _with_versions(actor: Actor, rows: list[Row]) -> list[Row]:
    """Add the newest version the reader may see of each round, in one statement."""
    statement = (
        select(Publication.round_id, func.max(Publication.version))
        .where(Publication.round_id.in_([row["id"] for row in rows]), seen_by(actor))
        .group_by(Publication.round_id)
    )
    versions = {row[0]: row[1] for row in db.session.execute(statement)}
    return [row | {"published_version": versions.get(row["id"])} for row in rows]


ROUNDS = Resource(
    name="rounds",
    title=_("Evaluation rounds"),
    about=_("Rounds with their phase and the newest published version; embargoes hold here too."),
    key=EvaluationRound.id,
    joined=lambda statement: statement.select_from(EvaluationRound),
    finish=_with_versions,
    fields=(
        Field("id", Kind.WHOLE, _("Number of the record"), EvaluationRound.id),
        Field("code", Kind.TEXT, _("Code of the round"), EvaluationRound.code),
        Field("name", Kind.TEXT, _("Name"), EvaluationRound.name),
        Field("year", Kind.WHOLE, _("Year"), EvaluationRound.year),
        Field("kind", Kind.CODE, _("Kind"), EvaluationRound.kind, vocabulary=RoundKind),
        Field("starts_on", Kind.DAY, _("First day"), EvaluationRound.starts_on),
        Field("base_on", Kind.DAY, _("Base date"), EvaluationRound.base_on),
        Field("phase", Kind.CODE, _("Phase"), EvaluationRound.phase, vocabulary=Phase),
        Field("published_version", Kind.WHOLE, _("Newest published version"), None, optional=True),
    ),
    filters=(
        Filter("year", Kind.WHOLE, _("Year"), equals(EvaluationRound.year)),
        Filter("phase", Kind.CODE, _("Phase"), equals(EvaluationRound.phase), vocabulary=Phase),
    ),
)


def _results(statement: AnySelect) -> AnySelect:
    return (
        statement.select_from(Result)
        .join(Publication, Publication.id == Result.publication_id)
        .join(EvaluationRound, EvaluationRound.id == Publication.round_id)
    )


def _known_results(actor: Actor) -> ColumnElement[bool]:
    """Those of the newest publication the reader may see: all departments, or the own."""
    seen = Result.publication_id.in_(newest(seen_by(actor)))
    if policy.allows(Permission.RESULTS_READ_ALL, actor):
        return seen
    return seen & (Result.department_id == (actor.department_id or 0))


RESULTS = Resource(
    name="results",
    title=_("Published results"),
    about=_("Total, place and grade of each department in the newest publication of a round, with its SHA-256."),
    key=Result.id,
    joined=_results,
    visible=_known_results,
    fields=(
        Field("id", Kind.WHOLE, _("Number of the record"), Result.id),
        Field("round_id", Kind.WHOLE, _("Round"), Publication.round_id),
        Field("round_code", Kind.TEXT, _("Code of the round"), EvaluationRound.code),
        Field("year", Kind.WHOLE, _("Year"), EvaluationRound.year),
        Field("version", Kind.WHOLE, _("Version of the publication"), Publication.version),
        Field("snapshot_sha256", Kind.TEXT, _("SHA-256 of the published snapshot"), Publication.sha256),
        Field("published_at", Kind.MOMENT, _("When it was published"), Publication.published_at),
        Field("department_id", Kind.WHOLE, _("Department"), Result.department_id),
        Field("department", Kind.TEXT, _("Name of the department then"), Result.department_name),
        Field("peer_group", Kind.TEXT, _("Peer group then"), Result.peer_group_name),
        Field("total", Kind.EXACT, _("Total; null: nothing to add up"), Result.total, optional=True),
        Field("rank", Kind.WHOLE, _("Place in the peer group; null: not ranked"), Result.rank, optional=True),
        Field("ranked_count", Kind.WHOLE, _("Departments ranked in the peer group"), Result.ranked_count),
        Field("grade", Kind.TEXT, _("Grade"), Result.grade, optional=True),
    ),
    filters=(
        Filter("updated_since", Kind.MOMENT, _("Published at this moment or later"), since(Publication.published_at)),
        Filter("year", Kind.WHOLE, _("Year"), equals(EvaluationRound.year)),
        Filter("round_id", Kind.WHOLE, _("Round"), equals(Publication.round_id)),
        Filter("department_id", Kind.WHOLE, _("Department"), equals(Result.department_id)),
    ),
)
