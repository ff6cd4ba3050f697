"""A refusal says a certain sentence, in whatever language the test runs."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from app.core.errors import OpumError, Refused


@contextmanager
def refused(sentence: str, kind: type[OpumError] = Refused) -> Iterator[None]:
    """Expect a refusal whose English sentence contains `sentence`."""
    with pytest.raises(kind) as refusal:
        yield
    assert sentence in refusal.value.reason.msgid
