"""경연 결과: the result of a contest, word for word as it was frozen when it was published."""

from collections.abc import Iterator, Mapping
from typing import Any

from app.core import clock
from app.core.access import Actor
from app.core.documents.content import Cell, Column, Document, Footer, Heading, Notice, Part, Progress, Table
from app.core.errors import Missing
from app.core.i18n import format_moment, language
from app.core.messages import _
from app.core.numbers import whole_number
from app.innovation.models import Contest
from app.innovation.queries.contest_results import Published, published_result
from app.innovation.queries.contests import contest_or_404
from app.reports.documents.kinds import Arguments, DocumentKind, is_there
from app.reports.queries.document_settings import anchor_text, office_of

NAME = "contest_result"
APPROVAL = ("담당", "팀장", "과장")


def may(actor: Actor, arguments: Arguments) -> bool:
    """Whether the result is published and the actor may read the contest."""
    return is_there(lambda: _published(actor, arguments))


def title(actor: Actor, arguments: Arguments) -> str:
    """Return "Result of the contest <name>"."""
    contest = contest_or_404(arguments["contest_id"], actor)
    return _title(contest)


def _title(contest: Contest) -> str:
    return str(_("Result of the contest %(name)s", name=contest.name))


def _published(actor: Actor, arguments: Arguments) -> tuple[Contest, Published]:
    contest = contest_or_404(arguments["contest_id"], actor)
    result = published_result(contest.id)
    if result is None:
        raise Missing(_("The result is not published yet."))
    return contest, result


def build(actor: Actor, arguments: Arguments, progress: Progress) -> Document:
    """Put the result together. Raises `Missing` as long as it is not published."""
    progress(0, 1, _("Reading the results"))
    contest, result = _published(actor, arguments)
    parts = [*_notices(contest, result), *_awards(result), *_scores(result)]
    progress(1, 1)
    return Document(
        title=_title(contest),
        subtitle=f"{contest.kind.label} · {contest.year} {contest.period.label}",
        language=language(),
        office=office_of(NAME, APPROVAL),
        issued=clock.now(),
        facts=_facts(contest, result),
        parts=tuple(parts),
        footer=Footer(hash=result.sha256, anchor=anchor_text()),
    )


def _facts(contest: Contest, result: Published) -> tuple[tuple[str, Cell], ...]:
    entries: tuple[tuple[str, Cell], ...] = ((str(_("Entries")), len(result.content["entries"])),)
    return (
        *(((str(_("Source")), contest.source),) if contest.source else ()),
        *(() if contest.results_only else entries),
        (str(_("Awards")), len(result.content["awards"])),
        (str(_("Published")), f"{format_moment(result.published_at)} · {result.publisher}"),
        (str(_("Fingerprint (SHA-256)")), result.sha256),
    )


def _notices(contest: Contest, result: Published) -> Iterator[Part]:
    if not result.intact:
        sentence = _("The stored result no longer has the fingerprint it was published under. Tell the auditors.")
        yield Notice(str(sentence))
    if contest.results_only:
        sentence = _(
            "Only the result was entered: the contest was held without this product, so there are no votes and marks "
            "to open."
        )
        yield Notice(str(sentence))


def _awards(result: Published) -> Iterator[Part]:
    yield Heading(str(_("Awards")))
    columns = (
        Column(str(_("Group"))),
        Column(str(_("Prize"))),
        Column(str(_("Department"))),
        Column(str(_("Honoured"))),
        Column(str(_("Title"))),
    )
    names = ("group", "prize", "department", "honoured", "title")
    rows = [tuple(award[name] or None for name in names) for award in result.content["awards"]]
    yield Table(str(_("Awards")), columns, rows, empty=str(_("Nobody was awarded.")))


def _scores(result: Published) -> Iterator[Part]:
    if not result.content["entries"]:
        return
    yield Heading(str(_("Scores of all entries")))
    columns = (
        Column(str(_("Group"))),
        Column(str(_("Place")), "number"),
        Column(str(_("Title"))),
        Column(str(_("Department"))),
        Column(str(_("First round")), "number"),
        Column(str(_("Committee")), "number"),
        Column(str(_("Prize"))),
        Column(str(_("Note"))),
    )
    rows = [_entry(line) for line in result.content["entries"]]
    yield Table(str(_("Scores of all entries")), columns, rows)


def _entry(line: Mapping[str, Any]) -> tuple[Cell, ...]:
    note = _("shared") if line["shared"] else _("by the first round") if line["by_first_round"] else None
    said = ("group", "place", "title", "department", "first", "committee", "prize")
    return (*(line[name] for name in said), None if note is None else str(note))


KIND = DocumentKind(
    name=NAME,
    label=_("Contest result"),
    build=build,
    may=may,
    title=title,
    arguments={"contest_id": whole_number},
    approval=APPROVAL,
)
