"""내 차례: people who cannot sign in yet are the administrator's."""

from collections.abc import Sequence

from sqlalchemy import String, cast, func

from app.accounts.enums import AccountState
from app.accounts.models import Person
from app.accounts.queries.people import in_account_state
from app.core.access import Actor, Role
from app.core.messages import Message, _
from app.core.turns import Asked, lines_of

WHAT: dict[AccountState, Message] = {
    AccountState.NONE: _("Invite people who have no account"),
    AccountState.UNOPENED: _("Remind people who have never signed in"),
}


def owed(actor: Actor) -> Sequence[Asked]:
    """Return one line for everybody without an account, and one for those who have not opened theirs."""
    return [_asked(what, state) for state, what in WHAT.items()] if actor.has(Role.ADMINISTRATOR) else []


def awaited(_actor: Actor) -> Sequence[Asked]:
    """Return nothing: whom the administrator waits for is in `owed` already."""
    return []


def _asked(what: Message, state: AccountState) -> Asked:
    people = func.count(Person.id)
    lines = lines_of(func.min(Person.id), cast(people, String)).where(in_account_state(state)).having(people > 0)
    return Asked(
        what=what, endpoint="accounts.list_people", fixed={"account": state.value}, lines=lines, titled=_people
    )


def _people(number: str) -> Message:
    return _("%(number)s people", number=f"{int(number):,}")
