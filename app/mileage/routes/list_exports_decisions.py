"""목록 내보내기: deductions, objections, rewards asked for, and who decides about claims in the place of whom."""

from functools import partial

from app.core import clock
from app.core.access import Actor
from app.core.list_exports import ListExport, Rows, columns, day, every_page, points, wide, widest
from app.core.messages import Message, _
from app.mileage.enums import ObjectionState, RewardState
from app.mileage.queries.claim_deputies import DeputyRow, deputies_page
from app.mileage.queries.deductions import deductions_page
from app.mileage.queries.objections import objections_page
from app.mileage.queries.reward_requests import requests_page
from app.mileage.routes.objections import wanted_objections
from app.mileage.routes.reward_requests import wanted_requests


def _deductions(actor: Actor) -> Rows:
    for row in every_page(partial(deductions_page, actor)):
        sums = (row.points, row.decided_points, row.taken)
        yield row.owner, row.ground, *sums, row.proposed_on, row.state


def _objections(actor: Actor) -> Rows:
    for row in every_page(partial(objections_page, wanted_objections(actor), actor)):
        transfer = row.transfer_id and _("Transfer %(id)s", id=row.transfer_id)
        until = row.answer_by if row.state is ObjectionState.RECEIVED else None
        who = (row.owner, row.objector)
        yield row.fact or row.kind, transfer, *who, row.happened_on, until, row.outcome or row.state


def _reward_requests(actor: Actor) -> Rows:
    for row in every_page(partial(requests_page, wanted_requests(actor), actor)):
        until = row.hold_until if row.state is RewardState.RESERVED else None
        who = (row.requester, row.department)
        yield row.reward, *who, row.points, row.value_won, row.requested_on, until, row.state


def _claim_deputies(actor: Actor) -> Rows:
    for row in every_page(partial(deputies_page, actor)):
        days = (row.starts_on, row.ends_on)
        yield row.principal, row.office, row.department, row.deputy, *days, row.reason, _standing(row)


def _standing(row: DeputyRow) -> Message:
    if row.ended_at is not None:
        return _("Ended early")
    if row.ends_on < clock.today():
        return _("Over")
    return _("To come") if row.starts_on > clock.today() else _("Stands in")


LISTS = (
    ListExport(
        name="deductions",
        title=_("Deductions"),
        endpoint="mileage.list_deductions",
        rows=_deductions,
        personal=True,
        columns=columns(
            wide(_("Account")),
            widest(_("Ground of the deduction")),
            points(_("Points proposed")),
            points(_("Points decided")),
            points(_("Points taken")),
            day(_("Proposed on")),
            wide(_("State")),
        ),
    ),
    ListExport(
        name="objections",
        title=_("Objections"),
        endpoint="mileage.list_objections",
        rows=_objections,
        personal=True,
        columns=columns(
            widest(_("Objection")),
            _("Transfer"),
            wide(_("Account holder")),
            _("Objector"),
            day(_("Day of the fact")),
            day(_("Answer by")),
            _("State"),
        ),
    ),
    ListExport(
        name="reward-requests",
        title=_("Rewards asked for"),
        endpoint="mileage.list_reward_requests",
        rows=_reward_requests,
        personal=True,
        columns=columns(
            widest(_("Reward")),
            _("Requester"),
            wide(_("Department")),
            points(_("Points")),
            points(_("Worth in won")),
            day(_("Requested on")),
            day(_("Decide by")),
            _("State"),
        ),
    ),
    ListExport(
        name="claim-deputies",
        title=_("Deputies for claims"),
        endpoint="mileage.list_claim_deputies",
        rows=_claim_deputies,
        personal=True,
        columns=columns(
            _("Stood for"),
            wide(_("Stands in as")),
            wide(_("Department")),
            _("Deputy"),
            day(_("First day")),
            day(_("Last day")),
            widest(_("Reason")),
            _("State"),
        ),
    ),
)
