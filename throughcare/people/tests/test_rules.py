"""What can be an NHS number, and what can be a postcode."""

import pytest

from throughcare.people.rules import figures_of, fits_its_check_digit, written_postcode


@pytest.mark.parametrize(
    ("figures", "fits"),
    [
        pytest.param("9990000018", True, id="the last figure follows from the others"),
        pytest.param("9990000019", False, id="one more than it should be"),
        pytest.param("9990000081", False, id="two figures changed places"),
        pytest.param("9990000360", True, id="a remainder of nothing gives the figure 0"),
        pytest.param("999000001", False, id="nine figures"),
        pytest.param("99900000181", False, id="eleven figures"),
        pytest.param("999000001X", False, id="a letter"),
        pytest.param("", False, id="nothing"),
    ],
)
def test_an_nhs_number_ends_in_its_check_figure(figures, fits):
    assert fits_its_check_digit(figures) is fits


def test_nine_figures_whose_check_would_be_ten_are_no_nhs_number():
    stem = next(
        f"999{number:06}"
        for number in range(1000)
        if not any(fits_its_check_digit(f"999{number:06}{last}") for last in range(10))
    )
    weighed = sum(int(figure) * weight for figure, weight in zip(stem, range(10, 1, -1), strict=True))
    assert 11 - weighed % 11 == 10


def test_spaces_and_hyphens_are_no_part_of_the_number():
    assert figures_of("999 000-0018 ") == "9990000018"


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("so14 7du", "SO14 7DU"),
        ("SO147DU", "SO14 7DU"),
        ("e1 6an", "E1 6AN"),
        ("SO14", None),
        ("", None),
        ("ZZ99 3VZ", "ZZ99 3VZ"),
    ],
)
def test_a_postcode_is_written_in_one_way(typed, written):
    assert written_postcode(typed) == written
