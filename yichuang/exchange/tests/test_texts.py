"""What a notice tells: the day that is meant, not another one of the case."""

from datetime import date

from yichuang.exchange import notices

CASE = {"item": "食品经营许可", "due_on": date(2026, 3, 20), "promised_due_on": date(2026, 3, 20), "statutory_due_on": date(2026, 3, 30),
        "query_code": "7K4M29PX", "department": "市场监督管理局", "hall": "示例区政务服务大厅"}  # fmt: skip


def test_a_day_of_the_notice_itself_is_told_and_not_the_due_day_of_the_case() -> None:
    told = notices.text_of("hearing", CASE, {"due": "2026-03-09"})
    assert "2026年3月9日" in told and "3月20日" not in told


def test_a_notice_without_a_day_of_its_own_tells_the_due_day_of_the_case() -> None:
    assert "2026年3月20日" in notices.text_of("filed", CASE, {})
