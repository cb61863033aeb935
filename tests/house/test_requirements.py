"""Requirements are numbered once, and every claim of a test names one of them."""

from tests.house import printed
from tests.house import repository as repo

SAMPLE = """
import pytest
pytestmark = pytest.mark.requirement("REF-01")

@pytest.mark.requirement("REF-10", "REF-11")
def test_friday(): ...

class TestBoundary:
    @pytest.mark.requirement("REF-12")
    def test_monday(self): ...

@pytest.mark.parametrize("day", [pytest.param(1, marks=pytest.mark.requirement("XXX-99"))])
def test_days(day): ...

@pytest.mark.requirement(IDS)
def test_unread(): ...

@pytest.mark.requirement()
def test_empty(): ...
"""


def test_every_requirement_has_one_number_an_area_and_a_text():
    rows = printed._rows(repo.ROOT, "requirements")
    assert len({row["id"] for row in rows}) == len(rows) == 655
    assert all(row["id"].startswith(f"{row['area']}-") and row["requirement"].strip() for row in rows)
    assert {row["area"] for row in rows} == set(printed.areas())


def test_every_claim_names_a_requirement_that_exists():
    assert not [str(fault) for fault in printed.collect()[1]]


class TestTheseChecksCanFail:
    def test_marks_are_read_wherever_they_stand(self):
        claims, bad = printed.claims_in(SAMPLE, "test_x.py")
        assert {(claim.id, claim.test) for claim in claims} == {
            ("REF-01", ""),
            ("REF-10", "test_friday"),
            ("REF-11", "test_friday"),
            ("REF-12", "TestBoundary::test_monday"),
            ("XXX-99", "test_days"),
        }
        assert [fault.line for fault in bad] == [15, 18]

    def test_an_unknown_requirement_is_found(self, tmp_path):
        self._repository(tmp_path)
        claims, bad = printed.collect(tmp_path)
        assert "tests/test_sample.py:12: there is no requirement XXX-99" in [str(fault) for fault in bad]
        assert "XXX-99" not in {claim.id for claim in claims}

    def test_the_page_counts_claims_and_names_tests(self, tmp_path):
        self._repository(tmp_path)
        page = printed.pages(tmp_path)["requirements.md"]
        assert "| REF | Referral | 2 | 3 |" in page
        assert "| REF-10 | Runs clocks | `tests/test_sample.py::test_friday` |" in page
        assert "REF-13" not in page

    def _repository(self, root):
        (root / "docs" / "requirements").mkdir(parents=True)
        (root / "tests").mkdir()
        (root / "tests" / "test_sample.py").write_text(SAMPLE)
        (root / "docs" / "requirements" / "areas.csv").write_text("area,title\nREF,Referral\n")
        (root / "docs" / "requirements" / "requirements.csv").write_text(
            "id,area,requirement,numbers,source\n"
            "REF-01,REF,One door,,\nREF-10,REF,Runs clocks,,\nREF-13,REF,Worklist,,\n"
        )
