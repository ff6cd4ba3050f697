"""What the form library says stands in our words."""

import pytest
from werkzeug.datastructures import MultiDict

from app.core.i18n import speaking
from app.notifications.forms import MailSettingsForm


def error_of(app, field, typed, language):
    with app.test_request_context(), speaking(language):
        form = MailSettingsForm(MultiDict({field: typed}), meta={"csrf": False})
        form.validate()
        return form[field].errors[0]


@pytest.mark.parametrize(
    ("field", "typed", "korean", "english"),
    [
        ("port", "70000", "1부터 65535까지의 수를 쓰세요.", "Number must be between 1 and 65535."),
        ("port", "x", "정수로 쓰세요.", "Not a valid integer value."),
        ("host", "h" * 201, "200자까지 쓸 수 있습니다.", "Field cannot be longer than 200 characters."),
        ("port", "", "이 항목은 필수입니다.", "This field is required."),
    ],
)
def test_the_library_speaks_as_we_do(app, field, typed, korean, english):
    assert error_of(app, field, typed, "ko") == korean
    assert error_of(app, field, typed, "en") == english
