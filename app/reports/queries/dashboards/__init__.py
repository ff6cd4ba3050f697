"""국·부서 현황과 내 한 해: what a bureau, a department and a person have in hand, each part in one or two statements."""
