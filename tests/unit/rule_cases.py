"""For every rule across rows or tables: rows that break it, which of them, and rows that keep it.

Each row is a sound synthetic row of its table with the given values instead.
"""

from typing import NamedTuple

Rows = list[dict[str, str]]
Tables = dict[str, Rows]


class Case(NamedTuple):
    """Rows of the table that break the rule (1-based), in ``breaks``; none in ``holds``."""

    rows: list[int]
    breaks: Tables
    holds: Tables


MUNICIPALITY, TRUST, TEAM = "municipalities-1", "hospital_trusts-1", "teams-1"
DAY = "2024-03-01"
BY_MUNICIPALITY = {
    "applications": "received",
    "conversations": "held",
    "function_scores": "scored",
    "screenings": "screened",
    "coordinating_units": "described",
    "context_events": "began",
}
BY_TEAM = {
    "team_members": "joined",
    "withdrawals": "withdrawn",
    "guidance_contacts": "planned",
    "inquiries": "asked",
    "goals": "set",
    "team_phases": "observed",
    "status_reports": "delivered",
    "guidance_forms": "filled_in",
    "conversations": "held",
    "checklists": "filled_in",
    "session_feedback": "held",
}


def _periods() -> dict[tuple[str, str], Case]:
    cases = {}
    for table, day in BY_MUNICIPALITY.items():
        rows = [
            {table_key(table): f"{table}-{number}", day: date}
            for number, date in enumerate(("2023-12-31", DAY, "2024-06-02"), 1)
        ]
        if table == "context_events":
            rows = [row | {"ended": ""} for row in rows]
        unit = {"valid_from": "2024-01-01", "valid_to": "2024-06-01"}
        cases["outside_period_of_validity", table] = Case(
            [1, 3],
            {"municipalities": [unit], table: rows},
            {"municipalities": [unit | {"valid_from": "2023-12-31", "valid_to": ""}], table: rows},
        )
    for table, day in BY_TEAM.items():
        rows = [{**distinct(table, number), day: date} for number, date in enumerate(("2024-01-31", DAY), 1)]
        if table == "withdrawals":  # a team withdraws once
            rows = rows[:1]
        cases["before_team_started", table] = Case(
            [1],
            {"teams": [{"started": "2024-02-01"}], table: rows},
            {"teams": [{"started": "2024-01-31"}], table: rows},
        )
        if table != "withdrawals":
            cases["after_team_withdrew", table] = Case(
                [2],
                {"withdrawals": [{"withdrawn": "2024-02-29"}], table: rows},
                {"withdrawals": [{"withdrawn": DAY}], table: rows},
            )
        units = [
            {"municipality": "m1", "valid_from": "2020-01-01", "valid_to": "2024-01-31"},
            {"municipality": "m2", "valid_from": "2024-02-01", "valid_to": ""},
        ]
        spans = [{"municipality": "m1"}, {"municipality": "m2"}]
        if table == "withdrawals":
            rows = [{day: DAY}]
        if table == "conversations":
            rows = [row | {"municipality": "m2"} for row in rows]
        cases["team_outside_period", table] = Case(
            [2 if table not in ("conversations", "withdrawals") else 1],
            {
                "municipalities": units,
                "team_municipalities": spans[1:] if table == "conversations" else spans[:1],
                table: rows,
            },
            {"municipalities": units, "team_municipalities": spans, table: rows},
        )
    cases["team_outside_period", "conversations"].breaks["conversations"][0]["municipality"] = "m1"
    return cases


def table_key(table: str) -> str:
    """A column that tells rows of a table dated by municipality apart."""
    return {
        "applications": "application",
        "conversations": "user",
        "function_scores": "user",
        "screenings": "screening",
        "coordinating_units": "described",
        "context_events": "event",
    }[table]


def distinct(table: str, number: int) -> dict[str, str]:
    """What tells rows of a table dated by team apart."""
    column = {
        "team_members": "member",
        "guidance_contacts": "contact",
        "inquiries": "inquiry",
        "goals": "goal",
        "status_reports": "gathering",
        "conversations": "user",
        "checklists": "user",
        "session_feedback": "user",
    }.get(table)
    return {column: f"{column}-{number}"} if column else {}


