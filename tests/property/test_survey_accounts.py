"""Whatever is in a survey file, every submission is accounted for, once."""

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from evaluering.deliveries import load_delivery
from evaluering.survey_intake import survey_parts
from evaluering.workspace import load_workspace
from survey_files import ELEMENTS, NETTSKJEMA, report, submission, write
from synthetic import write_mapping

ROOT = Path(__file__).parents[2]
SUBMISSIONS = st.builds(
    submission,
    st.sampled_from(["1", "2", "3", "4", "not one"]),
    nytte=st.sampled_from(["", "1", "2", "-1", "7"]),
    timer=st.sampled_from(["", "1.0", "2", "x"]),
    rolle=st.sampled_from(["k", "l", "?"]),
    fritekst=st.sampled_from(["", "a"]),
)


@given(st.lists(SUBMISSIONS, max_size=6))
@settings(max_examples=20, deadline=None)
def test_the_account_of_a_survey_file_closes_and_points_into_it(others):
    rows = [submission("sound"), *others]  # a file without a sound submission is refused as a whole
    with TemporaryDirectory() as place:
        root = Path(place)
        (root / "evaluering.toml").write_bytes((ROOT / "evaluering.toml").read_bytes())
        folder = write_mapping(root / "data/raw/deliveries/a", NETTSKJEMA)
        write(folder, report_dot_csv=report(*rows), elements_dot_json=ELEMENTS)
        parts, _ = survey_parts(load_workspace(root), folder, load_delivery(folder).file[0])
    (answers,) = [part for name, part in parts if name == "survey_answers"]
    account = answers.account
    rejected = {one.row for one in account.remarks if one.handling == "rejected"}
    given_rows = set(answers.frame.index)
    assert account.read == len(rows) == account.accepted + account.rejected + account.duplicate
    assert len(rejected) == account.rejected
    assert given_rows <= set(range(1, len(rows) + 1)) - rejected
    assert len(given_rows) == account.accepted
    respondents = answers.frame.groupby("respondent").apply(lambda one: len(set(one.index)))
    assert (respondents == 1).all()
