"""Units of alcohol, by the published examples."""

import pytest

from throughcare.pathway.instruments.rules import alcohol_units


@pytest.mark.parametrize(
    ("ml", "abv", "units"),
    [
        pytest.param(25, 40, 1.0, id="a single of spirits"),
        pytest.param(568, 4.0, 2.3, id="a pint of beer at 4%"),
        pytest.param(568, 5.0, 2.8, id="a pint of beer at 5%"),
        pytest.param(175, 12, 2.1, id="a glass of wine"),
        pytest.param(250, 12, 3.0, id="a large glass of wine"),
        pytest.param(568, 8, 4.5, id="a pint of strong cider"),
        pytest.param(500, 5, 2.5, id="a can of beer"),
        pytest.param(125, 5.2, 0.7, id="0.65 is rounded up"),
        pytest.param(0, 40, 0.0, id="nothing"),
    ],
)
def test_units_of_a_drink(ml, abv, units):
    assert alcohol_units(ml, abv) == units
