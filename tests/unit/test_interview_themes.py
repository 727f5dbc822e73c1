"""Themes of interviews: persons counted, not mentions; agreement for codebooks, an audit trail otherwise."""

from functools import cache
from math import isnan

import pandas as pd
import pytest

from evaluering.results import Finding
from evaluering.statistics import agreement
from evaluering.statistics.krippendorff import Resampling, krippendorff_alpha
from evaluering.synthetic.interviews import THEMES
from evaluering.synthetic.truth import true_effects
from sample_network import answered, given, table, value

WAIT = {"study": "s", "theme": "wait"}


def codes(**approach: str) -> pd.DataFrame:
    """Themes of the study ``s`` with their approach."""
    return given(
        "interview_codes",
        *(
            {"study": "s", "theme": one, "name": one.title(), "approach": how}
            for one, how in approach.items()
        ),
    )


def segments(*rows: tuple[str, int, str], theme: str = "wait") -> pd.DataFrame:
    """Interview, segment, and of each coder in turn y (found), n (not found) or - (did not code)."""
    return given(
        "interview_segments",
        *(
            {
                "study": "s",
                "interview": interview,
                "segment": segment,
                "coder": f"coder-{number}",
                "theme": theme,
                "present": {"y": "yes", "n": "no"}[letter],
            }
            for interview, segment, letters in rows
            for number, letter in enumerate(letters, 1)
            if letter != "-"
        ),
    )


# Interview a: found by both twice; b: by one coder; c: by none, once coded by one alone.
ROWS = [("a", 1, "yy"), ("a", 2, "yy"), ("b", 1, "yn"), ("b", 2, "nn"), ("c", 1, "nn"), ("c", 2, "n-")]
BY_HAND = {"interview_codes": codes(wait="codebook"), "interview_segments": segments(*ROWS)}


@cache
def found() -> Finding:
    return answered("interview_themes", BY_HAND)["codebook_themes"]


@cache
def sampled() -> dict[str, Finding]:
    return answered("interview_themes")


def test_an_interview_counts_once_however_often_the_theme_is_mentioned():
    assert value(found(), "themes", "interviews_count", **WAIT) == 1
    assert value(found(), "themes", "interviews_n", **WAIT) == 3
    assert value(found(), "themes", "interviews", **WAIT) == pytest.approx(1 / 3)
    assert value(found(), "themes", "segments", **WAIT) == 2


def test_what_one_of_two_coders_found_counts_only_among_those_of_any_coder():
    assert value(found(), "themes", "interviews_any", **WAIT) == 2


def test_agreement_of_coders_is_over_segments_both_have_coded():
    # Five segments coded by both, one of them differently; ten codings, five yes and five no.
    assert value(found(), "themes", "percent", **WAIT) == pytest.approx(4 / 5)
    assert value(found(), "themes", "alpha", **WAIT) == pytest.approx(1 - 0.2 / (50 / 90))
    nan = float("nan")
    ac1 = agreement.gwet([[1, 1], [1, 1], [1, 0], [0, 0], [0, 0], [0, nan]], categories=[0, 1]).coefficient
    assert value(found(), "themes", "ac1", **WAIT) == pytest.approx(ac1.value)


def test_intervals_rest_on_interviews_and_not_on_segments():
    scores = [[1, 1], [1, 1], [1, 0], [0, 0], [0, 0], [0, float("nan")]]
    by_interview = krippendorff_alpha(scores, resampling=Resampling(cluster=list("aabbcc"))).coefficient
    assert value(found(), "themes", "alpha_low", **WAIT) == pytest.approx(by_interview.low, nan_ok=True)
    support = next(cell.support for cell in found().cells if cell.measure == "alpha")
    assert (support.protects, support.n) == ("persons", 3)


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        ([("a", 1, "y")], "two ratings"),
        ([("a", 1, "yy"), ("b", 1, "yy")], "the same"),
    ],
)
def test_agreement_that_cannot_be_judged_says_why(rows, why):
    tables = {"interview_codes": codes(wait="codebook"), "interview_segments": segments(*rows)}
    seen = answered("interview_themes", tables)["codebook_themes"]
    alpha = next(cell for cell in seen.cells if cell.measure == "alpha")
    assert isnan(alpha.value)
    assert why in alpha.reason
    said = {one.id: one.message for one in seen.statements}
    assert said["coders_agree"] == "interview_themes.agreement_undefined"


