"""The public documents behind the embedded figures."""

from evaluering.tables.declaration import Document

NOTE_2016 = Document(
    "learning_networks_note_2016",
    "Bakke T, de Vibe M, Vege A. Sentrale elementer i læringsnettverket for gode pasientforløp ved "
    "psykiske problemer og rus. Notat om kvalitetsutvikling nr. 3. Oslo: Folkehelseinstituttet, 2016.",
)
PRESENTATION_OLDER = Document(
    "learning_networks_older_2016_2019",
    "Prosjektpresentasjon: Læringsnettverk for gode pasientforløp for eldre og kronisk syke 2016–2019.",
)
CARE_PATHWAY_PLAN = Document(
    "care_pathway_plan_2018",
    "Nasjonal plan for implementering av pakkeforløp for psykisk helse og rus 2018–2020 (IS-2734).",
)
PILOT_EVALUATION = Document(
    "follow_up_team_evaluation_2022",
    "Evaluering av pilot for strukturert oppfølgingsteam, kort sluttrapport (2022:00136). 2022.",
)
CONTINUOUS_IMPROVEMENT_2023 = Document(
    "continuous_improvement_2023",
    "Rapport om læringsnettverket for kontinuerlig forbedring i Møre og Romsdal. 2023.",
)
ALL_FIVE = (NOTE_2016, PRESENTATION_OLDER, CARE_PATHWAY_PLAN, PILOT_EVALUATION, CONTINUOUS_IMPROVEMENT_2023)
