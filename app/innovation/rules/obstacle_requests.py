"""요청과 약속: what may be asked of whom, what an answer needs, and who says whether a promise was kept."""

from datetime import date

from app.core.errors import Conflict, Invalid, Refused
from app.core.messages import Message, _
from app.innovation.enums import ObstacleState
from app.innovation.enums.obstacle_requests import RequestState
from app.innovation.rules.common import check_reason, clean_text
from app.innovation.rules.obstacles import ACTIVE

CHECK = _("Please check what you entered.")
PAST = _("The day lies in the past.")


def check_request(
    state: ObstacleState, *, text: str, asking: int, asked: int | None, body: str, due_on: date, today: date
) -> None:
    """Refuse a request for a closed obstacle, to nobody, to two at once, to the own office, or for a past day."""
    if state not in ACTIVE:
        raise Refused(_("The obstacle is closed or waits for confirmation: nothing is asked for it any more."))
    wrong: dict[str, list[Message]] = {}
    if not clean_text(text):
        wrong["text"] = [_("Please fill this in.")]
    if (asked is None) == (not clean_text(body)):
        wrong["asked_body"] = [_("Name one office: a department, or a body outside.")]
    if asked == asking:
        wrong["asked_department_id"] = [_("Your own department cannot be asked: name another one.")]
    if due_on < today:
        wrong["due_on"] = [PAST]
    if wrong:
        raise Invalid(CHECK, fields=wrong)


def check_answer(state: RequestState, obstacle_state: ObstacleState) -> None:
    """Refuse an answer to a closed obstacle; `Conflict` for the second answer."""
    if state is not RequestState.ASKED:
        raise Conflict(_("This request is answered already. Look at the answer that is there."))
    if obstacle_state not in ACTIVE:
        raise Refused(_("The obstacle is closed or waits for confirmation: no answer is needed any more."))


def check_promise(promised_on: date, today: date) -> None:
    """Refuse a promise for a day that is over."""
    if promised_on < today:
        raise Invalid(CHECK, fields={"promised_on": [PAST]})


def check_judgement(state: RequestState) -> None:
    """Refuse to judge what was not promised; `Conflict` for the second judgement."""
    if state in {RequestState.KEPT, RequestState.NOT_KEPT}:
        raise Conflict(_("It is recorded already whether this promise was kept."))
    if state is not RequestState.COMMITTED:
        raise Refused(_("Nothing was promised here."))


def check_kept(promised_on: date, kept_on: date, *, asked_on: date, today: date) -> None:
    """Refuse "kept" for a day after the promised one, before the request, or in the future."""
    wrong: Message | None = None
    if kept_on > today:
        wrong = _("The day has not come yet.")
    elif kept_on < asked_on:
        wrong = _("It was asked for later than that.")
    elif kept_on > promised_on:
        wrong = _("That is after the promised day: record the promise as not kept and say when it was done.")
    if wrong is not None:
        raise Invalid(CHECK, fields={"kept_on": [wrong]})


def check_not_kept(promised_on: date, today: date, reason: str | None) -> None:
    """Refuse "not kept" while the promised day has not passed, or without words."""
    if today <= promised_on:
        raise Refused(_("The promised day has not passed yet."))
    check_reason(reason)


def deciding_office(*, suffering: int, acting: int | None, control_tower: int | None) -> int:
    """Return who asks in the name of the meeting: the department that suffers, or the control tower where that one acts.

    Refused where it is the same office in every role, as it would then judge its own promise.
    """
    for office in (suffering, control_tower):
        if office is not None and office != acting:
            return office
    raise Refused(_("There is no other department that could say whether this was done."))