def ordered(table: str, order: str, day: str, **same: str) -> Case:
    """Three rows in order; in the faulty case the third is dated before the second."""
    dates = ("2024-01-01", "2024-03-01", "2024-02-01")
    rows = [{**same, order: str(number), day: date} for number, date in enumerate(dates, 1)]
    right = [{**same, order: str(number), day: date} for number, date in enumerate(sorted(dates), 1)]
    return Case([3], {table: rows}, {table: right})


def pair(
    table: str, column: str, one: str, other: str, apart: dict[str, tuple[str, str]], **same: str
) -> Case:
    """Two rows that should agree about a column."""
    first, second = ({**same, **{name: values[place] for name, values in apart.items()}} for place in (0, 1))
    return Case(
        [1, 2],
        {table: [first | {column: one}, second | {column: other}]},
        {table: [first | {column: one}, second | {column: one}]},
    )


def single(table: str, breaks: dict[str, str], holds: dict[str, str], **others: Rows) -> Case:
    """One row of a table that breaks or holds a rule, beside rows of other tables."""
    return Case([1], {**others, table: [breaks]}, {**others, table: [holds]})


ITEM = {"item": "s1", "kind": "single", "asked_if_item": "", "asked_if_answer": ""}
LIKERT = {"item": "s1", "kind": "likert", "scale_low": "1", "scale_high": "5"}
ANSWER = {"item": "s1"}
PLAIN = {"asked_if_item": "", "asked_if_answer": ""}
SERIES = {"numerator": "4", "denominator": "4"}


def measure(form: str) -> Rows:
    return [{"measure": "measures-1", "form": form}]


