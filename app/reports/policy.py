"""Who may see which report, and who writes and approves the regular report of a department."""

from dataclasses import dataclass

from app.core.access import (
    PUBLIC,
    Actor,
    Alternatives,
    Policy,
    Role,
    is_administrator,
    is_auditor,
    is_control_tower,
    is_coordinator,
    is_head,
    is_hr,
    is_signed_in,
)
from app.reports.enums import Permission


def works_in_it(actor: Actor, department_id: object) -> bool:
    """Whether the actor belongs to the department, heads or coordinates it today."""
    if not isinstance(department_id, int):
        return False
    return actor.department_id == department_id or actor.heads(department_id) or actor.coordinates(department_id)


def leads_the_office(actor: Actor, department_id: object) -> bool:
    """Whether the actor heads the unit whose head is the mayor, or acts for its head today."""
    return isinstance(department_id, int) and actor.heads(department_id)


@dataclass(frozen=True)
class UnitSeen:
    """A department as far as it decides who sees its dashboard: its id, and its bureau's (None: it has none)."""

    department_id: int
    bureau_id: int | None


def works_in_the_unit(actor: Actor, unit: UnitSeen) -> bool:
    """Whether the actor belongs to the department, heads or coordinates it today."""
    return works_in_it(actor, unit.department_id)


def answers_for_the_unit(actor: Actor, unit: UnitSeen) -> bool:
    """Whether the actor coordinates or heads the department today."""
    return writes_for_it(actor, unit.department_id)


def heads_its_bureau(actor: Actor, unit: UnitSeen) -> bool:
    """Whether the actor heads, or acts for the head of, the bureau the department belongs to."""
    return actor.heads(unit.bureau_id)


def heads_the_unit(actor: Actor, unit: UnitSeen) -> bool:
    """Whether the actor heads, or acts for the head of, the unit itself."""
    return actor.heads(unit.department_id)


def belongs_somewhere(actor: Actor, _subject: object) -> bool:
    """Whether there is a department or bureau the actor works in or heads."""
    return actor.department_id is not None or bool(actor.headed_department_ids)


@dataclass(frozen=True)
class ReportWork:
    """A regular report as far as it decides who may judge it.

    `heads_are_writers`: nobody heads the department today who has not written on it, so the control tower decides.
    """

    department_id: int
    writer_ids: frozenset[int] = frozenset()
    heads_are_writers: bool = False


def writes_for_it(actor: Actor, department_id: object) -> bool:
    """Whether the actor coordinates or heads the department today."""
    if not isinstance(department_id, int):
        return False
    return actor.coordinates(department_id) or actor.heads(department_id)


def heads_it(actor: Actor, work: ReportWork) -> bool:
    """Whether the actor is head or acting head of the department that reports."""
    return actor.heads(work.department_id)


def did_not_write_it(actor: Actor, work: ReportWork) -> bool:
    """Whether no word of the report is the actor's."""
    return actor.id not in work.writer_ids


def stands_in_for_the_head(actor: Actor, work: ReportWork) -> bool:
    """Whether the actor is of the control tower and the heads have written the report themselves."""
    return work.heads_are_writers and is_control_tower(actor, work)


def is_no_auditor(actor: Actor, _subject: object) -> bool:
    """An auditor reads everything and writes nothing."""
    return not actor.has(Role.AUDITOR)


def did_not_make_it(actor: Actor, maker_id: object) -> bool:
    """Whether somebody else made the batch; the subject is the maker's id, None for the command line."""
    return actor.id != maker_id


POLICY: Policy = {
    Permission.TOWER_READ: [[is_control_tower], [is_auditor]],
    Permission.MAYOR_PAGE_READ: [[is_control_tower], [is_auditor], [leads_the_office]],
    Permission.BUREAU_READ: [[heads_the_unit], [is_control_tower], [is_auditor]],
    Permission.BUREAUS_READ_ALL: [[is_control_tower], [is_auditor]],
    Permission.DASHBOARD_READ: [[works_in_the_unit], [heads_its_bureau], [is_control_tower], [is_auditor]],
    Permission.INTERIM_READ: [[answers_for_the_unit], [heads_its_bureau], [is_control_tower], [is_auditor]],
    Permission.SHEET_READ: [[works_in_it], [is_control_tower], [is_auditor]],
    Permission.SHEETS_READ_ALL: [[is_control_tower], [is_auditor]],
    Permission.BATCHES_READ: [[is_hr], [is_control_tower], [is_auditor]],
    Permission.BATCHES_WRITE: [[is_hr]],
    Permission.BATCHES_PREPARE: [[is_control_tower, is_no_auditor], [is_hr, is_no_auditor]],
    Permission.BATCHES_DECIDE: [[is_hr, did_not_make_it, is_no_auditor]],
    Permission.BATCH_RULES_WRITE: [[is_hr, is_no_auditor]],
    Permission.BATCH_FACTS_WRITE: [[is_hr, is_no_auditor]],
    Permission.PERIOD_READ: [[works_in_it], [is_control_tower], [is_auditor]],
    Permission.PERIODS_READ_ALL: [[is_control_tower], [is_auditor]],
    Permission.PERIOD_WRITE: [[writes_for_it, is_no_auditor]],
    Permission.PERIOD_DECIDE: [
        [heads_it, did_not_write_it, is_no_auditor],
        [stands_in_for_the_head, did_not_write_it, is_no_auditor],
    ],
    Permission.CALENDAR_SET: [[is_control_tower, is_no_auditor]],
    Permission.DOCUMENTS_SET: [[is_administrator, is_no_auditor]],
    Permission.DOCUMENT_SETTINGS_READ: [[is_administrator], [is_auditor]],
}

