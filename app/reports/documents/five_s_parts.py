"""5S 지수 in documents: the heat table of a year, a department's five S, and how each score came about."""

from collections.abc import Collection, Iterator, Sequence

from app.core.documents.content import Cell, Column, Derivation, Facts, Heading, Notice, Paragraph, Part, Table
from app.core.messages import Message, _
from app.voice.enums.five_s import FiveSPart
from app.voice.queries.five_s import HeatRow, YearState, heat_rows, indexes_of, year_state
from app.voice.rules.five_s import IndexScore, shown
from app.voice.rules.five_s_words import told_index, told_part

EXAMPLE = _(
    "Example: the records behind this year were made up to show the product, but for those marked with their source."
)


def index_table(year: int, department_ids: Collection[int]) -> Iterator[Part]:
    """Yield the section of the index: department × S by peer group; nothing for a year that was never reckoned."""
    rows = [row for row in heat_rows(year) if row.department_id in department_ids]
    state = year_state(year)
    if not rows or state.run is None:
        return
    yield Heading(str(_("5S index")))
    yield from _standing(state)
    groups = dict.fromkeys(row.peer_group for row in rows)
    for group in groups:
        name = group or str(_("Without a peer group"))
        caption = str(_("5S index of %(group)s, %(year)s", group=name, year=str(year)))
        members = [row for row in rows if row.peer_group == group]
        known = [row for row in members if row.has_figure]
        if known:
            yield _table(caption, known)
        if len(known) < len(members):
            yield Paragraph(_unknown(name, [row.department for row in members if not row.has_figure]))


def _unknown(group: str, names: Sequence[str]) -> str:
    text = _(
        "%(group)s, departments without any figure (%(count)s): %(names)s",
        group=group,
        count=len(names),
        names=", ".join(names),
    )
    return str(text)


def _standing(state: YearState) -> Iterator[Part]:
    assert state.run is not None
    if state.is_example:
        yield Notice(str(EXAMPLE))
    yield Paragraph(
        str(
            _(
                "Scores of 100 from surveys, handling records, ratings of cooperation, awards and cases. Run %(number)s, "
                "hash %(hash)s. A dash is a missing figure, never 0; places are given inside the peer group only.",
                number=state.run.number,
                hash=state.run.sha256,
            )
        )
    )


def _table(caption: str, rows: Sequence[HeatRow]) -> Table:
    columns = (
        Column(str(_("Place in the ranking"))),
        Column(str(_("Department"))),
        *(Column(str(part.label), "number") for part in FiveSPart),
    )
    cells: list[tuple[Cell, ...]] = [
        (str(row.rank or "–"), row.department, *(row.scores.get(part) for part in FiveSPart)) for row in rows
    ]
    return Table(caption, columns, cells, sheet=str(_("5S index")))


def index_annex(year: int, departments: Sequence[tuple[int, str]]) -> Iterator[Part]:
    """Yield how every score of these departments (id, name) came about; nothing of those without any figure."""
    indexes = indexes_of(year, [unit for unit, _name in departments])
    if not indexes:
        return
    yield Heading(str(_("Annex: how the 5S index came about")), 2)
    for unit, name in departments:
        if unit in indexes and any(part.score is not None for part in indexes[unit].parts):
            yield index_derivation(name, indexes[unit])


def index_derivation(title: str, index: IndexScore) -> Derivation:
    """Return what a department's index was made of, with the numbers in it."""
    steps: list[tuple[Message, Sequence[Message | str]]] = [(FiveSPart.TOTAL.label, told_index(index))]
    steps += [(part.value.label, told_part(part)) for part in index.parts]
    score = shown(index.score)
    result = str(_("No figure") if score is None else _("%(points)s points", points=score))
    return Derivation(
        str(_("5S index of %(department)s", department=title)),
        result,
        tuple((str(name), tuple(str(line) for line in lines)) for name, lines in steps),
    )


def department_index(department_id: int, name: str, year: int, *, with_annex: bool) -> Iterator[Part]:
    """Yield the five S of a department; nothing for a year that was never reckoned."""
    index, state = indexes_of(year, [department_id]).get(department_id), year_state(year)
    if index is None:
        return
    yield Heading(str(_("5S index")))
    if state.is_example:
        yield Notice(str(EXAMPLE))
    none = str(_("No figure"))
    scores: list[tuple[str, Cell]] = [
        (str(part.value.label), none if part.score is None else shown(part.score)) for part in index.parts
    ]
    scores.append((str(FiveSPart.TOTAL.label), none if index.score is None else shown(index.score)))
    yield Facts(tuple(scores))
    if with_annex:
        yield index_derivation(name, index)
