"""배정: who scores which department, with equal loads and without conflicts; seeded, so that it can be done again.

1. Every department gets as many evaluators as wanted, or all who are free for it where those are fewer.
2. As long as a chain of exchanges leads from an evaluator with two more departments to one with two fewer, it is made:
   at the end no other assignment is more even, so loads differ by at most one wherever the conflicts allow it.
3. That is done from `TRIES` different starts; the one is taken in which the evaluators of each peer group are
   connected by departments in common, and share them most evenly: only then can strict and kind be told apart.
"""

from collections import Counter, deque
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from random import Random

from app.core.errors import Refused
from app.core.messages import _
from app.evaluation.rules.balancing import components

TRIES = 25
Pair = tuple[int, int]
"""(evaluator id, department id)"""


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What is to be assigned: departments with their peer group, evaluators, and who may not score whom."""

    departments: Mapping[int, int]
    """Department id → peer group id."""
    evaluators: Sequence[int]
    blocked: Mapping[int, Collection[int]]
    """Evaluator id → departments that person may not score."""
    each: int
    """Evaluators wanted for each department."""
    seed: int


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """Who scores what, and how even it is."""

    pairs: tuple[Pair, ...]
    loads: Mapping[int, int]
    """Evaluator id → number of departments; 0 for who is free for none."""
    short: Mapping[int, int]
    """Department id → evaluators found, for departments with fewer than wanted."""
    groups_apart: tuple[int, ...]
    """Peer groups whose evaluators fall apart: there severity cannot be compared."""
    fewest_shared: int
    """Departments the two evaluators have in common that share the fewest."""

    @property
    def load_gap(self) -> int:
        """Difference between the largest and the smallest load."""
        return max(self.loads.values()) - min(self.loads.values())


def propose(wish: Wish) -> Proposal:
    """Assign. The same wish gives the same proposal, whatever the order of its parts.

    Raises Refused without departments or evaluators, and for a number of evaluators below 1 or above those there are.
    """
    if not wish.departments or not wish.evaluators:
        raise Refused(_("An assignment needs departments and evaluators."))
    if not 1 <= wish.each <= len(set(wish.evaluators)):
        raise Refused(
            _("Choose between 1 and %(most)s evaluators for each department.", most=len(set(wish.evaluators)))
        )
    tries = (_one_try(wish, number) for number in range(TRIES))
    return min(tries, key=_merit)


def _one_try(wish: Wish, number: int) -> Proposal:
    random = Random(f"{wish.seed}:{number}")  # noqa: S311  a repeatable order, no secret
    evaluators, departments = sorted(set(wish.evaluators)), sorted(wish.departments)
    random.shuffle(evaluators)
    random.shuffle(departments)
    scored: dict[int, set[int]] = {evaluator: set() for evaluator in evaluators}
    free = {d: [e for e in evaluators if d not in wish.blocked.get(e, ())] for d in departments}
    for department in sorted(departments, key=lambda d: len(free[d])):
        places = {e: place for place, e in enumerate(random.sample(free[department], len(free[department])))}
        chosen = sorted(free[department], key=lambda e: (len(scored[e]), places[e]))[: wish.each]
        for evaluator in chosen:
            scored[evaluator].add(department)
    while _even_out(scored, free):
        pass
    return _described(wish, scored)


def _even_out(scored: dict[int, set[int]], free: Mapping[int, Sequence[int]]) -> bool:
    """Move one department along a chain from a larger to a smaller load; False where no chain is left."""
    for start in sorted(scored, key=lambda e: (-len(scored[e]), e)):
        came_from: dict[int, Pair] = {}
        waiting, seen = deque([start]), {start}
        while waiting:
            giver = waiting.popleft()
            if len(scored[giver]) <= len(scored[start]) - 2:
                _shift(scored, came_from, giver, start)
                return True
            for department in sorted(scored[giver]):
                for taker in free[department]:
                    if taker not in seen and department not in scored[taker]:
                        seen.add(taker)
                        came_from[taker] = (giver, department)
                        waiting.append(taker)
    return False


def _shift(scored: dict[int, set[int]], came_from: Mapping[int, Pair], end: int, start: int) -> None:
    while end != start:
        giver, department = came_from[end]
        scored[giver].remove(department)
        scored[end].add(department)
        end = giver


def _described(wish: Wish, scored: Mapping[int, set[int]]) -> Proposal:
    pairs = tuple(sorted((e, d) for e, departments in scored.items() for d in departments))
    found = Counter(department for _evaluator, department in pairs)
    shared = [len(scored[a] & scored[b]) for a, b in combinations(sorted(scored), 2)]
    return Proposal(
        pairs=pairs,
        loads={evaluator: len(scored[evaluator]) for evaluator in sorted(scored)},
        short={d: found[d] for d in sorted(wish.departments) if found[d] < wish.each},
        groups_apart=tuple(group for group in sorted(set(wish.departments.values())) if _is_apart(wish, scored, group)),
        fewest_shared=min(shared, default=0),
    )


def _is_apart(wish: Wish, scored: Mapping[int, set[int]], group: int) -> bool:
    inside = {e: {d for d in ds if wish.departments[d] == group} for e, ds in scored.items()}
    return len(components({e: ds for e, ds in inside.items() if ds})) > 1


def _merit(proposal: Proposal) -> tuple[int, int, int, int]:
    return len(proposal.short), proposal.load_gap, len(proposal.groups_apart), -proposal.fewest_shared
