"""The usual statistical attacks (D1 to D41), each on the finished files of a protected release.

All data are synthetic. ``docs/evidence/attack-cases.md`` lists the cases.
"""

import re
from itertools import product
from pathlib import Path

import pytest

from functional import protected_pages as pages
from functional.finished_files import FinishedFiles, Line, Reader
from functional.protected_release import DELIVERY, build, next_edition
from functional.protected_study import CANARY, NETWORKS, USERS, WAYS, Edition
from functional.workspaces import latest, page_text, releases

K = 5
IDENTITY_NUMBER = "02013299997"


@pytest.fixture(scope="module")
def finished(protected: Path) -> FinishedFiles:
    """The finished files of the first edition."""
    return FinishedFiles(protected)


@pytest.fixture(scope="module")
def reader(finished: FinishedFiles) -> Reader:
    """Whoever adds up the numbers of users on all pages."""
    return Reader(finished)


def more(users: dict[str, int]) -> Edition:
    """The first edition with so many users more in each municipality."""
    edition = Edition()
    for municipality, several in users.items():
        edition = edition.with_more(municipality, several)
    return edition


def narrow(reader: Reader, lines: list[Line]) -> list[Line]:
    """The hidden lines whose number can be found within less than the width."""
    hidden = {tuple(sorted(line.where.items())): line for line in lines if line.is_hidden}
    assert hidden
    return [line for line in hidden.values() if reader.width(line.where) < 1]


def test_d01_counts_below_five_are_hidden_and_larger_ones_shown(finished: FinishedFiles) -> None:
    lines = finished.of("n")
    small = [line for line in lines if len(finished.true(line.where)) < K]
    assert small
    assert [line for line in small if not line.is_hidden] == []
    shown = [line for line in lines if not line.is_hidden]
    assert [line for line in shown if line.number != len(finished.true(line.where))] == []
    assert min(line.number for line in shown) >= K


def test_d01_a_small_count_can_be_as_large_as_five_or_as_small_as_none(
    finished: FinishedFiles, reader: Reader
) -> None:
    small = [line.where for line in finished.of("n") if line.is_hidden and len(finished.true(line.where)) < K]
    assert [where for where in small if reader.width(where) < K] == []


def test_d02_no_hidden_count_follows_from_the_total_of_its_row(
    finished: FinishedFiles, reader: Reader
) -> None:
    assert narrow(reader, [line for line in finished.of("n") if line.table == "by_filled_in_by"]) == []


def test_d03_no_hidden_count_follows_from_rows_and_columns_together(
    finished: FinishedFiles, reader: Reader
) -> None:
    inner = [line for line in finished.of("n") if line.table == "by_quarter" and len(line.at) == 2]
    assert narrow(reader, inner) == []


def test_d04_hidden_counts_of_a_row_come_to_five_or_more(finished: FinishedFiles) -> None:
    totals = {(line.report, line.at): line for line in finished.of("n") if not line.is_hidden}
    rows = {}
    for line in finished.of("n"):
        rest = tuple(pair for pair in line.at if pair[0] != "filled_in_by")
        if line.is_hidden and rest != line.at and (line.report, rest) in totals:
            rows.setdefault((line.report, rest), {})[line.at] = len(finished.true(line.where))
    assert rows
    assert [row for row in rows.values() if sum(row.values()) < K] == []


def test_d05_knowing_that_hidden_counts_are_one_or_more_gives_none_away(finished: FinishedFiles) -> None:
    some = [line for line in finished.of("n") if line.is_hidden and len(finished.true(line.where))]
    assert some
    assert narrow(Reader(finished, some), some) == []


def test_d07_a_network_less_its_municipalities_tells_no_small_number(reader: Reader) -> None:
    few = []
    for network in sorted(set(NETWORKS.values())):
        told = [one for one in ("9001", "9002", "9009") if NETWORKS[one] == network]
        for one in (name for name in NETWORKS if NETWORKS[name] == network and name not in told):
            low, high = reader.ends({"municipality": one})
            few += [one] if high - low < K and USERS[one] < K else []
    assert few == []


def test_d09_a_zero_is_hidden_and_no_sentence_says_none_or_all(finished: FinishedFiles) -> None:
    leaders = [line for line in finished.of("n", staff=True) if dict(line.at).get("role") == "leader"]
    assert {line.report for line in leaders} >= {"network-02", "trust-2"}
    assert {line.value for line in leaders} == {":"}
    words = " ".join(page_text(page) for page in finished.pages.values()).lower()
    assert re.findall(r"\b(?:ingen brukere|ingen svarte|alle svarte|alle brukere)\b", words) == []


def test_d10_a_share_whose_complement_is_small_is_hidden(finished: FinishedFiles) -> None:
    small = []
    for line in finished.of("completed"):
        users = finished.true(line.where)
        back = int(users["back"].sum())
        small += [line] if min(back, len(users) - back) < K else []
    assert small
    assert [line for line in small if not line.is_hidden] == []