_MAYOR: Alternatives = ((is_control_tower,), (is_auditor,), (is_head,))
_BUREAUS: Alternatives = ((is_control_tower,), (is_auditor,), (is_head,))
_STAFF: Alternatives = ((is_signed_in,),)
_TOWER = POLICY[Permission.TOWER_READ]
_READERS = POLICY[Permission.BATCHES_READ]
_WRITERS = POLICY[Permission.BATCHES_WRITE]
_PREPARERS = POLICY[Permission.BATCHES_PREPARE]
_DECIDERS: Alternatives = ((is_hr, is_no_auditor),)
_RULES = POLICY[Permission.BATCH_RULES_WRITE]
_FACTS = POLICY[Permission.BATCH_FACTS_WRITE]
_PERIOD_WRITERS: Alternatives = ((is_coordinator, is_no_auditor), (is_head, is_no_auditor))
_PERIOD_JUDGES: Alternatives = ((is_head, is_no_auditor), (is_control_tower, is_no_auditor))

ENDPOINTS: dict[str, Alternatives] = {
    "reports.list_reports": _STAFF,
    "reports.show_control_tower": _TOWER,
    "reports.show_tower_part": _TOWER,
    "reports.list_value_carriers": _TOWER,
    "reports.list_participation": _TOWER,
    "reports.show_mayor_page": _MAYOR,
    "reports.list_bureaus": _BUREAUS,
    "reports.show_bureau": _BUREAUS,
    "reports.show_bureau_part": _BUREAUS,
    "reports.show_department_dashboard": _STAFF,
    "reports.show_department_part": _STAFF,
    "reports.show_own_dashboard": ((belongs_somewhere,),),
    "reports.show_my_year": _STAFF,
    "reports.list_department_sheets": _STAFF,
    "reports.show_department_sheet": _STAFF,
    "reports.list_round_reports": _STAFF,
    "reports.show_round_report": _STAFF,
    "reports.download_round_report": _STAFF,
    "reports.list_incentives": _READERS,
    "reports.new_incentive_export": _PREPARERS,
    "reports.create_incentive_export": _PREPARERS,
    "reports.show_incentive_export": _READERS,
    "reports.download_incentive_export": _WRITERS,
    "reports.create_incentive_acceptance": _DECIDERS,
    "reports.create_incentive_return": _DECIDERS,
    "reports.list_incentive_rules": _READERS,
    "reports.show_incentive_rules": _READERS,
    "reports.download_incentive_rules": _READERS,
    "reports.new_incentive_rules": _RULES,
    "reports.create_incentive_rules": _RULES,
    "reports.show_incentive_rules_template": _RULES,
    "reports.show_incentive_rules_errors": _RULES,
    "reports.list_incentive_facts": _READERS,
    "reports.new_incentive_facts": _FACTS,
    "reports.create_incentive_facts": _FACTS,
    "reports.show_incentive_facts_template": _FACTS,
    "reports.show_incentive_facts_errors": _FACTS,
    "reports.download_incentive_facts": _FACTS,
    "reports.edit_incentive_setup": _READERS,
    "reports.update_incentive_bases": _WRITERS,
    "reports.create_grade_table": _WRITERS,
    "reports.create_standard_tables": _WRITERS,
    "reports.list_period_reports": _STAFF,
    "reports.show_present_period_report": _PERIOD_WRITERS,
    "reports.show_period_report": _STAFF,
    "reports.edit_period_report": _PERIOD_WRITERS,
    "reports.update_period_report": _PERIOD_WRITERS,
    "reports.create_period_report_submission": _PERIOD_WRITERS,
    "reports.create_period_report_approval": _PERIOD_JUDGES,
    "reports.create_period_report_return": _PERIOD_JUDGES,
    "reports.compare_period_reports": _STAFF,
    "reports.list_reporting_calendars": _STAFF,
    "reports.create_reporting_calendar": POLICY[Permission.CALENDAR_SET],
    "reports.create_document": _STAFF,
    "reports.edit_document_settings": POLICY[Permission.DOCUMENT_SETTINGS_READ],
    "reports.create_document_approvals": POLICY[Permission.DOCUMENTS_SET],
    "reports.create_office_emblem": POLICY[Permission.DOCUMENTS_SET],
    "reports.create_office_emblem_removal": POLICY[Permission.DOCUMENTS_SET],
    "reports.new_list_export": _STAFF,
    "reports.create_list_export": _STAFF,
    "reports.list_public_results": PUBLIC,
    "reports.show_public_result": PUBLIC,
}
