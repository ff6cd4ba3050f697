"""평가보고서: a round as a document, with what the reader may see of it."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from app.core import clock
from app.core.access import Actor
from app.core.documents.content import (
    BarChart,
    Cell,
    Column,
    Document,
    Footer,
    Heading,
    Notice,
    PageBreak,
    Part,
    Progress,
    Series,
    Table,
)
from app.core.figures import rounded
from app.core.i18n import format_day, format_moment, language
from app.core.messages import _
from app.core.numbers import whole_number
from app.evaluation.queries.corrections import CorrectionView, corrections_of
from app.evaluation.queries.results import DepartmentView, publications_of
from app.reports.documents.five_s_parts import index_annex, index_table
from app.reports.documents.kinds import Arguments, DocumentKind, flag
from app.reports.documents.score_parts import derivations, line_table, mark_of, number_of, place_of, total_facts
from app.reports.queries.document_settings import anchor_text, office_of
from app.reports.queries.rounds import GroupReport, RoundReport, round_report, round_row

NAME = "round_report"
APPROVAL = ("담당", "팀장", "과장", "부시장")
MOST_BARS = 40
"""Bars that are still told apart on a page; more departments are in the table only."""


def may(actor: Actor, arguments: Arguments) -> bool:
    """Whether the actor may open the report of the round."""
    return round_row(arguments["round_id"], actor) is not None


def title(actor: Actor, arguments: Arguments) -> str:
    """Return "Evaluation report <round>"."""
    row = round_row(arguments["round_id"], actor)
    return str(_("Evaluation report %(name)s", name=row.name if row else ""))


def build(actor: Actor, arguments: Arguments, progress: Progress) -> Document:
    """Put the report together. Raises `Missing` where the reader may see nothing of the round."""
    with_annex = bool(arguments["annex"])
    progress(0, None, _("Reading the results"))
    report = round_report(arguments["round_id"], actor, with_annex=with_annex)
    parts = [
        *_notices(report),
        *_overview(report),
        *_rankings(report),
        *_grades(report),
        *_departments(report, progress),
        *index_table(report.round.year, {unit for unit, _name in _units(report)}),
        *_corrections(report, actor),
        *(_annex(report) if with_annex else ()),
        *(index_annex(report.round.year, _units(report)) if with_annex else ()),
    ]
    return Document(
        title=str(_("Evaluation report %(name)s", name=report.round.name)),
        subtitle=str(_("%(code)s, base date %(day)s", code=report.round.code, day=format_day(report.round.base_on))),
        language=language(),
        number=report.round.code,
        office=office_of(NAME, APPROVAL),
        issued=clock.now(),
        facts=_facts(report),
        parts=tuple(parts),
        mark=mark_of(report.seal),
        footer=Footer(hash=report.seal.sha256 if report.seal else None, anchor=anchor_text()),
        contents=True,
        front_page=True,
    )


def _units(report: RoundReport) -> Sequence[tuple[int, str]]:
    """Return the departments the reader sees, in the order of the report: (id, name)."""
    return [(view.department_id, view.department) for group in report.groups for view in group.departments]


def _facts(report: RoundReport) -> tuple[tuple[str, Cell], ...]:
    seal, chain = report.seal, report.chain
    published = (
        _("Version %(version)s of %(at)s", version=seal.version, at=format_moment(seal.published_at))
        if seal
        else _("not published")
    )
    return (
        (str(_("Round")), f"{report.round.code} {report.round.name}"),
        (str(_("Base date")), report.round.base_on),
        (str(_("Phase")), str(report.round.phase.label)),
        (str(_("Departments")), sum(len(group.departments) for group in report.groups)),
        (str(_("Publication")), str(published)),
        (str(_("Hash of the publication (SHA-256)")), seal.sha256 if seal else None),
        (str(_("Audit log up to entry")), chain.seq if chain else None),
        (str(_("Hash of that entry")), chain.hash if chain else None),
    )


def _notices(report: RoundReport) -> Iterator[Part]:
    if report.seal is None:
        yield Notice(str(_("Draft: these results are not published. Only the control tower and the auditor see them.")))
    elif report.seal.correction_reason:
        reason = report.seal.correction_reason
        yield Notice(f"{_('Correction, version %(version)s', version=report.seal.version)}: {reason}")
    if report.is_interim:
        yield Notice(str(_("Interim: some measures are not due yet.")))
    if not report.is_whole:
        yield Notice(str(_("You see your own department. Heads and the control tower see the whole report.")))


def _overview(report: RoundReport) -> Iterator[Part]:
    yield Heading(str(_("The results at a glance")))
    if not report.groups:
        yield Notice(str(_nothing(report)))
        return
    if not report.is_whole:
        return
    rows = [_group_row(group) for group in report.groups]
    columns = (
        Column(str(_("Peer group"))),
        Column(str(_("Departments")), "number"),
        Column(str(_("Average")), "number"),
        Column(str(_("Highest total")), "number"),
        Column(str(_("Lowest total")), "number"),
    )
    yield Table(str(_("Peer groups")), columns, rows)
    yield BarChart(
        str(_("Average total of each peer group")),
        _finding(rows),
        tuple(str(row[0]) for row in rows),
        (Series(str(_("Average")), tuple(row[2] for row in rows)),),
        label_title=str(_("Peer group")),
    )


def _nothing(report: RoundReport) -> object:
    if report.is_whole:
        return _("The round has no departments with indicators yet.")
    return _("Your department does not take part in this round.")


GroupRow = tuple[str, int, Decimal | None, Decimal | None, Decimal | None]


def _group_row(group: GroupReport) -> GroupRow:
    totals = [Decimal(view.total) for view in group.departments if view.total is not None]
    if not totals:
        return group.name, len(group.departments), None, None, None
    average = rounded(sum(totals, Decimal(0)) / len(totals), 2)
    return group.name, len(group.departments), average, max(totals), min(totals)


def _finding(rows: Sequence[GroupRow]) -> str:
    known = [(average, name) for name, _count, average, _most, _least in rows if average is not None]
    if not known:
        return str(_("No department has a total yet."))
    highest, lowest = max(known), min(known)
    if len(known) == 1 or highest[0] == lowest[0]:
        return str(_("The average is %(average)s.", average=highest[0]))
    return str(
        _(
            "%(first)s has the highest average, %(most)s, and %(last)s the lowest, %(least)s.",
            first=highest[1],
            most=highest[0],
            last=lowest[1],
            least=lowest[0],
        )
    )


def _rankings(report: RoundReport) -> Iterator[Part]:
    if not report.groups:
        return
    yield Heading(str(_("Ranking by peer group")))
    columns = (
        Column(str(_("Place in the ranking"))),
        Column(str(_("Department"))),
        Column(str(_("Total")), "number"),
        Column(str(_("Grade"))),
    )
    for group in report.groups:
        yield Heading(group.name, 2)
        rows = [(place_of(view), view.department, number_of(view.total), view.grade) for view in group.departments]
        caption = str(_("Ranking of %(group)s", group=group.name))
        yield Table(caption, columns, rows, sheet=str(_("Ranking")))
        if report.is_whole and len(group.departments) <= MOST_BARS:
            yield _totals_chart(group)


def _totals_chart(group: GroupReport) -> Part:
    known = [view for view in group.departments if view.total is not None]
    return BarChart(
        str(_("Totals in %(group)s", group=group.name)),
        _spread(known),
        tuple(view.department for view in known),
        (Series(str(_("Total")), tuple(number_of(view.total) for view in known)),),
        label_title=str(_("Department")),
    )


def _spread(known: Sequence[DepartmentView]) -> str:
    ranked = [view for view in known if view.rank] or known
    totals = sorted(Decimal(view.total) for view in ranked if view.total is not None)
    if not totals:
        return str(_("No department has a total yet."))
    return str(
        _(
            "%(gap)s points lie between the first (%(most)s) and the last (%(least)s).",
            gap=totals[-1] - totals[0],
            most=totals[-1],
            least=totals[0],
        )
    )


def _grades(report: RoundReport) -> Iterator[Part]:
    names = list(dict.fromkeys(name for group in report.groups for name in group.grades))
    if not report.is_whole or not names:
        return
    yield Heading(str(_("Distribution of grades")))
    columns = (Column(str(_("Peer group"))), *(Column(name, "number") for name in names))
    rows: list[list[Cell]] = [[group.name, *(group.grades.get(name, 0) for name in names)] for group in report.groups]
    yield Table(str(_("Departments of each grade")), columns, rows)
    sums = [sum(group.grades.get(name, 0) for group in report.groups) for name in names]
    most = max(range(len(names)), key=lambda place: sums[place])
    yield BarChart(
        str(_("Distribution of grades")),
        str(
            _(
                "%(count)s of %(all)s departments have grade %(grade)s.",
                count=sums[most],
                all=sum(sums),
                grade=names[most],
            )
        ),
        tuple(names),
        (Series(str(_("Departments")), tuple(sums)),),
        label_title=str(_("Grade")),
    )


def _departments(report: RoundReport, progress: Progress) -> Iterator[Part]:
    views = [view for group in report.groups for view in group.departments]
    if views:
        yield PageBreak()
        yield Heading(str(_("Department by department")))
    for done, view in enumerate(views, start=1):
        yield Heading(view.department, 2)
        yield total_facts(view)
        yield line_table(view)
        progress(done, len(views), view.department)


def _corrections(report: RoundReport, actor: Actor) -> Iterator[Part]:
    if report.seal is None:
        return
    yield Heading(str(_("Publications and corrections")))
    columns = (
        Column(str(_("Version")), "number"),
        Column(str(_("Published at")), "date"),
        Column(str(_("Published by"))),
        Column(str(_("Confirmed by"))),
        Column(str(_("Reason of the correction"))),
        Column("SHA-256"),
    )
    rows = [
        (one.version, one.published_at, one.published_by, one.confirmed_by, one.correction_reason or None, one.sha256)
        for one in publications_of(report.round.id, actor)
    ]
    yield Table(str(_("Publications")), columns, rows)
    if report.is_whole:
        yield _correction_table(report, corrections_of(report.round.id, report.seal.version))


def _correction_table(report: RoundReport, made: Sequence[CorrectionView]) -> Part:
    names = {view.department_id: view.department for group in report.groups for view in group.departments}
    codes = {
        line.indicator_id: line.code for group in report.groups for view in group.departments for line in view.lines
    }
    columns = (
        Column(str(_("Version")), "number"),
        Column(str(_("Department"))),
        Column(str(_("Indicator"))),
        Column(str(_("Before"))),
        Column(str(_("After"))),
        Column(str(_("Reason"))),
        Column(str(_("Entered by"))),
        Column(str(_("Confirmed by"))),
    )
    rows = [
        (
            one.version,
            names.get(one.department_id or 0),
            codes.get(one.indicator_id or 0),
            one.before_in_words,
            one.after_in_words,
            one.reason,
            one.entered_by,
            one.confirmed_by,
        )
        for one in made
    ]
    return Table(str(_("Corrections")), columns, rows, empty=str(_("Nothing was corrected.")))


def _annex(report: RoundReport) -> Iterator[Part]:
    if not report.groups:
        return
    yield PageBreak()
    yield Heading(str(_("Annex: where every figure comes from")))
    for group in report.groups:
        for view in group.departments:
            yield from derivations(view)


KIND = DocumentKind(
    name=NAME,
    label=_("Evaluation report"),
    build=build,
    may=may,
    title=title,
    arguments={"round_id": whole_number, "annex": flag},
    approval=APPROVAL,
)