def test_d11_no_shown_percent_is_told_of_fewer_than_ten_or_tells_a_small_count(
    finished: FinishedFiles,
) -> None:
    shown = [line for line in finished.of("completed") if not line.is_hidden]
    assert shown
    for line in shown:
        n = len(finished.true(line.where))
        half = 0.0005 if n >= 100 else 0.005
        fits = [x for x in range(n + 1) if abs(x / n - line.number) <= half + 1e-12]
        assert n >= 10
        assert any(min(x, n - x) >= K for x in fits)


def test_d11_percents_of_fewer_than_a_hundred_are_whole(finished: FinishedFiles) -> None:
    shown = [line for line in finished.of("completed") if not line.is_hidden]
    few = [line for line in shown if len(finished.true(line.where)) < 100]
    assert few
    assert [line for line in few if len(line.value) > len("0.12")] == []


def test_d13_no_mean_of_fewer_than_ten_is_shown(finished: FinishedFiles) -> None:
    lines = finished.of("mean")
    few = [line for line in lines if int(finished.true(line.where)["back"].sum()) < 10]
    assert few
    assert [line for line in few if not line.is_hidden] == []


def test_d14_no_standard_deviation_of_fewer_than_fifteen_is_shown_and_none_has_two_decimals(
    finished: FinishedFiles,
) -> None:
    lines = finished.of("spread")
    few = [line for line in lines if int(finished.true(line.where)["back"].sum()) < 15]
    assert few
    assert [line for line in few if not line.is_hidden] == []
    assert [line for line in lines if not line.is_hidden and len(line.value.split(".")[1]) > 1] == []


def test_d15_nothing_is_told_of_values_that_are_all_alike(finished: FinishedFiles) -> None:
    of_9002 = [line for line in finished.lines if line.report == "kommune-9002"]
    told = [line for line in of_9002 if line.measure in ("mean", "spread", "median", "median_q1")]
    assert {line.value for line in told} == {":"}


def test_d16_the_smallest_and_largest_value_are_shown_nowhere(finished: FinishedFiles) -> None:
    assert {line.value for line in [*finished.of("least"), *finished.of("most")]} == {":"}


def test_d17_every_drawing_is_of_bars_and_none_of_points_of_persons(finished: FinishedFiles) -> None:
    for report in pages.PAGES:
        drawing = finished.pages[report].partition("<svg")[2].partition("</svg>")[0]
        bars = [one for one in re.findall(r'<path d="([^"]*)"[^>]*clip-path', drawing) if one.count("L") >= 3]
        assert len(bars) <= len(WAYS)
        assert "<circle" not in drawing


def test_d19_an_interval_is_shown_only_where_its_share_is(finished: FinishedFiles) -> None:
    shares = {(line.report, line.table, line.at): line for line in finished.of("completed")}
    ends = [*finished.of("completed_low"), *finished.of("completed_high")]
    told = [line for line in ends if not line.is_hidden]
    assert told
    assert [line for line in told if shares[line.report, line.table, line.at].is_hidden] == []


def test_d21_a_series_with_too_many_hidden_quarters_is_hidden_whole(finished: FinishedFiles) -> None:
    series: dict[tuple[str, str], list[bool]] = {}
    for line in finished.of("n"):
        at = dict(line.at)
        if line.table == "by_quarter" and "quarter" in at:
            series.setdefault((line.report, at.get("filled_in_by", "")), []).append(line.is_hidden)
    shares = {sum(points) / len(points) for points in series.values()}
    assert 1.0 in shares
    assert [share for share in shares if 0.2 < share < 1.0] == []


def test_d22_an_edition_with_one_answer_more_is_held(protected_copy: Path) -> None:
    before = releases(protected_copy)
    done = next_edition(protected_copy, more({"9004": 1}))
    assert (done.code, releases(protected_copy)) == (5, before)


def test_d23_groupings_that_cross_each_other_tell_no_small_number(
    finished: FinishedFiles, reader: Reader
) -> None:
    crossing = [
        {"network": network, "hospital_trust": trust}
        for network, trust in product(("network-01", "network-02"), ("trust-1", "trust-2"))
    ]
    small = [where for where in crossing if len(finished.true(where)) < K]
    of_few = [{**where, "quarter": "2023K1"} for where in crossing]
    small += [where for where in of_few if len(finished.true(where)) < K]
    assert [where for where in small if reader.width(where) < K] == []


def test_d24_a_filter_that_leaves_out_few_is_not_shown_beside_the_whole(finished: FinishedFiles) -> None:
    shown = {
        tuple(sorted(line.where.items())): line.number for line in finished.of("n") if not line.is_hidden
    }
    pairs = [(whole, part) for whole in shown for part in shown if set(whole) < set(part)]
    assert pairs
    assert [pair for pair in pairs if 0 < shown[pair[0]] - shown[pair[1]] < K] == []


@pytest.mark.parametrize("report", ["kommune-9002", "kommune-9009"])
def test_d26_the_response_of_a_small_team_and_of_one_where_all_answered_is_hidden(
    finished: FinishedFiles, report: str
) -> None:
    (line,) = [line for line in finished.of("response", staff=True) if line.report == report]
    assert line.value == ":"


