"""주간 요약: the voices of a week in figures, words and groups. Figures of satisfaction only from five calls on."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import groupby
from typing import NamedTuple

from sqlalchemy import Integer, and_, case, cast, func, select

from app.core import clock
from app.core.database import db
from app.core.figures import HUNDRED, rounded
from app.core.messages import Labelled, Message, _
from app.organization.models import Department
from app.voice.enums.customer_voices import Channel, VoiceKind, VoiceState, VoiceStepKind
from app.voice.models import CustomerVoice, VoiceStep, VoiceWord, VoiceWordCount
from app.voice.rules.disclosure import disclosed, in_whole_groups
from app.voice.rules.voice_clusters import Cluster, Said, clusters_of
from app.voice.rules.voice_words import FEWEST_RISING, PAST_WEEKS, Rising, rising_words

WEEK = timedelta(days=7)
MOST_WORDS, MOST_CLUSTERS, MOST_TEXTS = 20, 10, 5_000
FEWEST_TOLD = FEWEST_RISING
"""Everybody of the office reads the digest, but not the voices: a word fewer of them use would tell what one said."""


class Sums(NamedTuple):
    """Voices of one group: how many, how many answered, in time and late, open beyond their day, and their tone."""

    voices: int = 0
    answered: int = 0
    in_time: int = 0
    late: int = 0
    overdue: int = 0
    pleased: int = 0
    displeased: int = 0

    def plus(self, other: "Sums") -> "Sums":
        """Return the sums of both groups."""
        return Sums(*(one + another for one, another in zip(self, other, strict=True)))

    @property
    def in_time_share(self) -> Decimal | None:
        """Percent answered in time of those whose period is over one way or the other."""
        of = self.in_time + self.late + self.overdue
        return HUNDRED * self.in_time / of if of else None


class Line(NamedTuple):
    """A group of the week: its name, its sums, and the satisfaction if it may be shown."""

    label: Labelled | str
    key: str
    sums: Sums
    satisfaction: Decimal | None


@dataclass(frozen=True, kw_only=True)
class Digest:
    """The week from `first` (a Monday) to `last`."""

    first: date
    last: date
    whole: Line
    kinds: Sequence[Line]
    channels: Sequence[Line]
    departments: Sequence[Line]
    words: Sequence[tuple[str, int]]
    rising: Sequence[Rising]
    clusters: Sequence[Cluster]
    has_more_texts: bool
    """Whether the week has more different texts than were looked at for groups."""
    by_week: Mapping[date, Mapping[VoiceKind, int]]
    """How many of each kind came in, by the Monday of their week: the weeks before, then this one."""

    @property
    def mean_before(self) -> Decimal:
        """Voices of a week in the weeks before this one."""
        return Decimal(sum(sum(one.values()) for week, one in self.by_week.items() if week < self.first)) / PAST_WEEKS


def digest_of(week: date, *, everything: bool = False) -> Digest:
    """Return the digest of the week that begins with a Monday: seven statements, however many voices.

    `everything`: for a reader of all voices, with the words and groups of only one or two of them too.
    """
    fewest = 1 if everything else FEWEST_TOLD
    last = week + WEEK - timedelta(days=1)
    groups = _groups(week, last)
    now, past = _words(week)
    calls, said = _calls(week, last), _said(week, last)
    names = {unit: name for (unit, _k, _c), (name, _s) in groups.items()}
    return Digest(
        first=week,
        last=last,
        whole=_lines(
            {"": _sum(groups, lambda _key: "").get("", Sums())}, {"": ""}, {"": [one for _unit, one in calls]}
        )[0],
        kinds=_lines(_sum(groups, lambda key: key[1].value), {kind.value: kind for kind in VoiceKind}),
        channels=_lines(_sum(groups, lambda key: key[2].value), {way.value: way for way in Channel}),
        departments=_lines(
            _sum(groups, lambda key: str(key[0])),
            {str(unit): name for unit, name in names.items()},
            {str(unit): [one for of, one in calls if of == unit] for unit in names},
        ),
        words=sorted(
            ((word, count) for word, count in now.items() if count >= fewest),
            key=lambda item: (-item[1], item[0]),
        )[:MOST_WORDS],
        rising=rising_words(now, past),
        clusters=clusters_of(said[:MOST_TEXTS], least=max(fewest, 2))[:MOST_CLUSTERS],
        has_more_texts=len(said) > MOST_TEXTS,
        by_week=_by_week(week, last),
    )


def weeks_finding(digest: Digest) -> Message:
    """Say how this week stands beside the weeks before it."""
    return _(
        "%(now)s voices in this week, %(before)s a week in the %(weeks)s weeks before.",
        now=digest.whole.sums.voices,
        before=rounded(digest.mean_before, 1),
        weeks=PAST_WEEKS,
    )


def _by_week(week: date, last: date) -> Mapping[date, Mapping[VoiceKind, int]]:
    """Return how many voices of each kind came in, in this week and in those its words are compared with."""
    voice = CustomerVoice
    statement = (
        select(voice.received_on, voice.kind, func.count())
        .where(voice.received_on.between(week - PAST_WEEKS * WEEK, last))
        .group_by(voice.received_on, voice.kind)
    )
    found = {week - before * WEEK: dict.fromkeys(VoiceKind, 0) for before in range(PAST_WEEKS, -1, -1)}
    for day, kind, count in db.session.execute(statement):
        found[day - timedelta(days=day.weekday())][kind] += count
    return found


Key = tuple[int, VoiceKind, Channel]


def _groups(first: date, last: date) -> dict[Key, tuple[str, Sums]]:
    voice, now = CustomerVoice, clock.now()
    answered = voice.state == VoiceState.ANSWERED
    parts = (
        answered,
        voice.in_time.is_(True),
        voice.in_time.is_(False),
        and_(~answered, voice.due_at < now),
        voice.balance > 0,
        voice.balance < 0,
    )
    counted = [cast(func.sum(case((part, 1), else_=0)), Integer) for part in parts]
    statement = (
        select(voice.department_id, voice.kind, voice.channel, Department.name, func.count(), *counted)
        .join(Department, Department.id == voice.department_id)
        .where(voice.received_on.between(first, last))
        .group_by(voice.department_id, voice.kind, voice.channel, Department.name)
    )
    return {
        (unit, kind, channel): (name, Sums(*sums)) for unit, kind, channel, name, *sums in db.session.execute(statement)
    }


def _sum(groups: Mapping[Key, tuple[str, Sums]], of: Callable[[Key], str]) -> dict[str, Sums]:
    found: dict[str, Sums] = {}
    for key, (_name, sums) in groups.items():
        name = of(key)
        found[name] = found.get(name, Sums()).plus(sums)
    return found


def _lines(
    found: Mapping[str, Sums],
    labels: Mapping[str, Labelled | str],
    calls: Mapping[str, Sequence[int]] | None = None,
) -> Sequence[Line]:
    """Return the groups in the order of their labels, the satisfaction only where nobody can be told from it.

    It is told of the whole and of the departments, and of no other groups: those of two divisions would tell on each other.
    """
    given = calls or {}
    shown = disclosed({key: len(points) for key, points in given.items()}).parts
    return [
        Line(label, key, found.get(key, Sums()), _satisfaction(given[key]) if key in shown else None)
        for key, label in labels.items()
    ]


def _satisfaction(points: Sequence[int]) -> Decimal | None:
    """Return the mean of happy calls, 1–5, in whole groups: the next call changes nothing until five have come."""
    count = in_whole_groups(len(points))
    return Decimal(sum(points[:count])) / count if count else None


def _calls(first: date, last: date) -> Sequence[tuple[int, int]]:
    """Return (department id, points) of the happy calls about voices of the week, in the order they were made."""
    statement = (
        select(CustomerVoice.department_id, CustomerVoice.call_points)
        .join(VoiceStep, and_(VoiceStep.voice_id == CustomerVoice.id, VoiceStep.kind == VoiceStepKind.CALL))
        .where(CustomerVoice.received_on.between(first, last), CustomerVoice.call_points.is_not(None))
        .order_by(VoiceStep.id)
    )
    return [(unit, points or 0) for unit, points in db.session.execute(statement)]


def _words(week: date) -> tuple[dict[str, int], Counter[str]]:
    """Return the counts of the week's words, and those of the eight weeks before, over all departments."""
    counted = VoiceWordCount
    this = func.sum(case((counted.week == week, counted.count), else_=0))
    before = func.sum(case((counted.week < week, counted.count), else_=0))
    statement = (
        select(counted.word, cast(this, Integer), cast(before, Integer))
        .where(counted.week.between(week - PAST_WEEKS * WEEK, week))
        .group_by(counted.word)
        .having(this > 0)
    )
    now: dict[str, int] = {}
    past: Counter[str] = Counter()
    for word, here, earlier in db.session.execute(statement):
        now[word], past[word] = here, earlier
    return now, past


def _said(first: date, last: date) -> Sequence[Said]:
    """Return the different texts of the week with their words, in the order of their first voices; one more than are looked at."""
    texts = (
        select(func.min(CustomerVoice.id).label("id"), func.count().label("voices"))
        .where(CustomerVoice.received_on.between(first, last), CustomerVoice.kind != VoiceKind.PRAISE)
        .group_by(CustomerVoice.text_hash)
        .order_by(func.min(CustomerVoice.id))
        .limit(MOST_TEXTS + 1)
        .cte("texts")
    )
    found = db.session.execute(
        select(texts.c.id, texts.c.voices, VoiceWord.word)
        .outerjoin(VoiceWord, VoiceWord.voice_id == texts.c.id)
        .order_by(texts.c.id, VoiceWord.word)
    )
    return [
        Said(voice_id, tuple(word for _id, _voices, word in rows if word is not None), voices)
        for (voice_id, voices), rows in groupby(found, key=lambda row: (row[0], row[1]))
    ]
