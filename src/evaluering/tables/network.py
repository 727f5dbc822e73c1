"""The learning network: networks, municipalities, trusts, teams, and who joined and left."""

from evaluering.tables.columns import code, day, free_text, key, label, person, whole, yes_no
from evaluering.tables.declaration import Table
from evaluering.vocabulary import Audience, Protects, Voice

_LARGEST = 2_000_000

NETWORKS = Table(
    name="networks",
    description="Learning networks and what was planned for them",
    columns=(
        key("network", "network"),
        label("name", "name of the network"),
        label("field", "the shared field of improvement"),
        day("start", "first day of the network period"),
        day("end", "last day of the network period", may_be_empty=True),
        whole("municipalities_planned", "municipalities planned for", 0, 400, may_be_empty=True),
        whole("hospital_trusts_planned", "hospital trusts planned for", 0, 50, may_be_empty=True),
    ),
    key=("network",),
    protects=Protects.MUNICIPALITIES,
    audience=Audience.PUBLIC,
)

APPLICATIONS = Table(
    name="applications",
    description="Applications to join a network, and what came of them",
    columns=(
        key("application", "application"),
        key("network", "network applied to", of="networks"),
        key("municipality", "municipality that applied", of="municipalities"),
        day("received", "day the application came"),
        code("outcome", "what came of it", "recruited", "declined", "withdrawn"),
        yes_no("anchored", "anchored with management"),
        yes_no("user_involvement", "users involved in the application"),
        yes_no("individual_plan_in_use", "individual plan in use"),
        yes_no("hospital_involved", "the hospital takes part"),
        free_text("goals", "goals stated in the application", voice=Voice.ORGANISATION),
    ),
    key=("application",),
    protects=Protects.MUNICIPALITIES,
    audience=Audience.NETWORK_LEADER,
)

MUNICIPALITIES = Table(
    name="municipalities",
    description="Municipalities with their period of validity",
    columns=(
        key("municipality", "municipality number"),
        label("name", "official name"),
        label("county", "county, by number or name"),
        whole("inhabitants", "inhabitants, where known", 1, _LARGEST, may_be_empty=True),
        code(
            "written_form",
            "decided written form of Norwegian, where known",
            "nb",
            "nn",
            "neutral",
            may_be_empty=True,
        ),
        day("valid_from", "first day of validity"),
        day("valid_to", "last day of validity", may_be_empty=True),
    ),
    key=("municipality",),
    protects=Protects.MUNICIPALITIES,
    audience=Audience.PUBLIC,
)

MUNICIPALITY_CHANGES = Table(
    name="municipality_changes",
    description="Mergers, splits and new numbers of municipalities",
    columns=(
        key("from_municipality", "municipality before", of="municipalities"),
        key("to_municipality", "municipality after", of="municipalities"),
        day("changed", "first day of the new division"),
        code("kind", "kind of change", "merger", "split", "renumbering"),
    ),
    key=("from_municipality", "to_municipality", "changed"),
    protects=Protects.MUNICIPALITIES,
    audience=Audience.PUBLIC,
)

CITY_DISTRICTS = Table(
    name="city_districts",
    description="City districts with their period of validity",
    columns=(
        key("city_district", "number of the district"),
        key("municipality", "municipality it is part of", of="municipalities"),
        label("name", "name"),
        whole("inhabitants", "inhabitants", 1, _LARGEST),
        day("valid_from", "first day of validity"),
        day("valid_to", "last day of validity", may_be_empty=True),
    ),
    key=("city_district",),
    protects=Protects.MUNICIPALITIES,
    audience=Audience.PUBLIC,
)

HOSPITAL_TRUSTS = Table(
    name="hospital_trusts",
    description="Hospital trusts with their period of validity",
    columns=(
        key("hospital_trust", "hospital trust"),
        label("name", "name"),
        label("region", "regional health authority"),
        day("valid_from", "first day of validity"),
        day("valid_to", "last day of validity", may_be_empty=True),
    ),
    key=("hospital_trust",),
    protects=Protects.MUNICIPALITIES,
    audience=Audience.PUBLIC,
)

TEAMS = Table(
    name="teams",
    description="Improvement teams and follow-up teams",
    columns=(
        key("team", "team"),
        key("network", "network the team belongs to", of="networks"),
        whole("cohort", "cohort of the network", 1, 50),
        code("kind", "kind of team", "improvement_team", "follow_up_team"),
        day("started", "day the team started"),
    ),
    key=("team",),
    protects=Protects.MUNICIPALITIES,
    audience=Audience.NETWORK_LEADER,
)

TEAM_MUNICIPALITIES = Table(
    name="team_municipalities",
    description="Municipalities a team comes from; a team may span several",
    columns=(
        key("team", "team", of="teams"),
        key("municipality", "municipality", of="municipalities"),
    ),
    key=("team", "municipality"),
    protects=Protects.MUNICIPALITIES,
    audience=Audience.NETWORK_LEADER,
)

TEAM_MEMBERS = Table(
    name="team_members",
    description="Members' roles in the teams",
    columns=(
        key("team", "team", of="teams", quasi_identifier=True),
        person("member", "member, pseudonymous"),
        code(
            "role",
            "role in the team",
            "leader",
            "service_manager",
            "professional",
            "coordinator",
            "user_representative",
            "general_practitioner",
            "hospital_representative",
            quasi_identifier=True,
        ),
        day("joined", "first day in the team"),
        day("left", "last day in the team", may_be_empty=True),
    ),
    key=("team", "member"),
    protects=Protects.STAFF,
    audience=Audience.NETWORK_LEADER,
)

WITHDRAWALS = Table(
    name="withdrawals",
    description="Teams that left before the end",
    columns=(
        key("team", "team", of="teams"),
        day("withdrawn", "day the team withdrew"),
        code(
            "reason",
            "main reason",
            "time",
            "staffing",
            "epidemic",
            "merger",
            "leadership",
            "relevance",
            "other",
        ),
        free_text("explanation", "the team's explanation"),
    ),
    key=("team",),
    protects=Protects.STAFF,
    audience=Audience.NETWORK_LEADER,
)

NETWORK_TABLES = (
    NETWORKS,
    APPLICATIONS,
    MUNICIPALITIES,
    MUNICIPALITY_CHANGES,
    CITY_DISTRICTS,
    HOSPITAL_TRUSTS,
    TEAMS,
    TEAM_MUNICIPALITIES,
    TEAM_MEMBERS,
    WITHDRAWALS,
)