def test_one_interview_gives_agreement_without_an_interval():
    alone = segments(("a", 1, "yy"), ("a", 2, "yn"), ("a", 3, "nn"))
    tables = {"interview_codes": codes(wait="codebook"), "interview_segments": alone}
    seen = answered("interview_themes", tables)["codebook_themes"]
    low = next(cell for cell in seen.cells if cell.measure == "alpha_low")
    assert value(seen, "themes", "percent", **WAIT) == pytest.approx(2 / 3)
    assert isnan(low.value)
    assert low.reason


def test_a_theme_nobody_coded_is_in_no_interview_and_has_no_share():
    tables = {**BY_HAND, "interview_codes": codes(wait="codebook", never="codebook")}
    seen = answered("interview_themes", tables)["codebook_themes"]
    assert value(seen, "themes", "interviews_n", study="s", theme="never") == 0
    assert isnan(value(seen, "themes", "interviews", study="s", theme="never"))


def test_codings_of_a_theme_outside_the_codebook_are_left_out_and_counted():
    stray = pd.concat([segments(*ROWS), segments(("a", 1, "yy"), theme="other")], ignore_index=True)
    seen = answered("interview_themes", {**BY_HAND, "interview_segments": stray})["codebook_themes"]
    assert value(seen, "themes", "left_out") == 2
    assert "interview_themes.left_out" in {one.message for one in seen.statements}
    assert value(seen, "themes", "interviews_n", **WAIT) == 3


def test_no_interviews_at_all_are_a_codebook_study_of_none():
    seen = answered("interview_themes", {})
    assert set(seen) == {"codebook_themes"}
    assert value(seen["codebook_themes"], "themes", "all_interviews") == 0


def test_a_reflexive_study_has_no_coefficient_of_agreement_anywhere():
    tables = {"interview_codes": codes(wait="reflexive"), "interview_segments": segments(*ROWS)}
    seen = answered("interview_themes", tables)
    assert set(seen) == {"reflexive_themes"}
    measures = {cell.measure for cell in seen["reflexive_themes"].cells}
    assert measures == {"name", "themes", "interviews", "steps"}
    assert "interview_themes.no_coefficient" in {one.message for one in seen["reflexive_themes"].statements}


def test_a_reflexive_study_without_an_audit_trail_says_so():
    tables = {"interview_codes": codes(wait="reflexive"), "interview_segments": segments(*ROWS)}
    seen = answered("interview_themes", tables)["reflexive_themes"]
    assert value(seen, "audit", "steps") == 0
    assert "interview_themes.trail_lacking" in {one.message for one in seen.statements}


def test_steps_of_the_trail_are_counted_by_kind_and_month():
    steps = [("2023-09-04", "coding"), ("2023-09-20", "memo"), ("2023-11-02", "coding")]
    trail = given(
        "interview_audit",
        *(
            {"study": "s", "step": n, "done": day, "kind": kind, "note": "x"}
            for n, (day, kind) in enumerate(steps, 1)
        ),
    )
    tables = {"interview_codes": codes(wait="reflexive"), "interview_audit": trail}
    seen = answered("interview_themes", tables)["reflexive_themes"]
    assert value(seen, "audit", "steps") == 3
    assert value(seen, "audit", "steps", study="s", audit_kind="coding") == 2
    assert value(seen, "audit", "steps", study="s", month="2023-09") == 2
    assert value(seen, "audit", "steps", study="s", month="2023-09", audit_kind="memo") == 1
    assert not any(("month", "2023-10") in cell.at for cell in seen.cells)


def test_the_sample_has_both_kinds_of_study():
    assert set(sampled()) == {"codebook_themes", "reflexive_themes"}
    assert value(sampled()["codebook_themes"], "themes", "all_interviews") == 65


def test_the_samples_interviews_with_a_theme_are_those_of_an_independent_count():
    rows = table("interview_segments").query("study == 'brukerstudien' and theme == 'venting'")
    both = rows.assign(yes=rows["present"] == "yes").groupby(["interview", "segment"])["yes"].sum() == 2
    place = {"study": "brukerstudien", "theme": "venting"}
    seen = value(sampled()["codebook_themes"], "themes", "interviews_count", **place)
    assert seen == both.groupby("interview").any().sum()


def test_the_samples_coders_agree_as_they_were_made_to():
    (truth,) = [one.value for one in true_effects(5) if one.name == "coder_agreement"]
    missed = []
    for theme in THEMES:
        at = {"study": "brukerstudien", "theme": theme}
        low, high = (
            value(sampled()["codebook_themes"], "themes", f"alpha_{end}", **at) for end in ("low", "high")
        )
        missed += [theme] if not low <= truth <= high else []
    # Five themes at 5 %: two or more misses come in one sample of forty.
    assert len(missed) <= 1
