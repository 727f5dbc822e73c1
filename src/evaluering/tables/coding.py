"""Tables of our own coding of the published goals: a judgement with a name and a reason on each row."""

from evaluering.tables.declaration import Column, ColumnType, Table
from evaluering.tables.sources import NOTE_2016
from evaluering.vocabulary import Audience, Criterion, Protects

_PLACE = "koding av kommunenes mål slik de er gjengitt i notatet"

GOAL_CODING = Table(
    name="municipal_goals_coding",
    file="coding/municipal_goals_coding.csv",
    description="Which national goal each municipal goal serves directly; a judgement, open to correction",
    columns=(
        Column("goal_id", ColumnType.WHOLE_NUMBER, "municipal goal", minimum=1),
        Column("national_source", ColumnType.CODE, "list of national goals", allowed=("note", "invitation")),
        Column("national_goal_id", ColumnType.WHOLE_NUMBER, "national goal served", minimum=1),
        Column("coder", ColumnType.TEXT, "who judged"),
        Column("reason", ColumnType.TEXT, "why"),
    ),
    key=("goal_id", "national_source", "national_goal_id"),
    protects=Protects.NOTHING,
    audience=Audience.PUBLIC,
    documents=(NOTE_2016,),
    place=_PLACE,
)

GOAL_RATINGS = Table(
    name="goal_ratings",
    file="coding/goal_ratings.csv",
    description="A rater's verdicts that override the rule-based screening of a goal",
    columns=(
        Column("goal_id", ColumnType.WHOLE_NUMBER, "municipal goal", minimum=1),
        Column(
            "criterion",
            ColumnType.CODE,
            "criterion of measurability",
            allowed=tuple(c.value for c in Criterion),
        ),
        Column("fulfilled", ColumnType.CODE, "the rater's verdict", allowed=("yes", "no")),
        Column("rater", ColumnType.TEXT, "who rated"),
        Column("reason", ColumnType.TEXT, "why the screening was overruled"),
    ),
    key=("goal_id", "criterion"),
    protects=Protects.NOTHING,
    audience=Audience.PUBLIC,
    documents=(NOTE_2016,),
    place=_PLACE,
    optional=True,
)
