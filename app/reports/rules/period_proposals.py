"""제안하는 줄: what the form begins with. "변동 없음" is proposed only where the product itself saw nothing move."""

from dataclasses import dataclass, replace
from typing import Protocol

from app.core.messages import Message, _
from app.reports.enums import Light, LineKind
from app.reports.rules.facts import OFFERED, Facts, facts_in_words
from app.reports.rules.lines import TOLD_IN_WORDS, Fault, LineContent, faults_of, is_still

SIDE_FACTS = frozenset({"leader", OFFERED})
"""Facts whose change moves nothing: somebody else leads the same work; what was recorded then is told already."""
_WORSE = {Light.GREEN: 0, Light.AMBER: 1, Light.RED: 2}


class Before(Protocol):
    """The line of the last report."""

    @property
    def text(self) -> str: ...  # noqa: D102

    @property
    def facts(self) -> Facts: ...  # noqa: D102

    @property
    def light(self) -> Light | None: ...  # noqa: D102

    @property
    def percent(self) -> int | None: ...  # noqa: D102

    @property
    def is_unchanged(self) -> bool: ...  # noqa: D102

    @property
    def obstacle_id(self) -> int | None: ...  # noqa: D102


@dataclass(frozen=True, kw_only=True)
class Standing:
    """Whether a line has to be looked at, and why."""

    faults: tuple[Fault, ...]
    is_on_top: bool
    why: Message | None


def proposed(
    suggestion: LineContent, facts: Facts, before: Before | None, open_obstacles: frozenset[int]
) -> LineContent:
    """Return what the form begins with: no better state than the department gave, "no change" if none is seen."""
    if before is None or suggestion.kind is LineKind.INDICATOR:
        return suggestion
    line = _no_better(suggestion, before, open_obstacles)
    return replace(line, is_unchanged=True) if _stands_still(line, facts, before) else line


def standing_of(line: LineContent, proposal: LineContent, before: Before | None, facts: Facts) -> Standing:
    """Judge a line as it stands in the form, and say in words why it asks for attention."""
    faults = tuple(faults_of(settled(line, before), before_unchanged=None if before is None else before.is_unchanged))
    differs = line.kind in TOLD_IN_WORDS and settled(line, before) != settled(proposal, before)
    return Standing(
        faults=faults, is_on_top=bool(faults) or differs, why=_why(proposal, before, facts) if faults else None
    )


def settled(line: LineContent, before: Before | None) -> LineContent:
    """Return the line as it would be kept: words of its own are a change, whatever is ticked."""
    still = is_still(line, before.text if before else None)
    return replace(line, is_unchanged=still, text="" if still else line.text)


def _no_better(suggestion: LineContent, before: Before, open_obstacles: frozenset[int]) -> LineContent:
    light, obstacle_id = suggestion.light, before.obstacle_id if before.obstacle_id in open_obstacles else None
    if light and before.light and _WORSE[before.light] > _WORSE[light]:
        light = before.light
    return replace(suggestion, light=light, obstacle_id=obstacle_id if light is Light.RED else None)


def _stands_still(line: LineContent, facts: Facts, before: Before) -> bool:
    if line.text or not before.text or (line.light, line.percent) != (before.light, before.percent):
        return False
    return not facts.get(OFFERED) and _telling(facts) == _telling(before.facts)


def _telling(facts: Facts) -> dict[str, object]:
    return {name: value for name, value in facts.items() if name not in SIDE_FACTS}


def _why(proposal: LineContent, before: Before | None, facts: Facts) -> Message | None:
    if before is None:
        return _("The last report says nothing about this.")
    if proposal.is_unchanged:
        return _AGAIN if before.is_unchanged else None
    old, new = _phrases(proposal, before.facts, before.percent), _phrases(proposal, facts, proposal.percent)
    gone, come = [words for words in old if words not in new], [words for words in new if words not in old]
    if not gone and not come:
        return _MOVED
    return _("Since the last report: %(old)s → %(new)s", old=_listed(gone), new=_listed(come))


def _phrases(proposal: LineContent, facts: Facts, percent: int | None) -> list[Message | str]:
    known = facts_in_words(proposal.kind, _telling(facts) | dict.fromkeys(SIDE_FACTS))
    return [*known, *([] if percent is None else [_("percent done %(percent)s", percent=percent)])]


def _listed(words: list[Message | str]) -> str:
    return " · ".join(map(str, words)) or "–"


_AGAIN = _("Last time it was “No change” too. Say why nothing changes, or write what was done.")
_MOVED = _("Something has changed here since the last report.")
