"""What the matrix of ledger exports acts on: one of 최 of the control tower, made and waiting to be downloaded."""

from tests.factories import ledger_exports as factory


def build(cast):
    return {"export": factory.made(cast.choi)}
