from tests.browser import *
from tests.factories.evaluation import *
from tests.evaluation.pages.test_pages import Method
def test_shots(cast, app):
    with transaction():
        ind = make_indicator(cast.choi, "A1", Method.ATTAINMENT, unit="건", history={"common":{"2025":"40"}})
        m = make_round(cast.choi, [(ind, 100)], [cast.traffic, cast.civil], code="2026-M")
        p = make_round(cast.choi, [(ind, 100)], [cast.traffic, cast.civil], code="2026-P0")
        advance(cast.choi, m, Phase.MEASURING); enter(cast.kang, m, cast.traffic, {ind.id: 45})
        pub = published_round(cast)
    with serve(app) as url, chromium() as b:
        for size in (WIDE, PHONE):
            for who, path in ((cast.kang, f"/rounds/{m.id}/departments/{cast.traffic}/measures"), (cast.choi, f"/rounds/{pub.id}/publications"), (cast.choi, f"/rounds/{p.id}/setup")):
                v = Visitor(b, url, size=size, language="ko"); v.sign_in_as(who); pg=v.open(path)
                print(size, path, v.overflow(), v.axe() if False else "", v.complaints)
                pg.screenshot(path=f"/tmp/opum/s_{size[0]}_{path.split('/')[-1]}.png", full_page=True)
    assert 0
