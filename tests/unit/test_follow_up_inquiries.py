"""How often municipalities asked for help: ten to twelve inquiries from 61."""

import pytest
from builders import answered, value, workspace_in

from evaluering.errors import InputRefused
from evaluering.results import rounded

FILE = "published/figures_in_text.csv"


@pytest.fixture
def inquiries(findings):
    return findings["follow_up_inquiries"]


def shown(finding, measure: str, end: str) -> object:
    (cell,) = [
        cell for cell in finding.cells if cell.measure == measure and dict(cell.at) == {"inquiries": end}
    ]
    return rounded(cell)


@pytest.mark.parametrize(
    ("end", "numbers"),
    [
        (
            "low",
            {"count": 10, "rate": 0.164, "rate_low": 0.079, "rate_high": 0.301, "never_at_least": 51}
            | {"never_share": 0.836, "never_expected": 51.7, "all_different": 0.459},
        ),
        (
            "high",
            {"count": 12, "rate": 0.197, "rate_low": 0.102, "rate_high": 0.344, "never_at_least": 49}
            | {"never_share": 0.803, "never_expected": 50.0, "all_different": 0.314},
        ),
    ],
)
def test_the_released_numbers_of_each_end(inquiries, end, numbers):
    assert {measure: shown(inquiries, measure, end) for measure in numbers} == numbers


def test_at_least_49_of_61_municipalities_never_asked(inquiries):
    assert value(inquiries, "rates", "municipalities") == 61
    assert shown(inquiries, "never_at_least", "high") == 49


def test_the_expected_number_without_an_inquiry_is_that_of_the_closed_form(inquiries):
    assert value(inquiries, "rates", "never_expected", inquiries="high") == pytest.approx(
        61 * (60 / 61) ** 12
    )


def test_a_higher_level_widens_the_interval_and_keeps_the_rate(inquiries, tmp_path):
    wide = answered(workspace_in(tmp_path / "w"), "follow_up_inquiries", level=0.99)["follow_up_inquiries"]
    assert shown(wide, "rate", "low") == 0.164
    assert (shown(wide, "rate_low", "low"), shown(wide, "rate_high", "low")) == (0.061, 0.351)
    assert value(wide, "rates", "level") == 0.99


def test_a_changed_raw_number_changes_what_follows_from_it(tmp_path):
    workspace = workspace_in(tmp_path / "w")
    file = workspace.raw / FILE
    file.write_text(file.read_text().replace("follow_up_inquiries_high,12,", "follow_up_inquiries_high,20,"))
    changed = answered(workspace, "follow_up_inquiries")["follow_up_inquiries"]
    assert (shown(changed, "count", "high"), shown(changed, "rate", "high")) == (20, 0.328)
    assert shown(changed, "never_at_least", "high") == 41
    assert shown(changed, "never_at_least", "low") == 51


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("follow_up_inquiries_low,10,", "follow_up_inquiries_other,10,", "0 rows"),
        ("follow_up_inquiries_low,10,", "follow_up_inquiries_low,ti KANARI,", "another kind of value"),
        ("follow_up_inquiries_low,10,", "follow_up_inquiries_low,10.5,", "another kind of value"),
        ("follow_up_inquiries_low,10,", "follow_up_inquiries_low,1²,", "another kind of value"),
    ],
)
def test_a_figure_that_is_missing_or_no_whole_number_is_refused_without_being_repeated(
    tmp_path, old, new, found
):
    workspace = workspace_in(tmp_path / "w")
    file = workspace.raw / FILE
    file.write_text(file.read_text().replace(old, new))
    with pytest.raises(InputRefused) as caught:
        answered(workspace, "follow_up_inquiries")
    assert caught.value.found == found
    assert "KANARI" not in str(caught.value)
