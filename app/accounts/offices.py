"""Conditions of triggers about the offices of people: the same as `queries.roles.offices_on`, as SQL over NEW and OLD."""


def shares_office(one: str, other: str, day: str) -> str:
    """Make the condition of a trigger: two people have an office in common on a day.

    The arguments are SQL over NEW and OLD (ids of two people, a date). It says the same as `offices_on`.
    """
    return f"EXISTS (SELECT 1 FROM departments d WHERE {_office(one, day)} AND {_office(other, day)})"  # noqa: S608  constants of the models


def in_office(person: str, department: str, day: str) -> str:
    """Make the condition of a trigger: the department is an office of the person on a day. SQL over NEW and OLD."""
    return f"EXISTS (SELECT 1 FROM departments d WHERE d.id = {department} AND {_office(person, day)})"  # noqa: S608  constants of the models


def _office(person: str, day: str) -> str:
    return (
        f"(EXISTS (SELECT 1 FROM people p WHERE p.id = {person} AND p.department_id = d.id) "  # noqa: S608  constants of the models
        f"OR EXISTS (SELECT 1 FROM role_assignments r WHERE r.person_id = {person} AND r.department_id = d.id "
        f"AND r.starts_on <= {day} AND (r.ends_on IS NULL OR r.ends_on >= {day})))"
    )
