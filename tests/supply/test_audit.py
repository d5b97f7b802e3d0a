"""An audit that looked nothing up is never taken for one that found nothing."""

import pytest

from tests.supply.audit import NOT_AUDITED, SOUND, WEAK, judged
from tests.supply.lock import Pinned

PACKAGES = [Pinned("django", "5.2.0", "", ("0" * 64,), ()), Pinned("Pillow", "11.0", "", ("1" * 64,), ())]
UNREACHED = {"skip_reason": "Dependency not found on PyPI and could not be audited"}
WEAKNESS = {"id": "PYSEC-2025-1", "fix_versions": ["5.2.1"], "description": "…"}


def report(django: dict, pillow: dict) -> dict:
    answers = ({"name": "django", "version": "5.2.0"} | django, {"name": "pillow", "version": "11.0"} | pillow)
    return {"dependencies": list(answers)}


def test_a_lock_without_known_weaknesses_is_sound():
    verdict = judged("requirements.txt", PACKAGES, report({"vulns": []}, {"vulns": []}))
    assert verdict.code == SOUND
    assert verdict.said == ("requirements.txt: 2 of 2 looked up, no known weaknesses.",)


def test_a_weakness_is_named_with_the_version_that_mends_it():
    verdict = judged("requirements.txt", PACKAGES, report({"vulns": [WEAKNESS]}, {"vulns": []}))
    assert verdict.code == WEAK
    assert verdict.said[0] == "requirements.txt: django 5.2.0: PYSEC-2025-1, mended in 5.2.1"


@pytest.mark.parametrize("answer", [report(UNREACHED, UNREACHED), None, {"dependencies": []}])
def test_a_list_that_cannot_be_reached_is_no_success(answer):
    verdict = judged("requirements.txt", PACKAGES, answer, "no such host")
    assert verdict.code == NOT_AUDITED
    assert "0 of 2 could be looked up: list unreachable (no such host)." in verdict.said[0]


def test_a_package_that_was_passed_over_is_no_success_either():
    verdict = judged("requirements.txt", PACKAGES, report({"vulns": []}, UNREACHED))
    assert verdict.code == NOT_AUDITED
    assert verdict.said[-1] == "requirements.txt: not looked up, so nothing is known of them: Pillow."
