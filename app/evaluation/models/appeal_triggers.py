"""What the database itself keeps of an appeal: its window, who may decide, and what a round needs to end."""

from app.accounts.offices import in_office, shares_office
from app.core.database import trigger

_STEPS, _APPEALS, _WINDOWS = "appeal_steps", "appeals", "appeal_windows"
_OF = "(SELECT a.{column} FROM appeals a WHERE a.id = NEW.appeal_id)"
_FILER, _DEPARTMENT = _OF.format(column="filed_by_id"), _OF.format(column="department_id")
_TAKER = "(SELECT s.taken_by_id FROM appeal_steps s WHERE s.appeal_id = NEW.appeal_id AND s.kind = '{kind}')"
_REPLIER, _FIRST = _TAKER.format(kind="answered"), _TAKER.format(kind="decided")
_NEXT = {
    "filed": ("answered", "withdrawn"),
    "answered": ("decided", "withdrawn"),
    "decided": ("raised", "corrected"),
    "raised": ("decided_again", "withdrawn"),
    "decided_again": ("corrected",),
}
_KEPT = ("round_id", "publication_id", "department_id", "reason", "filed_by_id", "filed_on", "filed_at")


def _steps_in_order() -> str:
    ways = (
        f"(OLD.state = '{before}' AND NEW.state IN ({', '.join(repr(after) for after in afters)}))"
        for before, afters in _NEXT.items()
    )
    return "NEW.state <> OLD.state AND NOT (" + " OR ".join(ways) + ")"


trigger(
    "appeal_terms",
    "INSERT",
    name="before_the_window",
    reason="appeal_terms: the window has opened and does not move any more",
    condition="EXISTS (SELECT 1 FROM appeal_windows w WHERE w.round_id = NEW.round_id)",
)
trigger(
    _WINDOWS,
    "INSERT",
    name="in_its_phase",
    reason=f"{_WINDOWS}: departments appeal in the phase of appeals",
    condition="NOT EXISTS (SELECT 1 FROM evaluation_rounds r WHERE r.id = NEW.round_id AND r.phase = 'appeals')",
)
trigger(_APPEALS, "DELETE", name="no_delete", reason=f"{_APPEALS}: rows are never deleted")
trigger(
    _APPEALS,
    "INSERT",
    name="in_the_window",
    reason=f"{_APPEALS}: an appeal is filed inside the window of its round",
    condition=(
        "NEW.state <> 'filed' OR NOT EXISTS (SELECT 1 FROM evaluation_rounds r JOIN appeal_windows w "
        "ON w.round_id = r.id WHERE r.id = NEW.round_id AND r.phase = 'appeals' "
        "AND NEW.filed_at >= w.opened_at AND NEW.filed_at <= w.closes_at)"
    ),
)
trigger(
    _APPEALS,
    "INSERT",
    name="of_a_result",
    reason=f"{_APPEALS}: an appeal is against a published result of its department",
    condition=" OR NOT ".join(
        (
            "NOT EXISTS (SELECT 1 FROM publications p JOIN results s ON s.publication_id = p.id "
            "WHERE p.id = NEW.publication_id AND p.round_id = NEW.round_id AND s.department_id = NEW.department_id)",
            in_office("NEW.filed_by_id", "NEW.department_id", "NEW.filed_on"),
        )
    ),
)
trigger(
    _APPEALS,
    "UPDATE",
    name="words_stay",
    reason=f"{_APPEALS}: what was appealed against stays",
    condition=" OR ".join(
        [
            *(f"NEW.{column} <> OLD.{column}" for column in _KEPT),
            "COALESCE(NEW.indicator_id, 0) <> COALESCE(OLD.indicator_id, 0)",
        ]
    ),
)
trigger(
    _APPEALS,
    "UPDATE",
    name="steps_in_order",
    reason=f"{_APPEALS}: filed, answered, decided, taken further, decided again, corrected",
    condition=_steps_in_order(),
)
trigger(
    _APPEALS,
    "UPDATE",
    name="state_has_its_step",
    reason=f"{_APPEALS}: a state and an outcome follow from a step that is kept",
    condition=(
        "(NEW.state <> OLD.state AND NOT EXISTS (SELECT 1 FROM appeal_steps s WHERE s.appeal_id = NEW.id "
        "AND s.kind = NEW.state)) OR (COALESCE(NEW.outcome, '') <> COALESCE(OLD.outcome, '') AND NOT EXISTS "
        "(SELECT 1 FROM appeal_steps s WHERE s.appeal_id = NEW.id AND s.kind = NEW.state AND s.outcome = NEW.outcome))"
    ),
)
trigger(
    _STEPS,
    "INSERT",
    name="judged_by_no_party",
    reason=f"{_STEPS}: nobody of the department replies to its appeal or decides about it",
    condition=(
        "NEW.kind IN ('answered', 'decided', 'decided_again', 'named') AND (NEW.taken_by_id = "
        f"{_FILER} OR {in_office('NEW.taken_by_id', _DEPARTMENT, 'NEW.taken_on')})"
    ),
)
trigger(
    _STEPS,
    "INSERT",
    name="decided_by_another",
    reason=f"{_STEPS}: who replied does not decide",
    condition=f"NEW.kind IN ('decided', 'decided_again') AND NEW.taken_by_id = {_REPLIER}",
)
trigger(
    _STEPS,
    "INSERT",
    name="decided_again_elsewhere",
    reason=f"{_STEPS}: the second level is decided by who was named, of another office than the first",
    condition=(
        f"NEW.kind = 'decided_again' AND (NEW.taken_by_id <> {_OF.format(column='second_decider_id')} "
        f"OR {_OF.format(column='second_decider_id')} IS NULL OR NEW.taken_by_id = {_FIRST} "
        f"OR {shares_office('NEW.taken_by_id', _FIRST, 'NEW.taken_on')})"
    ),
)
trigger(
    "evaluation_rounds",
    "UPDATE",
    name="no_end_with_appeals",
    reason="evaluation_rounds: a round does not end while appeals are open",
    condition=(
        "NEW.phase = 'final' AND OLD.phase <> 'final' AND EXISTS (SELECT 1 FROM appeals a WHERE a.round_id = NEW.id "
        "AND (a.state IN ('filed', 'answered', 'raised') "
        "OR (a.state IN ('decided', 'decided_again') AND a.outcome <> 'dismissed')))"
    ),
)