CHECKLIST = [{"item": str(number)} for number in range(1, 11)]
CASES: dict[tuple[str, str], Case] = {
    **_periods(),
    ("ends_before_start", "municipalities"): single(
        "municipalities",
        {"valid_from": "2024-01-02", "valid_to": "2024-01-01"},
        {"valid_from": "2024-01-01", "valid_to": ""},
    ),
    ("ends_before_start", "city_districts"): single(
        "city_districts",
        {"valid_from": "2024-01-02", "valid_to": "2024-01-01"},
        {"valid_from": "2024-01-01", "valid_to": "2024-01-01"},
    ),
    ("ends_before_start", "hospital_trusts"): single(
        "hospital_trusts",
        {"valid_from": "2024-01-02", "valid_to": "2024-01-01"},
        {"valid_from": "2024-01-01", "valid_to": ""},
    ),
    ("ends_before_start", "networks"): single(
        "networks", {"start": "2024-01-02", "end": "2024-01-01"}, {"start": "2024-01-01", "end": "2024-01-01"}
    ),
    ("ends_before_start", "team_members"): single(
        "team_members", {"joined": "2024-01-02", "left": "2024-01-01"}, {"joined": "2024-01-02", "left": ""}
    ),
    ("ends_before_start", "context_events"): single(
        "context_events", {"began": "2024-01-02", "ended": "2024-01-01"}, {"began": "2024-01-02", "ended": ""}
    ),
    ("ends_before_start", "programme_items"): single(
        "programme_items", {"start": "10:00", "end": "09:59"}, {"start": "10:00", "end": ""}
    ),
    ("outside_period_of_validity", "care_pathway_episodes"): single(
        "care_pathway_episodes",
        {"coded": "2024-06-02"},
        {"coded": "2024-06-01"},
        hospital_trusts=[{"valid_from": "2024-01-01", "valid_to": "2024-06-01"}],
    ),
    ("municipality_not_of_the_team", "conversations"): single(
        "conversations",
        {"municipality": "m2"},
        {"municipality": "m1"},
        team_municipalities=[{"municipality": "m1"}],
    ),
    ("outside_network_period", "gatherings"): single(
        "gatherings",
        {"start": "2023-12-31"},
        {"start": "2024-01-01"},
        networks=[{"start": "2024-01-01", "end": ""}],
    ),
    ("change_outside_validity", "municipality_changes"): Case(
        [1],
        {
            "municipalities": [{"municipality": "m1", "valid_from": "2000-01-01"}, {"municipality": "m2"}],
            "municipality_changes": [
                {"from_municipality": "m1", "to_municipality": "m2", "changed": "2020-01-01"}
            ],
        },
        {
            "municipalities": [
                {"municipality": "m1", "valid_from": "2000-01-01"},
                {"municipality": "m2", "valid_from": "2020-01-01"},
            ],
            "municipality_changes": [
                {"from_municipality": "m1", "to_municipality": "m2", "changed": "2020-01-01"}
            ],
        },
    ),
    ("date_before_the_former", "gatherings"): Case(
        [2],
        {
            "gatherings": [
                {"gathering": "g1", "number": "1"},
                {"gathering": "g2", "number": "2", "start": "2024-02-29"},
            ]
        },
        {"gatherings": [{"gathering": "g1", "number": "1"}, {"gathering": "g2", "number": "2"}]},
    ),
    ("date_before_the_former", "goal_wordings"): ordered("goal_wordings", "version", "worded"),
    ("date_before_the_former", "checklists"): ordered("checklists", "checklist", "filled_in", item="1"),
    ("date_before_the_former", "session_feedback"): ordered("session_feedback", "session", "held"),
    ("date_before_the_former", "interview_audit"): ordered("interview_audit", "step", "done"),
    ("items_overlap", "programme_items"): Case(
        [1, 2],
        {
            "programme_items": [
                {"item": "1", "start": "09:00", "end": "10:00"},
                {"item": "2", "start": "09:30", "end": "11:00"},
            ]
        },
        {
            "programme_items": [
                {"item": "1", "start": "09:00", "end": "10:00"},
                {"item": "2", "start": "10:00", "end": "11:00"},
                {"item": "3", "start": "09:00", "end": "10:00", "basis": "held"},
            ]
        },
    ),
    ("lasts_no_time", "programme_items"): single(
        "programme_items", {"start": "10:00", "end": "10:00"}, {"start": "10:00", "end": "10:01"}
    ),
    ("group_work_without_form", "programme_items"): single(
        "programme_items",
        {"activity": "group_work", "group_form": ""},
        {"activity": "group_work", "group_form": "own_team"},
    ),
    ("day_beyond_the_gathering", "programme_items"): single(
        "programme_items", {"day_number": "3"}, {"day_number": "2"}, gatherings=[{"days": "2"}]
    ),
    ("more_representatives_than_participants", "participation"): single(
        "participation",
        {"participants": "3", "user_representatives": "4"},
        {"participants": "3", "user_representatives": "3"},
    ),
    ("team_of_another_network", "participation"): Case(
        [1],
        {
            "gatherings": [{"network": "n1", "joint": "no"}],
            "teams": [{"network": "n2"}],
            "participation": [{}],
        },
        {
            "gatherings": [{"network": "n1", "joint": "yes"}],
            "teams": [{"network": "n2"}],
            "participation": [{}],
        },
    ),
    ("empty_form", "gathering_evaluations"): single(
        "gathering_evaluations",
        dict.fromkeys(("lectures_time", "team_work_time", "exchange_time", "usefulness", "comment"), ""),
        dict.fromkeys(("lectures_time", "team_work_time", "exchange_time", "comment"), ""),
    ),
    ("after_the_gathering", "preparation_packages"): single(
        "preparation_packages", {"sent": "2024-03-02"}, {"sent": DAY}, gatherings=[{}]
    ),
    ("after_the_gathering", "status_reports"): single(
        "status_reports", {"delivered": "2024-03-02"}, {"delivered": ""}, gatherings=[{}]
    ),
    ("no_such_task", "task_status"): single(
        "task_status", {"task": "3"}, {"task": "2"}, tasks=[{"task": "2"}]
    ),
    ("minutes_without_contact", "guidance_contacts"): single(
        "guidance_contacts", {"held": "", "minutes": "1"}, {"held": "", "minutes": "0"}
    ),
    ("answer_time_without_answer", "inquiries"): single(
        "inquiries",
        {"answered_by": "nobody", "days_to_answer": "0"},
        {"answered_by": "nobody", "days_to_answer": ""},
    ),
    ("no_such_wording", "goal_ratings_by_rater"): single(
        "goal_ratings_by_rater", {"version": "3"}, {"version": "2"}, goal_wordings=[{"version": "2"}]
    ),
    ("criterion_not_of_definition", "goal_ratings_by_rater"): single(
        "goal_ratings_by_rater",
        {"definition": "note_2016", "criterion": "engaging"},
        {"definition": "report_2023", "criterion": "engaging"},
    ),
    ("goal_of_another_team", "measures"): single(
        "measures", {"team": "t2"}, {"team": "t1"}, goals=[{"team": "t1"}]
    ),
    ("numerator_above_denominator", "measure_series"): single(
        "measure_series", SERIES | {"numerator": "5"}, SERIES, measures=measure("proportion")
    ),
    ("no_denominator", "measure_series"): Case(
        [1],
        {"measures": measure("rate"), "measure_series": [{"denominator": ""}]},
        {"measures": measure("count"), "measure_series": [{"denominator": ""}]},
    ),
    ("denominator_is_zero", "measure_series"): Case(
        [1],
        {"measures": measure("rate"), "measure_series": [{"denominator": "0"}]},
        {"measures": measure("mean"), "measure_series": [{"denominator": "0"}]},
    ),
    ("negative_count", "measure_series"): Case(
        [1],
        {"measures": measure("count"), "measure_series": [{"numerator": "-1"}]},
        {"measures": measure("mean"), "measure_series": [{"numerator": "-1"}]},
    ),
    ("denominator_of_a_count", "measure_series"): single(
        "measure_series", SERIES, {"denominator": ""}, measures=measure("count")
    ),
    ("answer_to_unanswered_part", "guidance_forms"): single(
        "guidance_forms", {"answered": "no", "answer": "x"}, {"answered": "no", "answer": ""}
    ),
    ("after_without_before", "self_assessments"): Case(
        [1],
        {"self_assessments": [{"wave": "after"}]},
        {"self_assessments": [{"wave": "after"}, {"wave": "before"}]},
    ),
    ("no_such_node", "improvement_artefacts"): Case(
        [2, 3],
        {
            "improvement_artefacts": [
                {"node": "1", "parent": ""},
                {"node": "2", "parent": "9"},
                {"node": "3", "parent": "3"},
            ]
        },
        {"improvement_artefacts": [{"node": "1", "parent": ""}, {"node": "2", "parent": "1"}]},
    ),
    ("conversation_before_the_former", "conversations"): Case(
        [2],
        {"conversations": [{"conversation": "1"}, {"conversation": "3", "held": "2024-02-01"}]},
        {"conversations": [{"conversation": "1"}, {"conversation": "2"}]},
    ),
    ("second_without_first", "conversations"): single(
        "conversations", {"conversation": "2"}, {"conversation": "1"}
    ),
    ("only_one_conversation", "conversations"): Case(
        [3],
        {
            "conversations": [
                {"conversation": "1"},
                {"conversation": "2"},
                {"user": "user-2", "conversation": "1"},
            ]
        },
        {"conversations": [{"conversation": "1"}, {"conversation": "2"}]},
    ),
    ("other_version_of_the_form", "conversations"): pair(
        "conversations", "instrument_version", "2", "3", {"conversation": ("1", "2")}
    ),
    ("no_such_conversation", "activity_scores"): single(
        "activity_scores", {"conversation": "4"}, {"conversation": "1"}, conversations=[{"conversation": "1"}]
    ),
    ("no_such_conversation", "wheel_areas"): single(
        "wheel_areas", {"user": "user-2"}, {}, conversations=[{"conversation": "2"}]
    ),
    ("activity_not_in_the_first", "activity_scores"): Case(
        [2],
        {
            "activity_scores": [
                {"conversation": "1", "activity": "1"},
                {"conversation": "2", "activity": "2"},
                {"user": "user-2", "conversation": "2", "activity": "2"},
            ]
        },
        {
            "activity_scores": [
                {"conversation": "1", "activity": "1"},
                {"conversation": "2", "activity": "1"},
            ]
        },
    ),
    ("activity_not_scored_again", "activity_scores"): Case(
        [1],
        {
            "activity_scores": [
                {"conversation": "1", "activity": "1"},
                {"conversation": "2", "activity": "2"},
                {"user": "user-2", "conversation": "1", "activity": "2"},
            ]
        },
        {"activity_scores": [{"conversation": "1", "activity": "1"}]},
    ),
    ("area_changes", "activity_scores"): pair(
        "activity_scores", "area", "housing", "leisure", {"conversation": ("1", "2")}, activity="1"
    ),
    ("checklist_incomplete", "checklists"): Case(
        [3],
        {
            "checklists": [
                {"checklist": "2", "item": "1", "item_kind": "own"},
                {"item": "4", "checklist": "1"},
                {"item": "2", "checklist": "1"},
            ]
        },
        {"checklists": CHECKLIST},
    ),
    ("several_dates_on_one_form", "checklists"): pair(
        "checklists", "filled_in", "2024-01-01", "2024-01-02", {"item": ("1", "2")}
    ),
    ("mean_differs_from_the_scores", "checklists"): Case(
        [2],
        {
            "activity_scores": [
                {"conversation": "1", "activity": "1", "score": "2"},
                {"conversation": "1", "activity": "2", "score": "3"},
                {"conversation": "2", "activity": "1", "score": "5"},
            ],
            "checklists": [
                {"checklist": "1", "item": "1", "what_matters_mean": "2.5"},
                {"checklist": "1", "item": "9", "what_matters_mean": "2.5"},
                {"checklist": "1", "item": "3", "what_matters_mean": "9"},
            ],
        },
        {
            "activity_scores": [
                {"conversation": "1", "activity": "1", "score": "2"},
                {"conversation": "1", "activity": "2", "score": "2"},
                {"conversation": "1", "activity": "3", "score": "3"},
            ],
            "checklists": [
                {"checklist": "1", "item": "1", "what_matters_mean": "2.3"},
                {"checklist": "1", "item": "9", "what_matters_mean": ""},
            ],
        },
    ),
    ("no_such_item", "survey_items"): single(
        "survey_items", ITEM | {"asked_if_item": "s9", "asked_if_answer": "a"}, ITEM
    ),
    ("half_a_skip_rule", "survey_items"): single("survey_items", ITEM | {"asked_if_answer": "a"}, ITEM),
    ("scale_faulty", "survey_items"): Case(
        [1, 2],
        {
            "survey_items": [
                LIKERT | PLAIN | {"scale_low": "5"},
                LIKERT | PLAIN | {"item": "s2", "scale_high": ""},
                ITEM | {"item": "s3"},
            ]
        },
        {"survey_items": [LIKERT | PLAIN, ITEM | {"item": "s2", "scale_low": "", "scale_high": ""}]},
    ),
    ("place_used_twice", "survey_items"): Case(
        [1, 2],
        {"survey_items": [ITEM | {"order": "1"}, ITEM | {"item": "s2", "order": "1"}]},
        {"survey_items": [ITEM | {"order": "1"}, ITEM | {"item": "s2", "order": "2"}]},
    ),
    ("no_such_item", "survey_options"): single(
        "survey_options", {"item": "s2"}, {"item": "s1"}, survey_items=[ITEM]
    ),
    ("no_such_item", "survey_answers"): single(
        "survey_answers", {"item": "s2"}, {"item": "s1"}, survey_items=[ITEM]
    ),
    ("no_such_option", "survey_answers"): single(
        "survey_answers",
        ANSWER | {"answer": "b"},
        ANSWER | {"answer": "a"},
        survey_items=[ITEM],
        survey_options=[{"item": "s1", "option": "a"}],
    ),
    ("outside_the_scale", "survey_answers"): Case(
        [1, 2],
        {
            "survey_items": [LIKERT | PLAIN],
            "survey_answers": [ANSWER | {"answer": "6"}, ANSWER | {"answer": "godt", "respondent": "r2"}],
        },
        {
            "survey_items": [LIKERT | PLAIN],
            "survey_answers": [ANSWER | {"answer": "1"}, ANSWER | {"answer": "5", "respondent": "r2"}],
        },
    ),
    ("no_number", "survey_answers"): single(
        "survey_answers",
        ANSWER | {"number": ""},
        ANSWER | {"number": "0"},
        survey_items=[ITEM | {"kind": "number"}],
    ),
    ("number_of_another_kind", "survey_answers"): single(
        "survey_answers", ANSWER | {"number": "1"}, ANSWER | {"number": ""}, survey_items=[ITEM]
    ),
    ("several_answers", "survey_answers"): Case(
        [1, 2],
        {"survey_items": [ITEM], "survey_answers": [ANSWER | {"answer": "a"}, ANSWER | {"answer": "b"}]},
        {
            "survey_items": [ITEM | {"kind": "multiple"}],
            "survey_answers": [ANSWER | {"answer": "a"}, ANSWER | {"answer": "b"}],
        },
    ),
    ("against_the_skip_rule", "survey_answers"): Case(
        [2],
        {
            "survey_items": [ITEM, ITEM | {"item": "s2", "asked_if_item": "s1", "asked_if_answer": "a"}],
            "survey_answers": [ANSWER | {"answer": "b"}, {"item": "s2", "answer": "a"}],
        },
        {
            "survey_items": [ITEM, ITEM | {"item": "s2", "asked_if_item": "s1", "asked_if_answer": "a"}],
            "survey_answers": [ANSWER | {"answer": "a"}, {"item": "s2", "answer": "a"}],
        },
    ),
    ("role_changes", "survey_answers"): pair(
        "survey_answers", "role", "leader", "coordinator", {"item": ("s1", "s2")}
    ),
    ("number_against_recruited", "user_representatives"): single(
        "user_representatives", {"recruited": "no", "number": "1"}, {"recruited": "no", "number": "0"}
    ),
    ("no_such_theme", "interview_segments"): single(
        "interview_segments", {"theme": "t2"}, {"theme": "t1"}, interview_codes=[{"theme": "t1"}]
    ),
    ("no_such_point", "pathway_limits"): single(
        "pathway_limits",
        {"from_point": "start", "to_point": "slutt"},
        {"from_point": "start", "to_point": "end"},
    ),
    ("limit_runs_backwards", "pathway_limits"): single(
        "pathway_limits",
        {"from_point": "end", "to_point": "start"},
        {"from_point": "start", "to_point": "end"},
    ),
    ("point_before_the_former", "care_pathway_episodes"): Case(
        [3],
        {
            "care_pathway_episodes": [
                {"point": "start", "coded": "2024-01-02"},
                {"point": "assessment_start", "coded": "2024-01-02"},
                {"point": "end", "coded": "2024-01-01"},
            ]
        },
        {
            "care_pathway_episodes": [
                {"point": "start", "coded": "2024-01-01"},
                {"point": "evaluation", "coded": "2024-01-03"},
                {"point": "evaluation", "coded": "2024-01-02"},
                {"point": "end", "coded": "2024-01-03"},
            ]
        },
    ),
    ("point_coded_twice", "care_pathway_episodes"): pair(
        "care_pathway_episodes", "point", "start", "start", {"coded": ("2024-01-01", "2024-01-02")}
    )._replace(
        holds={
            "care_pathway_episodes": [
                {"point": "evaluation", "coded": "2024-01-01"},
                {"point": "evaluation", "coded": "2024-01-02"},
            ]
        }
    ),
    ("no_start_point", "care_pathway_episodes"): Case(
        [2],
        {
            "care_pathway_episodes": [
                {"point": "end", "coded": "2024-01-02"},
                {"point": "evaluation", "coded": "2024-01-01"},
            ]
        },
        {"care_pathway_episodes": [{"point": "end", "coded": "2024-01-02"}, {"point": "start"}]},
    ),
    ("no_limit", "care_pathway_episodes"): single(
        "care_pathway_episodes",
        {"care_pathway": "p2"},
        {"care_pathway": "p1"},
        pathway_limits=[{"care_pathway": "p1", "from_point": "start", "to_point": "end"}],
    ),
    ("episode_changes_pathway", "care_pathway_episodes"): pair(
        "care_pathway_episodes", "care_pathway", "p1", "p2", {"coded": ("2024-01-01", "2024-01-02")}
    ),
}
