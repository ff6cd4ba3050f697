"""수상 명단: who got what in the contests of a year, as their results were published."""

from collections.abc import Sequence

from app.core import clock
from app.core.access import Actor, satisfies
from app.core.documents.content import Column, Document, Footer, Progress, Table
from app.core.i18n import language
from app.core.messages import _
from app.innovation.policy.predicates import READERS
from app.reports.documents.kinds import Arguments, DocumentKind, year_number
from app.reports.queries.awards import AwardRow, awards_of_year
from app.reports.queries.document_settings import anchor_text, office_of

NAME = "award_list"
APPROVAL = ("담당", "팀장", "과장")


def may(actor: Actor, _arguments: Arguments) -> bool:
    """Whether the actor may open the list of contests."""
    return satisfies(READERS, actor)


def title(_actor: Actor, arguments: Arguments) -> str:
    """Return "Awards <year>"."""
    return str(_("Awards of %(year)s", year=arguments["year"]))


def build(actor: Actor, arguments: Arguments, progress: Progress) -> Document:
    """Put the list together: contests that are published and that the actor may read."""
    progress(0, 1, _("Reading the awards"))
    awards = awards_of_year(actor, arguments["year"])
    progress(1, 1)
    return Document(
        title=title(actor, arguments),
        subtitle=str(_("Contests whose result is published")),
        language=language(),
        office=office_of(NAME, APPROVAL),
        issued=clock.now(),
        facts=(
            (str(_("Year")), str(arguments["year"])),
            (str(_("Contests")), len({award.contest for award in awards})),
            (str(_("Awards")), len(awards)),
        ),
        parts=(_by_department(awards), _table(awards)) if awards else (_table(awards),),
        footer=Footer(anchor=anchor_text()),
        orientation="landscape",
    )


def _table(awards: Sequence[AwardRow]) -> Table:
    columns = (
        Column(str(_("Contest"))),
        Column(str(_("Part of the year"))),
        Column(str(_("Group"))),
        Column(str(_("Prize"))),
        Column(str(_("Department"))),
        Column(str(_("Honoured"))),
        Column(str(_("Title"))),
    )
    rows = [
        (
            award.contest,
            str(award.period.label),
            award.group or None,
            award.prize,
            award.department,
            award.honoured or None,
            award.title or None,
        )
        for award in awards
    ]
    return Table(str(_("Awards")), columns, rows, empty=str(_("No award of this year is published.")))


def _by_department(awards: Sequence[AwardRow]) -> Table:
    names = list(dict.fromkeys(award.department for award in awards))
    counts = [(name, sum(award.department == name for award in awards)) for name in names]
    columns = (Column(str(_("Department"))), Column(str(_("Awards")), "number"))
    rows = sorted(counts, key=lambda row: (-row[1], row[0]))
    return Table(str(_("Awards by department")), columns, rows)


KIND = DocumentKind(
    name=NAME,
    label=_("Award list"),
    build=build,
    may=may,
    title=title,
    arguments={"year": year_number},
    approval=APPROVAL,
)
