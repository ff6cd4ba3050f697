"""Vocabularies of people and accounts. Roles are in `core.access`: every floor speaks of them."""

from app.core.messages import Labelled, _


class Permission(Labelled):
    """What the table of permissions speaks about."""

    PEOPLE_LIST = "people_list", _("See people and their roles")
    PEOPLE_EDIT = "people_edit", _("Edit people, roles and accounts")
    ACCESS_RECORDS_LIST = "access_records_list", _("See who has looked at personal data")


class AccountState(Labelled):
    """How far somebody has come on the way to signing in."""

    NONE = "none", _("Without an account")
    UNOPENED = "unopened", _("Never signed in")
    OPEN = "open", _("May sign in")
    CLOSED = "closed", _("Account closed")


class AccessAction(Labelled):
    """What was done with personal data of others. Other domains write their own word and reason."""

    PERSON_SHOWN = "person_shown", _("Looked at a person's page")
    PEOPLE_EXPORTED = "people_exported", _("Took out the people of the office")
    INCENTIVES_EXPORTED = "incentive_export", _("Made an incentive batch")
    INCENTIVES_DOWNLOADED = "incentive_download", _("Took out an incentive batch")
    REWARDS_EXPORTED = "rewards_exported", _("Took out the list of rewards")
    LEDGER_EXPORTED = "ledger_exported", _("Asked for the mileage ledger as a file")
    LEDGER_DOWNLOADED = "ledger_downloaded", _("Took out the mileage ledger")
    LIST_EXPORTED = "list_exported", _("Took out a list")
    JOB_DOWNLOADED = "job_downloaded", _("Result of background work downloaded")
    CLOSING_EXPORTED = "closing_exported", _("Took out the report of a closed mileage year")
    CIRCLES_SHOWN = "thanks_circles_shown", _("Looked at who thanked one another")
    API_READ = "api_read", _("Read by a program with a token")
    ISSUE_UNMASKED = "issue_unmasking", _("Read the hidden names of an issue")
