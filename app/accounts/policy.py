"""Who may do what with people and accounts."""

from app.accounts.enums import Permission
from app.core.access import PUBLIC, Alternatives, Policy, is_administrator, is_auditor, is_signed_in

POLICY: Policy = {
    Permission.PEOPLE_EDIT: [[is_administrator]],
    Permission.PEOPLE_LIST: [[is_administrator], [is_auditor]],
    Permission.ACCESS_RECORDS_LIST: [[is_administrator], [is_auditor]],
}

EDIT: Alternatives = POLICY[Permission.PEOPLE_EDIT]
READ: Alternatives = POLICY[Permission.PEOPLE_LIST]

ENDPOINTS: dict[str, Alternatives] = {
    "accounts.new_sign_in": PUBLIC,
    "accounts.create_sign_in": PUBLIC,
    "accounts.create_demo_sign_in": PUBLIC,
    "accounts.new_first_password": PUBLIC,
    "accounts.create_first_password": PUBLIC,
    "accounts.create_language_choice": PUBLIC,
    "accounts.create_contrast_choice": PUBLIC,
    "accounts.create_sign_out": ((is_signed_in,),),
    "accounts.new_password": ((is_signed_in,),),
    "accounts.create_password": ((is_signed_in,),),
    "accounts.new_reauthentication": ((is_signed_in,),),
    "accounts.create_reauthentication": ((is_signed_in,),),
    "accounts.new_renewal": PUBLIC,
    "accounts.create_renewal": PUBLIC,
    "accounts.list_people": READ,
    "accounts.show_person": READ,
    "accounts.new_person": EDIT,
    "accounts.create_person": EDIT,
    "accounts.edit_person": EDIT,
    "accounts.update_person": EDIT,
    "accounts.create_account_closure": EDIT,
    "accounts.new_transfer": EDIT,
    "accounts.create_transfer": EDIT,
    "accounts.new_role": EDIT,
    "accounts.create_role": EDIT,
    "accounts.create_role_ending": EDIT,
    "accounts.show_invitation": EDIT,
    "accounts.create_invitation": EDIT,
    "accounts.create_invitation_release": EDIT,
    "accounts.show_workbook": EDIT,
    "accounts.show_workbook_template": EDIT,
    "accounts.create_workbook_export": EDIT,
    "accounts.create_workbook_import": EDIT,
    "accounts.show_workbook_errors": EDIT,
    "accounts.list_access_records": POLICY[Permission.ACCESS_RECORDS_LIST],
}
