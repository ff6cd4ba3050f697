"""What the matrix of background jobs acts on: a letter 김 asked for and that waits to be taken out."""

from app import registry
from app.jobs import work
from tests.factories import jobs as factory


def build(cast):
    work.install((*registry.JOB_KINDS, factory.LETTER))
    return {"job": factory.done(cast.kim)}
