import pytest
from app.core.database import transaction
from tests.factories import evaluation
@pytest.mark.browser
def test_dbg(office):
    with transaction():
        r = evaluation.published_round(office.cast)
    for size in (1280,):
        office.lee.opens(f"/rounds/{r.id}/results")
        for v in office.lee.visitor.axe(): print("AXE", v)
        print(office.lee.page.evaluate("[...document.querySelectorAll('main a, main summary')].map(e=>[e.innerText, JSON.stringify(e.getBoundingClientRect())].join(' ')).join('\\n')"))
        office.lee.page.screenshot(path="/tmp/opum/jd/res.png")
    assert 0
