"""Departments and peer groups as a workbook names them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from sqlalchemy import select

from app.core.database import db
from app.core.errors import Refused
from app.core.messages import _
from app.evaluation.services.workbooks.words import ALL_GROUPS, squeezed
from app.organization.models import Department, PeerGroup

_SEPARATORS = (";", "\n", "，")


@dataclass(frozen=True)
class Office:
    """The organization, looked up by name or code."""

    departments: Sequence[Department]
    groups: Sequence[PeerGroup]

    @classmethod
    def load(cls) -> "Office":
        """Read it once for a workbook."""
        return cls(
            db.session.scalars(select(Department).order_by(Department.id)).all(),
            db.session.scalars(select(PeerGroup).order_by(PeerGroup.position)).all(),
        )

    def groups_named(self, text: str | None) -> tuple[int, ...]:
        """Return the peer groups a cell names; all of them for an empty cell. Raises Refused for an unknown one."""
        if text is None or squeezed(text) in ALL_GROUPS:
            return tuple(group.id for group in self.groups)
        exact = self._group(text)
        if exact is not None:
            return (exact,)
        for separator in _SEPARATORS:
            text = text.replace(separator, ",")
        names = [name.strip() for name in text.split(",") if name.strip()]
        found: list[int] = []
        for name in names:
            group = self._group(name)
            if group is None:
                raise Refused(_("There is no peer group “%(name)s”.", name=name))
            found.append(group)
        return tuple(dict.fromkeys(found))

    def _group(self, name: str) -> int | None:
        wanted = squeezed(name)
        return next((g.id for g in self.groups if wanted in {squeezed(g.name), squeezed(g.code)}), None)

    def group_name(self, group_id: int) -> str:
        """Return the name of a peer group."""
        return next(group.name for group in self.groups if group.id == group_id)

    def department_named(self, text: str, day: date) -> Department:
        """Return the department a cell names, as of a day. Raises Refused with what is wrong with it."""
        wanted = squeezed(text)
        named = self._by_name.get(wanted, [])
        found = [unit for unit in named if unit.is_valid_on(day)]
        if len(found) != 1:
            by_code = [unit for unit in self.departments if squeezed(unit.code) == wanted]
            named = named or by_code
            found = [unit for unit in by_code if unit.is_valid_on(day)] or found
        if not named:
            raise Refused(_("There is no department “%(name)s”.", name=text))
        if not found:
            raise Refused(_("“%(name)s” does not exist on the base date %(day)s.", name=text, day=day.isoformat()))
        if len(found) > 1:
            raise Refused(_("Several departments are called “%(name)s”; write the code.", name=text))
        if found[0].peer_group_id is None:
            raise Refused(_("“%(name)s” belongs to no peer group and is not evaluated.", name=text))
        return found[0]

    @cached_property
    def _by_name(self) -> Mapping[str, list[Department]]:
        found: dict[str, list[Department]] = {}
        for unit in self.departments:
            found.setdefault(squeezed(unit.name), []).append(unit)
        return found
