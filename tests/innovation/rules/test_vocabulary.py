import pytest

from app.core.messages import Labelled
from app.core.values import Value, ValueKind
from app.innovation import enums
from app.innovation.enums import ObstacleKind, ObstacleLevel, ObstaclePhase, Rating, RatingKind, Stage

VOCABULARIES = [getattr(enums, name) for name in enums.__all__]


@pytest.mark.parametrize("vocabulary", VOCABULARIES, ids=lambda v: v.__name__)
def test_every_word_has_a_label_of_its_own(vocabulary):
    assert issubclass(vocabulary, Labelled)
    labels = [member.label.msgid for member in vocabulary]
    assert len(set(labels)) == len(labels)


def test_stages_are_numbered_in_their_order():
    assert [stage.number for stage in Stage] == [1, 2, 3, 4, 5, 6]
    assert [Stage.of_number(n) for n in range(1, 7)] == list(Stage)


@pytest.mark.parametrize("number", [0, 7, -1])
def test_there_is_no_stage_outside_one_to_six(number):
    with pytest.raises(ValueError, match=str(number)):
        Stage.of_number(number)


def test_the_numbers_of_the_domain_hold():
    assert (len(ObstacleKind), len(ObstaclePhase), len(RatingKind)) == (9, 3, 4)
    assert [rating.number for rating in Rating] == [1, 2, 3, 4, 5]
    assert [level.number for level in ObstacleLevel] == [1, 2, 3]


def test_there_are_five_values_of_each_kind():
    assert [value.name for value in Value if value.kind is ValueKind.FIVE_S] == [
        "SMILE",
        "SIMPLE",
        "SOFT",
        "SPEED",
        "SMART",
    ]
    assert [value.name for value in Value if value.kind is ValueKind.FIVE_PUM] == [
        "HEAD",
        "MOUTH",
        "HEART",
        "HAND",
        "FOOT",
    ]
