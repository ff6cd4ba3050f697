"""Parts of the frame that a process keeps: the same words for the same arguments, and never another's."""

import re

MENU = re.compile(r'<nav class="sidebar".*?</nav>', re.DOTALL)


def menu(client, path, language="en"):
    client.set_cookie("opum_language", language)
    found = MENU.search(client.get(path).text)
    assert found is not None
    return found.group()


def test_the_menu_is_that_of_the_reader_the_page_and_the_language(cast, as_):
    control, staff = as_(cast.choi), as_(cast.kim)
    of_control, of_staff = menu(control, "/issues"), menu(staff, "/issues")
    assert "/audit-entries" in menu(as_(cast.gam), "/issues")
    assert "/audit-entries" not in of_staff
    assert 'href="/issues" aria-current="page"' in of_staff
    assert 'href="/issues" aria-current="page"' not in menu(staff, "/cases")
    assert "Issues and ideas" in of_staff
    assert "Issues and ideas" not in menu(staff, "/issues", "ko")
    assert (menu(staff, "/issues"), menu(control, "/issues")) == (of_staff, of_control)
