"""출처: what a transfer was paid for, as text ("task:12:plan"), because no foreign key crosses domains."""

from typing import NamedTuple

from app.core.messages import Message, _


class Source(NamedTuple):
    """A source taken apart: the noun, its id and the fact."""

    noun: str
    id: int
    fact: str


SOURCE_LINKS: dict[str, tuple[str, str]] = {
    "issue": ("innovation.show_issue", "issue_id"),
    "task": ("innovation.show_task", "task_id"),
    "obstacle": ("innovation.show_obstacle", "obstacle_id"),
    "slogan": ("innovation.show_slogan", "slogan_id"),
    "report": ("innovation.show_report", "report_id"),
    "opinion": ("innovation.show_opinion", "opinion_id"),
    "case": ("innovation.show_case", "case_id"),
    "claim": ("mileage.show_claim", "claim_id"),
    "reward": ("mileage.show_reward_request", "request_id"),
    "shortening": ("mileage.list_shortening_cases", "run_id"),
    "deduction": ("mileage.show_deduction", "deduction_id"),
    "voice": ("voice.show_customer_voice", "voice_id"),
}
"""Noun of a source → endpoint of its page and the name of the id. A noun whose page is not there is shown unlinked."""

_LABELS: dict[str, Message] = {
    "issue": _("Issue or idea"),
    "task": _("Innovation task"),
    "obstacle": _("Obstacle"),
    "slogan": _("Slogan"),
    "report": _("Progress report"),
    "opinion": _("Opinion for cooperation"),
    "case": _("Case of the library"),
    "claim": _("Claim"),
    "reward": _("Reward request"),
    "shortening": _("Count of shortened handling times"),
    "closing": _("Year closing"),
    "deduction": _("Deduction"),
    "voice": _("Customer's voice"),
}


def source_of_claim(claim_id: int) -> str:
    """Return the source of what a claim pays."""
    return f"claim:{claim_id}"


def source_of_reward(request_id: int) -> str:
    """Return the source of what a reward request reserves."""
    return f"reward:{request_id}"


def source_of_adoption(issue: str) -> str:
    """Return the source of what the adoption of an issue ("issue:5") pays."""
    return f"{issue}:adopted"


def source_of_expiry(year: int, account_id: int, number: int = 1) -> str:
    """Return the source of what expires on an account when a year is closed, the first or another time."""
    return f"closing:{year}:{account_id}" + (f":{number}" if number > 1 else "")


def source_of_deduction(deduction_id: int) -> str:
    """Return the source of what a deduction takes."""
    return f"deduction:{deduction_id}"


def parse_source(source: str) -> Source | None:
    """Take "task:12:plan" apart; None for what has another shape."""
    noun, _colon, rest = source.partition(":")
    number, _colon, fact = rest.partition(":")
    return Source(noun, int(number), fact) if number.isascii() and number.isdigit() else None


def root_of(source: str) -> str:
    """Return the fact or task a source is about: "task:12" of "task:12:plan"; the source itself in another shape."""
    parsed = parse_source(source)
    return source if parsed is None else f"{parsed.noun}:{parsed.id}"


def source_label(source: str) -> Message | str:
    """Return what people read for a source; the source itself where its noun is unknown."""
    parsed = parse_source(source)
    label = _LABELS.get(parsed.noun) if parsed else None
    return source if parsed is None or label is None else _("%(noun)s no. %(id)s", noun=label, id=parsed.id)
