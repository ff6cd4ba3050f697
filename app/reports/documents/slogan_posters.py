"""슬로건 포스터: one sheet of A4 with the approved slogan of a department, to be read from 3 m."""

from app.core import clock
from app.core.access import Actor
from app.core.documents.content import Document, Poster, Progress
from app.core.errors import Missing
from app.core.i18n import language
from app.core.messages import _
from app.core.numbers import whole_number
from app.innovation.enums import SloganState
from app.innovation.queries.slogans import SloganRecord, slogan_record
from app.reports.documents.kinds import Arguments, DocumentKind, is_there
from app.reports.queries.document_settings import office_of

NAME = "slogan_poster"


def may(actor: Actor, arguments: Arguments) -> bool:
    """Whether the slogan is approved and the actor may read it."""
    return is_there(lambda: _approved(actor, arguments))


def title(actor: Actor, arguments: Arguments) -> str:
    """Return "Slogan of <department> <year>"."""
    return _title(_approved(actor, arguments))


def _title(record: SloganRecord) -> str:
    return str(_("Slogan of %(department)s %(year)s", department=record.department, year=record.slogan.year))


def _approved(actor: Actor, arguments: Arguments) -> SloganRecord:
    record = slogan_record(arguments["slogan_id"], actor)
    if record.slogan.state is not SloganState.APPROVED:
        raise Missing(_("There is a poster once the slogan is approved."))
    return record


def build(actor: Actor, arguments: Arguments, progress: Progress) -> Document:
    """Make the poster. Raises `Missing` for a slogan that is not approved, or not for the actor to read."""
    progress(0, 1)
    record = _approved(actor, arguments)
    slogan = record.slogan
    return Document(
        title=_title(record),
        language=language(),
        office=office_of(NAME),
        issued=clock.now(),
        parts=(Poster(slogan.text, record.department, slogan.year, slogan.meaning),),
        orientation="landscape",
    )


KIND = DocumentKind(
    name=NAME,
    label=_("Slogan poster"),
    build=build,
    may=may,
    title=title,
    arguments={"slogan_id": whole_number},
    approval=(),
)
