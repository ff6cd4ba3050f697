"""통장 한 해: opening balance, every row with the balance after it, and what the year comes to. One's own, or one's office's."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import islice

from app.core import access, clock
from app.core.access import Actor
from app.core.documents.content import (
    Bullets,
    Cell,
    Column,
    Document,
    Footer,
    Heading,
    Paragraph,
    Part,
    Progress,
    Table,
)
from app.core.errors import Missing
from app.core.i18n import format_day, format_number, language
from app.core.messages import _
from app.core.numbers import whole_number
from app.mileage.enums import Permission, TransferKind
from app.mileage.policy import POLICY
from app.mileage.queries import statements
from app.mileage.queries import year_statements as queries
from app.mileage.queries.kept_back import KeptBack, kept_back
from app.mileage.queries.statements import AccountView, Line
from app.mileage.queries.year_locks import is_closed
from app.mileage.queries.year_statements import YearSums
from app.mileage.rules.closings import first_day, last_day
from app.mileage.rules.sources import source_label
from app.mileage.titles import titles_of
from app.reports.documents.kinds import Arguments, DocumentKind, is_there, year_number
from app.reports.queries.document_settings import anchor_text, office_of

NAME = "mileage_statement"
BATCH = 200


def may(actor: Actor, arguments: Arguments) -> bool:
    """Whether the actor may take the statement out: of the own account, or of a department they lead."""
    return is_there(lambda: _account(actor, arguments))


def title(actor: Actor, arguments: Arguments) -> str:
    """Return "Statement of <owner>, <year>"."""
    return _title(_account(actor, arguments), arguments["year"])


def _title(account: AccountView, year: int) -> str:
    return str(_("Statement of %(owner)s, %(year)s", owner=account.owner, year=year))


def _account(actor: Actor, arguments: Arguments) -> AccountView:
    """Return the account. The pools of the office have every row there is, and so no statement of a year."""
    account = statements.account_or_404(arguments["account_id"], actor)
    if account.person_id is None and account.department_id is None:
        raise Missing(_("There is no such statement."))
    access.require(POLICY, Permission.STATEMENT_TAKE, actor, account)
    return account


def build(actor: Actor, arguments: Arguments, progress: Progress) -> Document:
    """Put the statement together. Raises `Missing` or `Denied` for an account that is not the actor's to take out."""
    account, year = _account(actor, arguments), arguments["year"]
    assert account.id is not None
    progress(0, None, _("Reading the statement"))
    kept = kept_back(account, actor)
    found = queries.year_sums(account.id, year, without=kept.sources)
    parts = [
        *_sums(year, found, kept),
        *_outlook(account, year),
        *_provisional(account, year),
        *_rows(account, year, found, kept, actor, progress),
    ]
    return Document(
        title=_title(account, year),
        subtitle=str(
            _(
                "%(first)s to %(last)s, by the day of the fact",
                first=format_day(first_day(year)),
                last=format_day(_last(year)),
            )
        ),
        language=language(),
        office=office_of(NAME),
        issued=clock.now(),
        facts=_facts(account, year, kept),
        parts=tuple(parts),
        footer=Footer(anchor=anchor_text()),
    )


def _last(year: int) -> date:
    return max(first_day(year), min(last_day(year), clock.today()))


def _facts(account: AccountView, year: int, kept: KeptBack) -> tuple[tuple[str, Cell], ...]:
    assert account.id is not None
    proof = queries.last_transfer(account.id, without=kept.sources)
    state = _("The year is closed: nothing is added to it any more.") if is_closed(year) else _("The year is open.")
    rows: list[tuple[str, Cell]] = [
        (str(_("Account holder")), account.owner),
        (str(_("Kind of account")), str(account.kind.label)),
        (str(_("Year")), str(year)),
        (str(_("State")), str(state)),
    ]
    if proof is not None:
        seal = _("no. %(id)s, seal %(seal)s", id=format_number(proof[0]), seal=proof[1])
        rows.append((str(_("Last transfer")), str(seal)))
    return tuple(rows)


def _sums(year: int, found: YearSums, kept: KeptBack) -> Iterator[Part]:
    yield Heading(str(_("What the year comes to")))
    counts = not kept.sources
    columns = (Column(str(_("Item"))), Column(str(_("Rows")), "number"), Column(str(_("Points")), "number"))
    rows: list[tuple[Cell, ...]] = [
        (str(_("Balance before %(day)s", day=format_day(first_day(year)))), None, found.opening),
        *((str(part.kind.label), part.rows if counts else None, part.points) for part in found.sums),
        (str(_("Balance after %(day)s", day=format_day(_last(year)))), found.count if counts else None, found.closing),
    ]
    yield Table(str(_("What the year comes to")), columns, rows)
    yield Paragraph(str(_("The balance after the year is the balance before it and all rows of the year, added up.")))
    if found.cuts:
        cuts = " · ".join(f"{cap.label} {format_number(points)}" for cap, points in found.cuts.items())
        yield Paragraph(f"{_('Cut off by caps, and so not paid:')} {cuts}")
    if hidden := kept.by_year(year).get(year):
        sentence = _(
            "Ideas with hidden names: %(points)s points in all. Their rows are not shown, the sums count them.",
            points=format_number(hidden),
        )
        yield Paragraph(str(sentence))


