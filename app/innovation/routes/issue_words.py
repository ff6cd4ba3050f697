"""적은 글 지키기: what was typed about an issue is never lost, whoever was faster."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from wtforms import HiddenField, SelectField

from app.core.access import Actor
from app.core.forms import Form
from app.core.messages import Message
from app.innovation.enums import TriageDecision

DECIDING = {
    "adoption": TriageDecision.ADOPT,
    "joining": TriageDecision.ADOPT,
    "supplement_request": TriageDecision.SUPPLEMENT,
    "link": TriageDecision.LINK,
    "refusal": TriageDecision.REFUSE,
}
"""The forms of the control tower, and the decision each of them takes."""


class Typed(NamedTuple):
    """What was typed into a form that the page has no place for any more, and why it was refused."""

    reasons: Sequence[Message | str]
    words: Sequence[tuple[str, str]]


def typed_in(form: Form) -> Typed:
    """Return what stands in the form, each with its label, and the reasons of the refusal."""
    words = [(str(field.label.text), _text(field)) for field in form if not isinstance(field, HiddenField)]
    reasons = [*form.form_errors, *(error for field in form for error in field.errors)]
    return Typed(reasons, [row for row in words if row[1]])


def left_over(typed: Mapping[str, Typed], page: Mapping[str, Any], who: Actor) -> list[Typed]:
    """Return what was typed into forms that are not on the page of an issue as it is now."""
    may, opinion = page["may"], page["own_opinion"]
    heads = opinion is not None and who.heads(opinion.department_id)
    offered: dict[str, object] = {
        "supplement": page["may_supplement"],
        "withdrawal": page["may_withdraw"],
        "reexamination": page["ask_again_until"],
        "link_undoing": page["may_undo_link"],
        "share_refusal": page["may_answer_share"],
        "question": may["review"],
        "transfer": may["review"],
        "promise": may["promise"],
        "advice": may["advise"],
        "follow_up": may["follow_up"],
        "answer": heads,
        "draft": opinion is not None and not heads,
        "claim": page["revival_to_claim"],
        "credit": page["revival_to_decide"],
    }
    offered |= {name: decision in page["decisions"] for name, decision in DECIDING.items()}
    return [words for name, words in typed.items() if not offered[name]]


def _text(field: Any) -> str:  # noqa: ANN401  a field of an untyped library
    if isinstance(field, SelectField):
        return next((str(label) for value, label, chosen, *_more in field.iter_choices() if chosen and value), "")
    return str(field._value() or "")  # noqa: SLF001  what the field shows in the page
