"""What people of the journeys write into the forms."""

REASON = "현장에서 확인된 불편이라 과제로 삼는다."

HOW_REMOVED = "점용허가를 접수한 날 함께 검토하도록 절차를 합쳤다."

PROOF = {"name": "설치대장.txt", "mimeType": "text/plain", "buffer": "상위 정류장 여덟 곳".encode()}

PDF = {
    "name": "전후비교.pdf",
    "mimeType": "application/pdf",
    "buffer": b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n",
}


def write_issue(person, *, title="정류장 그늘막을 먼저 놓을 곳 정하기", files=()):
    """Fill in the form of an issue, as far as it needs to be."""
    person.opens("/issues/new")
    person.types("제목", title)
    person.types("현황·문제점", "그늘막이 승객이 적은 곳부터 놓인다.")
    person.types("개선방안", "승하차 자료로 놓을 순서를 정한다.")
    person.types("기대효과", "같은 예산으로 더 많은 승객이 그늘에 선다.")
    person.types("예상 장애요인", "승하차 자료가 다른 부서에 있다.")
    if files:
        person.attaches("첨부파일", *files)


def write_plan(person, task_id):
    """Fill in the standard form of the plan: one practice item, two measures, one obstacle."""
    person.opens(f"/tasks/{task_id}?stage=4")
    person.follows("실행계획 작성하기")
    person.presses("측정값 추가")
    person.types("추진배경", "그늘막이 승객이 적은 곳부터 놓인다.")
    person.types("추진목표", "승하차가 많은 정류장부터 그늘막을 놓는다.")
    with person.in_group("실천과제 1"):
        person.types("실천 내용", "승하차 자료 정리")
        person.chooses_like("담당자", "안바다")
        person.types("시작일", "2026-11-24")
        person.types("종료일", "2026-12-31")
    person.types("예산(원)", "12,000,000")
    _write_measure(person, 1, ("그늘막이 있는 상위 정류장", "곳", "3", "20"))
    _write_measure(person, 2, ("기다리는 승객 만족도", "점", "61.5", "80"))
    with person.in_group("예상 장애요인 1"):
        person.chooses("장애 유형", "부서협업")
        person.types("예상 장애요인", "자료가 다른 부서에 있다.")
        person.types("대응 방안", "매달 한 번 넘겨받기로 협의한다.")
    person.chooses("추진실적보고", "매월")
    person.presses("임시 저장")


def _write_measure(person, row, values):
    with person.in_group(f"측정값 {row}"):
        for label, text in zip(("측정값", "단위", "기준치", "목표치"), values, strict=True):
            person.types(label, text)


def write_report(person, task_id):
    """Write the report of the first period and attach the proof."""
    person.opens(f"/tasks/{task_id}?stage=5")
    person.follows("2026-11 보고 작성")
    person.types("추진 실적", "상위 정류장 여덟 곳에 놓았다.")
    with person.in_group("그늘막이 있는 상위 정류장 (곳)"):
        person.types("실적", "8")
    with person.in_group("기다리는 승객 만족도 (점)"):
        person.types("실적이 없는 사유", "조사는 다음 달에 한다.")
    person.types("앞으로 할 일", "나머지 정류장에 놓는다.")
    person.presses("임시 저장")
    person.attaches("증빙자료 파일", PROOF)
    person.presses("첨부")


def write_obstacle(person, task_id):
    """Fill in an obstacle of the task from which 민원봉사과 suffers and about which 교통과 is asked."""
    person.opens(f"/tasks/{task_id}?stage=5")
    person.follows("장애요인 등록")
    person.types("장애 내용", "도로점용 허가가 늦다")
    person.chooses("장애 유형", "부서협업")
    person.chooses("피해 부서", "민원봉사과")
    person.types("피해 내용", "민원인이 3주를 더 기다린다.")
    person.types("시도한 조치", "두 번 전화로 부탁했다.")
    person.types("요청 사항", "허가 절차를 한 번에 처리해 달라.")
    person.chooses("요청받은 부서", "교통과")
    person.types("요청 기한", "2026-12-07")


def write_closing(person, task_id):
    """Fill in results, lesson and spread."""
    person.opens(f"/tasks/{task_id}")
    person.follows("과제 종료서 작성")
    with person.in_group("그늘막이 있는 상위 정류장 (곳)"):
        person.types("실적", "21")
    with person.in_group("기다리는 승객 만족도 (점)"):
        person.types("실적", "82.5")
    person.chooses("목표 달성 여부", "목표 달성")
    person.types("잘된 점", "승하차 자료로 순서를 정하니 다툼이 없었다.")
    person.types("시도했으나 실패한 점과 이유", "간판을 가리는지 미리 보지 않았다.")
    person.types("교훈: 다음에 할 일", "자리를 정하기 전에 상인과 함께 현장을 본다.")
    person.chooses("확산 결정", "관련 부서 확산")
    person.types("확산 대상과 방법", "도로과의 의자 설치에도 쓴다.")


def write_slogan(person, *, text="기다림은 줄이고 안전은 늘리고"):
    """Fill in the form of the department's slogan, with one practice item."""
    person.opens("/slogans")
    person.follows("우리 부서 슬로건 쓰기")
    person.types("슬로건", text)
    person.types("의미", "시민이 길에서 보내는 시간을 줄인다.")
    person.ticks("신속(Speed)")
    person.types("실천항목 1", "신호체계 점검")
    person.types("기한 (실천항목 1)", "2026-12-20")


def write_claim(person, *, item="P06", title="민원 서식 세 장을 한 장으로"):
    """Fill in the form of a mileage claim and attach the proof."""
    person.opens("/mileage/claims/new")
    person.chooses_like("적립항목", item)
    person.types("제목", title)
    person.types("한 일과 그 결과", "서식을 합치고 전후 처리시간을 재었다.")
    person.types("실적 발생일", "2026-11-20")
    person.attaches("증빙자료", PDF)