def _outlook(account: AccountView, year: int) -> Iterator[Part]:
    """What will expire with the year, and what is reserved for rewards."""
    expiries = [row for row in queries.expiries_of(account, clock.today()) if row.year == year]
    if expiries:
        yield Heading(str(_("Expiry and carry-over")))
        yield Bullets(tuple(_expiry(row) for row in expiries))
    reserved = queries.reserved_of(account) if year == clock.today().year else ()
    if reserved:
        yield Heading(str(_("Reserved for rewards")))
        columns = (
            Column(str(_("Reward"))),
            Column(str(_("State"))),
            Column(str(_("Reserved until")), "date"),
            Column(str(_("Points")), "number"),
        )
        rows = [(row.reward, str(row.state.label), row.hold_until, row.points) for row in reserved]
        yield Table(str(_("Reserved for rewards")), columns, rows)


def _expiry(row: queries.Expiry) -> str:
    day, points = format_day(row.on), format_number(row.points)
    if row.points:
        said = _(
            "%(points)s points expire on %(day)s with the closing of %(year)s, if nothing is spent before.",
            points=points,
            day=day,
            year=row.year,
        )
        most = _("Up to %(most)s points carry over.", most=format_number(row.most)) if row.most else ""
        return f"{said} {most}".strip()
    if row.most:
        most = format_number(row.most)
        return str(
            _("Nothing expires on %(day)s as things stand: up to %(most)s points carry over.", day=day, most=most)
        )
    return str(_("Nothing expires on %(day)s: all points left carry over.", day=day))


def _provisional(account: AccountView, year: int) -> Iterator[Part]:
    claims = [row for row in statements.provisional_of(account) if row.happened_on.year == year]
    if not claims:
        return
    yield Heading(str(_("On the way")))
    yield Paragraph(str(_("Claims that are not verified yet. They do not count, and caps may still cut them.")))
    columns = (
        Column(str(_("Day")), "date"),
        Column(str(_("Item"))),
        Column(str(_("Claim"))),
        Column(str(_("State"))),
        Column(str(_("Points")), "number"),
    )
    rows = [
        (
            row.happened_on,
            row.name_en if language() == "en" else row.name_ko,
            row.title,
            str(row.state.label),
            row.points,
        )
        for row in claims
    ]
    yield Table(str(_("Claims on the way")), columns, rows)


def _rows(
    account: AccountView, year: int, found: YearSums, kept: KeptBack, actor: Actor, progress: Progress
) -> Iterator[Part]:
    assert account.id is not None
    yield Heading(str(_("Rows of the year")))
    columns = (
        Column(str(_("Day")), "date"),
        Column(str(_("Item"))),
        Column(str(_("Source"))),
        Column(str(_("Points")), "number"),
        Column(str(_("Cut off by a cap")), "number", 6),
        Column(str(_("Balance")), "number"),
    )
    lines = queries.year_lines(account.id, year, found.opening, without=kept.sources)
    rows: list[tuple[Cell, ...]] = []
    while batch := list(islice(lines, BATCH)):
        rows.extend(_lines(batch, actor))
        progress(len(rows), max(found.count, len(rows)), _("Reading the statement"))
    empty = str(_("No rows in this year"))
    yield Table(str(_("Rows of the year")), columns, rows, empty=empty)


def _lines(lines: Sequence[Line], actor: Actor) -> Iterator[tuple[Cell, ...]]:
    titles = titles_of((line.source for line in lines), actor)
    for line in lines:
        source = titles.get(line.source) or str(source_label(line.source))
        yield line.occurred_on, _item(line), source, line.points, line.cut_off or None, line.balance


def _item(line: Line) -> str:
    kind = _("Cut off by a cap") if line.kind is None else line.kind.label
    name = line.item_name(language()) or str(kind)
    if line.kind is TransferKind.REVERSAL:
        return f"{name} · {_('Reversal')}"
    return f"{name} · {kind}" if line.is_cut else name


KIND = DocumentKind(
    name=NAME,
    label=_("Mileage statement"),
    build=build,
    may=may,
    title=title,
    arguments={"account_id": whole_number, "year": year_number},
    approval=(),
)
