"""Vocabularies of the organization."""

from app.core.messages import Labelled, _


class DepartmentKind(Labelled):
    """구분: what kind of unit it is. A bureau has departments below it and is not ranked itself."""

    BUREAU = "bureau", _("Bureau")
    OFFICE = "office", _("Office under the vice mayor")
    DIVISION = "division", _("Division")
    AFFILIATED = "affiliated", _("Division of an affiliated agency")
    AGENCY = "agency", _("Project office")
    EUP = "eup", _("Eup")
    MYEON = "myeon", _("Myeon")
    DONG = "dong", _("Dong")


class HolidayKind(Labelled):
    """Who made the day free."""

    PUBLIC = "public", _("Public holiday")
    OWN = "own", _("The office's own day")


class SettingKey(Labelled):
    """What an office sets for itself."""

    OFFICE_NAME = "office_name", _("Name of the office")
    CONTROL_TOWER = "control_tower", _("Department that is the control tower")
    LEADING_OFFICE = "leading_office", _("Unit whose head is the mayor")
    PASSWORD_PRESET = "password_preset", _("Password rules")
    DEDUCTION_OPINION_DAYS = "deduction_opinion_days", _("Days for an opinion about a deduction")
    DEDUCTION_OBJECTION_DAYS = "deduction_objection_days", _("Days for an objection to a deduction")
    ROUND_REOPENING_DAYS = "round_reopening_days", _("Days an opened round may be corrected")
    NIGHTLY_BACKUPS = "nightly_backups", _("Nightly backups that are kept")
    API_HOLDERS = "api_holders", _("Who may hold tokens for the API")
    DEMO_PERSONAS = "demo_personas", _("Personas of the demonstration")


class PasswordPreset(Labelled):
    """Which rules passwords follow. The rules themselves are in `accounts.passwords`."""

    MODERN = "modern", _("At least 10 characters, nothing easy to guess, no expiry")
    GOV = "gov", _("At least 9 characters of three kinds, renewed every 90 days")


class ApiHolders(Labelled):
    """Whose programs may read by the API, always what the person may read and no more."""

    OFFICERS = "officers", _("HR, control tower, auditor and administrator")
    EVERYBODY = "everybody", _("Everybody who works here")


class Permission(Labelled):
    """What the organization's tables speak about."""

    ORGANIZATION_SEE = "organization_see", _("See departments, days off and settings")
    ORGANIZATION_EDIT = "organization_edit", _("Edit departments and settings")
