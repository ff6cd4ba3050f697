def test_a_newcomer_sees_the_sign_in_page(visit):
    visitor = visit()
    page = visitor.open("/")
    assert page.get_by_role("heading", level=1).inner_text() == "로그인"
    assert visitor.axe() == []
    assert visitor.complaints == []
