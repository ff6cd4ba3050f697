"""Sentences travel untranslated and are read in the reader's language."""

from app.accounts.enums import Permission
from app.core.access import Role
from app.core.messages import message


def test_a_sentence_is_read_in_the_language_of_the_request(session_app):
    sentence = message("Choose one.")
    with session_app.test_request_context(headers={"Cookie": "opum_language=en"}):
        assert str(sentence) == "Choose one."
    with session_app.test_request_context():
        assert str(sentence) == "하나를 고르세요."


def test_parameters_are_filled_in_after_translation(session_app):
    with session_app.test_request_context():
        assert str(message("At least %(least)s.", least=3)) == "3 이상이어야 합니다."


def test_a_vocabulary_is_stored_by_value_and_shown_by_label(app):
    assert Role("hr") is Role.HR
    assert Permission("people_edit").label.msgid == "Edit people, roles and accounts"
