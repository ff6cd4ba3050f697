import io
import zipfile

import pytest

from app.core.database import transaction
from app.files import guards, services

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20 + b"IEND\xaeB`\x82"
JPG = b"\xff\xd8\xff\xe0" + b"\0" * 20 + b"\xff\xd9"
HWP = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504 + b"HWP Document File" + b"\0" * 200
SUBJECT = "invented_report"


def archive(**parts):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as out:
        for name, content in parts.items():
            out.writestr(name, content)
    return target.getvalue()


def ooxml(main):
    return archive(**{"[Content_Types].xml": "<Types/>", main: "<x/>"})


def hwpx():
    return archive(**{"mimetype": "application/hwp+zip", "Contents/content.hpf": "<x/>"})


@pytest.fixture
def store(app, cast):
    """Hand in a file as 김 for report 1, in a transaction of its own."""

    def store(content=PDF, filename="보고서.pdf", *, actor=cast.kim, subject_id=1):
        with transaction():
            return services.store_evidence(
                stream=io.BytesIO(content), filename=filename, subject_type=SUBJECT, subject_id=subject_id, actor=actor
            )

    return store


@pytest.fixture
def guarded(cast):
    """Let 김 and 이 see report 1, nobody anything else."""
    guards.GUARDS[SUBJECT] = lambda actor, subject_id: subject_id == 1 and actor.id in {cast.kim.id, cast.lee.id}
    yield
    del guards.GUARDS[SUBJECT]
