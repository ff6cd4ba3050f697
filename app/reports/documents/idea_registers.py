"""제안 접수대장: every issue of a year in the order of receipt, narrowed as on the page."""

from collections import Counter
from collections.abc import Sequence

from app.core import clock
from app.core.access import Actor, satisfies
from app.core.documents.content import Cell, Column, Document, Footer, Progress, Table
from app.core.i18n import language
from app.core.list_exports import every_page
from app.core.messages import _
from app.innovation.enums import IssueKind, IssueState
from app.innovation.policy.predicates import READERS
from app.innovation.queries.register import RegisterFilter, RegisterRow, register_page
from app.reports.documents.kinds import Arguments, DocumentKind, year_number
from app.reports.queries.document_settings import anchor_text, office_of

NAME = "idea_register"
APPROVAL = ("담당", "팀장", "과장")


def kind_of(text: str) -> str:
    """Read a kind of issue, or nothing. Raises `ValueError`."""
    return IssueKind(text).value if text else ""


def state_of(text: str) -> str:
    """Read a state of issues, or nothing. Raises `ValueError`."""
    return IssueState(text).value if text else ""


def may(actor: Actor, _arguments: Arguments) -> bool:
    """Whether the actor may open the register; names that are hidden stay hidden in it."""
    return satisfies(READERS, actor)


def title(_actor: Actor, arguments: Arguments) -> str:
    """Return "Register of issues <year>"."""
    return str(_("Register of issues %(year)s", year=arguments["year"]))


def build(actor: Actor, arguments: Arguments, progress: Progress) -> Document:
    """Put the register together: what the actor may see, the first received first."""
    wanted = _wanted(arguments)
    rows: list[RegisterRow] = []
    for row in every_page(lambda cursor: register_page(actor, wanted, cursor)):
        rows.append(row)
        progress(len(rows), None, _("Reading the register"))
    return Document(
        title=title(actor, arguments),
        language=language(),
        office=office_of(NAME, APPROVAL),
        issued=clock.now(),
        facts=_facts(wanted, rows),
        parts=(_states(rows), _table(rows)) if rows else (_table(rows),),
        footer=Footer(anchor=anchor_text()),
        orientation="landscape",
    )


def _wanted(arguments: Arguments) -> RegisterFilter:
    kind, state = arguments["issue_kind"], arguments["issue_state"]
    return RegisterFilter(
        year=arguments["year"], kind=IssueKind(kind) if kind else None, state=IssueState(state) if state else None
    )


def _facts(wanted: RegisterFilter, rows: Sequence[RegisterRow]) -> tuple[tuple[str, Cell], ...]:
    every = str(_("All"))
    return (
        (str(_("Year")), str(wanted.year)),
        (str(_("Kind")), str(wanted.kind.label) if wanted.kind else every),
        (str(_("State")), str(wanted.state.label) if wanted.state else every),
        (str(_("Issues received")), len(rows)),
    )


def _states(rows: Sequence[RegisterRow]) -> Table:
    counts = Counter(row.state for row in rows)
    columns = (Column(str(_("State"))), Column(str(_("Issues")), "number"))
    cells = [(str(state.label), counts[state]) for state in IssueState if counts[state]]
    return Table(str(_("Issues by state")), columns, cells)


def _table(rows: Sequence[RegisterRow]) -> Table:
    columns = (
        Column(str(_("Receipt number"))),
        Column(str(_("Received on")), "date"),
        Column(str(_("Kind"))),
        Column(str(_("Title"))),
        Column(str(_("Department"))),
        Column(str(_("Proposer"))),
        Column(str(_("Reviewing department"))),
        Column(str(_("State"))),
        Column(str(_("Decision due")), "date"),
        Column(str(_("Promised day")), "date"),
        Column(str(_("Decided on")), "date"),
        Column(str(_("Result"))),
        Column(str(_("Passed on")), "number"),
    )
    nothing = str(_("Nothing was received that fits"))
    return Table(str(_("Register")), columns, [row.cells() for row in rows], empty=nothing)


KIND = DocumentKind(
    name=NAME,
    label=_("Register of issues"),
    build=build,
    may=may,
    title=title,
    arguments={"year": year_number, "issue_kind": kind_of, "issue_state": state_of},
    approval=APPROVAL,
)