def test_d27_a_total_that_one_municipality_dominates_is_hidden(finished: FinishedFiles) -> None:
    totals = {line.report: line.value for line in finished.of("total", staff=True)}
    assert {totals[report] for report in ("alle", "network-01", "trust-1", "kommune-9001")} == {":"}


def test_d28_no_quote_of_a_person_is_shown(finished: FinishedFiles) -> None:
    assert {line.value for line in finished.of("quote")} == {":"}
    assert [name for name, content in finished.files.items() if b"mannlige psykologen" in content] == []


def test_d29_no_respondent_is_numbered_in_any_file(finished: FinishedFiles) -> None:
    assert [
        name for name, content in finished.files.items() if re.search(rb"[ur]-90\d\d-\d{3}", content)
    ] == []


def test_d30_no_word_of_a_free_text_is_counted_or_shown(finished: FinishedFiles) -> None:
    assert [name for name, content in finished.files.items() if b"fritekst" in content] == []


def test_d31_an_identity_number_in_a_free_text_stops_the_build(protected_copy: Path) -> None:
    file = protected_copy / DELIVERY / "activity_scores.csv"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace(f"{CANARY}-fritekst", f"bor hos {IDENTITY_NUMBER}", 1), encoding="utf-8")
    before = releases(protected_copy)
    done = build(protected_copy)
    assert (done.code, releases(protected_copy)) == (3, before)
    assert IDENTITY_NUMBER not in done.out + done.err


def test_d32_the_one_leader_is_hidden_and_follows_from_no_other_number(finished: FinishedFiles) -> None:
    staff = finished.of("n", staff=True)
    roles = {(line.report, dict(line.at).get("role", "")): line.is_hidden for line in staff}
    of_9001 = [roles["kommune-9001", role] for role in ("leader", "coordinator", "")]
    assert of_9001[0]
    assert sum(of_9001) >= 2


def test_d34_all_hidden_numbers_are_drawn_alike(finished: FinishedFiles) -> None:
    sizes = set()
    for page in finished.pages.values():
        for path in re.findall(r'<path d="([^"]+)"[^>]*fill="url\(#', page):
            numbers = [float(one) for one in re.findall(r"-?\d+(?:\.\d+)?", path)]
            across, down = numbers[::2], numbers[1::2]
            sizes.add((round(max(across) - min(across), 2), round(max(down) - min(down), 2)))
    assert len(sizes) == 1


def test_d35_every_shown_total_is_exactly_the_sum_of_its_shown_parts(finished: FinishedFiles) -> None:
    lines = {(line.report, line.at): line for line in finished.of("n") if line.table == "by_quarter"}
    sums = 0
    for (report, at), line in lines.items():
        parts = [lines.get((report, (*at, ("filled_in_by", way)))) for way in WAYS]
        if "filled_in_by" not in dict(at) and all(part and not part.is_hidden for part in [line, *parts]):
            sums += 1
            assert line.number == sum(part.number for part in parts if part)
    assert sums


def test_d37_no_coefficient_with_few_degrees_of_freedom_is_shown(finished: FinishedFiles) -> None:
    assert {line.value for line in finished.of("slope")} == {":"}


def test_d39_every_number_of_a_sentence_is_a_count_of_the_delivery(finished: FinishedFiles) -> None:
    (said,) = re.findall(r"<p>([^<]*brukere har til sammen[^<]*)</p>", finished.pages["alle"])
    back = int(finished.users["back"].sum())
    assert {int(one) for one in re.findall(r"\d+", said)} == {len(finished.users), back}


def test_d39_no_sentence_says_a_number_in_words(finished: FinishedFiles) -> None:
    words = " ".join(page_text(page) for page in finished.pages.values()).lower()
    assert re.findall(r"flertallet|nesten alle|to av tre|de fleste brukere", words) == []


def test_d40_a_mark_is_the_same_whatever_it_hides(finished: FinishedFiles) -> None:
    assert b"suppressed,few" not in b"".join(finished.files.values())
    reasons = {
        line.split(",")[-1]
        for name, content in finished.files.items()
        if name.endswith(".csv")
        for line in content.decode().splitlines()
        if ",:," in line
    }
    assert reasons == {"protected"}
    assert [name for name, page in finished.pages.items() if "&lt;5" in page or "&lt; 5" in page] == []


def test_d41_no_summary_stands_where_its_number_of_users_is_hidden(finished: FinishedFiles) -> None:
    sizes = {(line.report, line.at): line.is_hidden for line in finished.of("n")}
    based = [line for name in ("mean", "completed", "median", "spread") for line in finished.of(name)]
    hidden = [line for line in based if sizes[line.report, line.at]]
    assert hidden
    assert [line for line in hidden if not line.is_hidden] == []


def test_a_page_for_a_municipality_of_two_is_held(protected_copy: Path) -> None:
    asked = {"alle": {}, "kommune-9004": {"municipality": "9004"}}
    (protected_copy / "evaluering.toml").write_text(pages.settings(asked), encoding="utf-8")
    before = latest(protected_copy)
    assert (build(protected_copy).code, latest(protected_copy)) == (5, before)
