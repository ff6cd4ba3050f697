"""A person at a desk: opens pages, fills in what stands there, presses buttons, and says what can be read."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Download, FilePayload, Locator, Page, expect

from tests.browser import Visitor


class Person:
    """Somebody who sees Korean labels and knows nothing of the code. Everything is found by what people read."""

    def __init__(self, visitor: Visitor) -> None:
        self.visitor = visitor
        self._scope: Locator | None = None

    @property
    def page(self) -> Page:
        """The page that is open."""
        return self.visitor.page

    @property
    def address(self) -> str:
        """The path of the open page, without the query."""
        return self.page.url.removeprefix(self.visitor.base).split("?")[0]

    @property
    def record_id(self) -> int:
        """The number of the record whose page is open."""
        return int(self.address.rsplit("/", 1)[1])

    def opens(self, path: str, status: int = 200) -> None:
        """Type an address of the app; it answers with this status."""
        answer = self.page.goto(path, wait_until="load")
        assert answer is not None
        assert answer.status == status, f"{path} answers with {answer.status}"

    def follows(self, name: str) -> None:
        """Follow the link with this name."""
        with self.page.expect_navigation():
            self._within.get_by_role("link", name=name, exact=True).last.click()

    def presses(self, name: str) -> None:
        """Press the button with this name; the next page is there when this returns."""
        with self.page.expect_navigation():
            self._within.get_by_role("button", name=name, exact=True).last.click()

    def unfolds(self, name: str) -> None:
        """Open what is folded under these words."""
        self._within.locator("summary", has_text=_exactly(name)).first.click()

    def types(self, label: str, text: str) -> None:
        """Write into the field with this label."""
        self._labelled(label).fill(text)

    def chooses(self, label: str, option: str) -> None:
        """Choose an option of the list with this label."""
        self._labelled(label).select_option(label=option)

    def chooses_like(self, label: str, start: str) -> None:
        """Choose the option of the list that begins so."""
        field = self._labelled(label)
        option = next(text for text in field.locator("option").all_inner_texts() if text.strip().startswith(start))
        field.select_option(label=option)

    def ticks(self, label: str) -> None:
        """Tick the box with this label."""
        self._labelled(label).check()

    def unticks(self, label: str) -> None:
        """Take the tick away."""
        self._labelled(label).uncheck()

    def attaches(self, label: str, *files: FilePayload) -> None:
        """Choose files for the field with this label."""
        self._labelled(label).set_input_files(files)

    def downloads(self, name: str) -> Download:
        """Press the link with this name and wait for the file it brings."""
        with self.page.expect_download() as waiting:
            self.page.get_by_role("link", name=name, exact=True).first.click()
        return waiting.value

    @contextmanager
    def in_group(self, name: str) -> Iterator[None]:
        """Work inside the group of fields with this heading."""
        before, self._scope = self._scope, self.page.get_by_role("group", name=name, exact=True)
        try:
            yield
        finally:
            self._scope = before

    def reads(self, label: str) -> str:
        """Return what stands in the field with this label."""
        return self._labelled(label).input_value()

    def sees(self, *texts: str) -> None:
        """The main part of the page says this."""
        for text in texts:
            expect(self.page.get_by_role("main")).to_contain_text(text)

    def does_not_see(self, *texts: str) -> None:
        """The main part of the page does not say this."""
        for text in texts:
            expect(self.page.get_by_role("main")).not_to_contain_text(text)

    def has_button(self, name: str) -> bool:
        """Whether there is a button, or something to unfold, with this name."""
        buttons = self.page.get_by_role("button", name=name, exact=True).count()
        return buttons + self.page.locator("summary", has_text=_exactly(name)).count() > 0

    def has_link(self, name: str) -> bool:
        """Whether the main part of the page has a link with this name."""
        return self.page.get_by_role("main").get_by_role("link", name=name, exact=True).count() > 0

    def posts(self, path: str, **fields: str) -> int:
        """Send a form by hand, past the buttons, with the own session; return the status of the answer."""
        return self.page.request.post(path, form=fields, max_redirects=0).status

    def page_is_sound(self) -> None:
        """The open page is accessible, fits, called for nothing outside, and gives no two things the same id."""
        assert self.visitor.axe() == []
        assert self.visitor.overflow() <= 0
        assert self.visitor.complaints == []
        ids = self.page.evaluate("[...document.querySelectorAll('[id]')].map(one => one.id)")
        assert sorted({one for one in ids if ids.count(one) > 1}) == []

    @property
    def _within(self) -> Page | Locator:
        return self._scope or self.page

    def _labelled(self, label: str) -> Locator:
        return self._within.get_by_label(_exactly(label)).locator("visible=true").first


def _exactly(text: str) -> re.Pattern[str]:
    """Match the whole text, with the mark of a required field or without, in the browser's dialect."""
    escaped = re.sub(r"([.*+?^${}()|\[\]\\/])", r"\\\1", text)
    return re.compile(rf"^\s*{escaped}(\s*필수)?\s*$")
