"""고객의 소리 주간 요약: a week of voices in figures, words and groups, as on its page."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

from app.core import clock
from app.core.access import Actor, satisfies
from app.core.documents.content import BarChart, Cell, Column, Document, Footer, Notice, Progress, Series, Table
from app.core.figures import rounded
from app.core.i18n import format_day, language
from app.core.messages import Labelled, _
from app.reports.documents.kinds import Arguments, DocumentKind
from app.reports.queries.document_settings import anchor_text, office_of
from app.voice.policy import ENDPOINTS
from app.voice.queries.voice_digests import Digest, Line, digest_of, weeks_finding

NAME = "voice_digest"
APPROVAL = ("담당", "팀장", "과장")
FIRST_YEAR, LAST_YEAR = 2000, 2999


def week_day(text: str) -> str:
    """Read a day; return the Monday of its week. Raises `ValueError`."""
    day = date.fromisoformat(text)
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValueError(text)
    return (day - timedelta(days=day.weekday())).isoformat()


def may(actor: Actor, _arguments: Arguments) -> bool:
    """Whether the actor may open the digest."""
    return satisfies(ENDPOINTS["voice.show_voice_digest"], actor)


def title(_actor: Actor, arguments: Arguments) -> str:
    """Return the name of the document with its week."""
    return str(_("Customers' voices, week of %(day)s", day=arguments["first_day"]))


def build(_actor: Actor, arguments: Arguments, progress: Progress) -> Document:
    """Put the digest together."""
    digest = digest_of(date.fromisoformat(arguments["first_day"]))
    progress(1, 1, _("The voices of the week are counted"))
    return Document(
        title=str(_("Customers' voices, digest of the week")),
        subtitle=f"{format_day(digest.first)} – {format_day(digest.last)}",
        language=language(),
        office=office_of(NAME, APPROVAL),
        issued=clock.now(),
        facts=_facts(digest),
        parts=(
            *_weeks(digest),
            _groups(_("By kind"), _("Kind of voice"), digest.kinds),
            _groups(_("By way"), _("How it came"), digest.channels),
            _groups(_("By department"), _("Department"), digest.departments, with_satisfaction=True),
            _rising(digest),
            _words(digest),
            _clusters(digest),
            Notice(str(_("Satisfaction is the mean of the happy calls, 1 to 5; shown from five calls on."))),
        ),
        footer=Footer(anchor=anchor_text()),
    )


def _facts(digest: Digest) -> tuple[tuple[str, Cell], ...]:
    sums = digest.whole.sums
    return (
        (str(_("Received")), sums.voices),
        (str(_("Answered")), sums.answered),
        (str(_("Open and overdue")), sums.overdue),
        (str(_("Answered in time (percent)")), _shown(sums.in_time_share, 1)),
        (str(_("Pleased / displeased")), f"{sums.pleased} / {sums.displeased}"),
        (str(_("Satisfaction with the answer")), _shown(digest.whole.satisfaction, 2)),
    )


def _weeks(digest: Digest) -> Sequence[BarChart]:
    counts = tuple(sum(one.values()) for one in digest.by_week.values())
    if not any(counts):
        return ()
    chart = BarChart(
        str(_("Voices by week")),
        str(weeks_finding(digest)),
        tuple(format_day(week) for week in digest.by_week),
        (Series(str(_("Received")), counts),),
        label_title=str(_("First day of the week")),
    )
    return (chart,)


def _groups(caption: object, of: object, lines: Sequence[Line], *, with_satisfaction: bool = False) -> Table:
    columns = [
        Column(str(of)),
        *(
            Column(str(label), "number")
            for label in (_("Received"), _("Answered"), _("Answered after its day"), _("Open and overdue"))
        ),
        Column(str(_("Answered in time (percent)")), "number"),
    ]
    if with_satisfaction:
        columns.append(Column(str(_("Satisfaction")), "number"))
    rows = []
    for label, _key, sums, satisfaction in lines:
        name = str(label.label) if isinstance(label, Labelled) else label
        row: list[Cell] = [name, sums.voices, sums.answered, sums.late, sums.overdue, _shown(sums.in_time_share, 1)]
        rows.append([*row, _shown(satisfaction, 2)] if with_satisfaction else row)
    return Table(str(caption), tuple(columns), rows, empty=str(_("No voices in this week.")))


def _rising(digest: Digest) -> Table:
    columns = (
        Column(str(_("Word"))),
        Column(str(_("Voices of the week")), "number"),
        Column(str(_("Weekly mean before")), "number"),
    )
    rows = [(word, now, _shown(before, 1)) for word, now, before in digest.rising]
    return Table(str(_("Rising words")), columns, rows, empty=str(_("No word rises this week.")))


def _words(digest: Digest) -> Table:
    columns = (Column(str(_("Word"))), Column(str(_("Voices of the week")), "number"))
    return Table(str(_("Words of the week")), columns, list(digest.words), empty=str(_("No voices in this week.")))


def _clusters(digest: Digest) -> Table:
    columns = (Column(str(_("Words they share"))), Column(str(_("Voices")), "number"))
    rows = [(", ".join(words[:8]), count) for count, _ids, words in digest.clusters]
    nothing = str(_("No two voices of the week say the same."))
    return Table(str(_("Voices that say much the same")), columns, rows, empty=nothing)


def _shown(value: Decimal | None, places: int) -> Decimal | None:
    return None if value is None else rounded(value, places)


KIND = DocumentKind(
    name=NAME,
    label=_("Digest of the week"),
    build=build,
    may=may,
    title=title,
    arguments={"first_day": week_day},
    approval=APPROVAL,
)
