"""Sources of indicators are read in words."""

from app import reactions
from app.evaluation import sources


def test_every_source_has_a_label() -> None:
    assert set(reactions.SOURCE_LABELS) == set(reactions.INDICATOR_SOURCES)


def test_a_source_this_office_does_not_know_is_shown_by_its_name() -> None:
    assert sources.label_of("elsewhere.count") == "elsewhere.count"
