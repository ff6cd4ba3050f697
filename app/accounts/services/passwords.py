"""비밀번호와 최초 인증코드: given, proven, changed, aged."""

import secrets
from datetime import timedelta

from sqlalchemy import select, update

from app.accounts.enums import Permission
from app.accounts.events import AccountInvited, FirstCodeReleased, PasswordChanged
from app.accounts.models import Account, Person, SignInSession
from app.accounts.passwords import PRESETS, PasswordRules, check_password, hash_password, verify_password
from app.accounts.policy import POLICY
from app.accounts.services.sign_in import Credentials, end_all_sessions
from app.core import access, clock
from app.core.access import Actor
from app.core.database import AnyRow, db
from app.core.errors import Refused
from app.core.events import publish
from app.core.messages import _
from app.organization.enums import SettingKey
from app.organization.queries import setting

FIRST_CODE_LIFE = timedelta(days=7)


class WrongPassword(Refused):
    """What was typed to prove who one is was wrong. The edge remembers the try for the throttle."""


def password_rules() -> PasswordRules:
    """Return the rules the office has chosen."""
    return PRESETS[setting(SettingKey.PASSWORD_PRESET)]


def has_aged(person_id: int) -> bool:
    """Whether the person's password is older than the office allows."""
    max_age = password_rules().max_age
    changed_at = db.session.scalar(select(Account.password_changed_at).where(Account.person_id == person_id))
    return max_age is not None and (changed_at is None or clock.now() - changed_at > max_age)


def invite(*, person: Person, actor: Actor | None) -> str:
    """Give an account a one-time first code (7 days) and return it; `actor` None: the command line.

    Where the account has been used before, the code opens it only after a second administrator has released it:
    otherwise one administrator could step into anybody's shoes.
    """
    if actor is not None:
        access.require(POLICY, Permission.PEOPLE_EDIT, actor)
    if person.left_on is not None and person.left_on < clock.today():
        raise Refused(_("This person has left the office."))
    code = secrets.token_hex(5)
    account = db.session.get(Account, person.id)
    if account is None:
        account = Account(person_id=person.id)
        db.session.add(account)
    account.first_code_hash = hash_password(code)
    account.first_code_expires_at = clock.now() + FIRST_CODE_LIFE
    account.first_code_by_id = actor.id if actor else None
    account.first_code_released_by_id = None
    account.disabled_at = None
    db.session.flush()
    publish(AccountInvited(actor_id=actor.id if actor else None, person_id=person.id))
    return code


def needs_release(account: Account) -> bool:
    """Whether the account's first code waits for a second administrator."""
    used = account.password_hash is not None
    by_one = account.first_code_by_id is not None and account.first_code_released_by_id is None
    return account.first_code_hash is not None and used and by_one


def release_first_code(*, person: Person, actor: Actor) -> None:
    """Let another administrator's first code open an account that was used before."""
    access.require(POLICY, Permission.PEOPLE_EDIT, actor)
    account = db.session.get(Account, person.id)
    if account is None or not needs_release(account):
        raise Refused(_("No first code of this person waits for a release."))
    if actor.id in {account.first_code_by_id, person.id}:
        raise Refused(_("Another administrator must release this first code."))
    account.first_code_released_by_id = actor.id
    db.session.flush()
    publish(FirstCodeReleased(actor_id=actor.id, person_id=person.id))


def reauthenticate(*, actor: Actor, password: str) -> None:
    """Prove again who one is before something sensitive. Raises `WrongPassword`."""
    account = db.session.get_one(Account, actor.id)
    if not verify_password(account.password_hash, password):
        raise WrongPassword(_("The password is wrong."))
    db.session.execute(
        update(SignInSession).where(SignInSession.id == actor.session_id).values(reauthenticated_at=clock.now())
    )


def redeem_first_code(*, credentials: Credentials, new_password: str) -> None:
    """Exchange a first code, once, for a password. Raises `WrongPassword`, as slowly for unknown numbers."""
    row = _held_account(credentials.employee_no)
    alive = row is not None and _code_is_alive(row)
    right = verify_password(row.first_code_hash if row and alive else None, credentials.password)
    if row is None or not right:
        raise WrongPassword(_("Employee number or first code is wrong, or the code has expired."))
    set_password(person_id=row.person_id, employee_no=row.employee_no, password=new_password)


def renew_password(*, credentials: Credentials, new_password: str) -> None:
    """Replace a password that has aged, without being signed in. Raises `WrongPassword`."""
    row = _held_account(credentials.employee_no)
    right = verify_password(row.password_hash if row else None, credentials.password)
    if row is None or not right:
        raise WrongPassword(_("Employee number or password is wrong."))
    _refuse_the_same(credentials.password, new_password)
    set_password(person_id=row.person_id, employee_no=row.employee_no, password=new_password)


def change_password(*, actor: Actor, old_password: str, new_password: str) -> None:
    """Choose a new password; every session of the person ends. Raises `WrongPassword`."""
    account = db.session.get_one(Account, actor.id)
    if not verify_password(account.password_hash, old_password):
        raise WrongPassword(_("The present password is wrong."))
    _refuse_the_same(old_password, new_password)
    set_password(person_id=actor.id, employee_no=actor.employee_no, password=new_password)


def set_password(*, person_id: int, employee_no: str, password: str) -> None:
    """Store a password that satisfies the office's rules, use up the first code, end all sessions."""
    check_password(password, rules=password_rules(), employee_no=employee_no)
    account = db.session.get_one(Account, person_id)
    account.password_hash = hash_password(password)
    account.password_changed_at = clock.now()
    account.first_code_hash = account.first_code_expires_at = None
    account.first_code_by_id = account.first_code_released_by_id = None
    end_all_sessions(person_id)
    publish(PasswordChanged(actor_id=person_id, person_id=person_id))


def _code_is_alive(row: AnyRow) -> bool:
    expires_at = row.first_code_expires_at
    in_time = expires_at is not None and expires_at > clock.now()
    return in_time and not needs_release(db.session.get_one(Account, row.person_id))


def _held_account(employee_no: str) -> AnyRow | None:
    """Return the open account of a number, held until the end of the transaction: a code is used up once."""
    return db.session.execute(
        select(
            Account.person_id,
            Person.employee_no,
            Account.password_hash,
            Account.first_code_hash,
            Account.first_code_expires_at,
        )
        .join(Person, Person.id == Account.person_id)
        .where(Person.employee_no == employee_no, Account.disabled_at.is_(None))
        .with_for_update(of=Account)
    ).first()


def _refuse_the_same(old: str, new: str) -> None:
    if old == new:
        raise Refused(_("The new password must differ from the present one."))
