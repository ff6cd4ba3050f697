"""A token of 정 of HR. By a session nobody reads a resource: what tokens open is in `tests/api`."""

from tests.factories import api as factory


def build(cast):
    return {"token": factory.token_of(cast.jung)[0]}
