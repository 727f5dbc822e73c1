"""The rules of the gate: what identifies a person, and ordinary words and values that do not."""

import pytest

from evaluering.privacy.identifiers import rule_broken


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("+47 912 34 567", "telephone_number"),
        ("+4791234567", "telephone_number"),
        ("0047 912 34 567", "telephone_number"),
        ("22 22 22 22", "telephone_number"),
        ("912 34 567", "telephone_number"),
        ("tlf. 22 22 22 22, spør etter lederen", "telephone_number"),
        ("22.23.24.25", "telephone_number"),
        ("22-23-24-25", "telephone_number"),
        ("912.34.567", "telephone_number"),
        ("912-34-567", "telephone_number"),
        ("912–34–567", "telephone_number"),
        ("+47-912-34-567", "telephone_number"),
        ("(+47) 91.23.45.67", "telephone_number"),
        ("+46 70 123 45 67", "telephone_number"),
        ("tlf 22232425", "telephone_number"),
        ("Telefon: 73232425", "telephone_number"),
        ("telefonnummeret er 55232425", "telephone_number"),
        ("ring 91234567", "telephone_number"),
        ("mob. 222 32 425", "telephone_number"),
        ("912\u00a034\u00a0567", "telephone_number"),
        ("https://example.org/sak", "web_address"),
        ("HTTP://EXAMPLE.ORG", "web_address"),
        ("se www.example.org", "web_address"),
        ("ola@example.no", "e_mail"),
        ("skriv til ola.nordmann@example.co.uk.", "e_mail"),
        ("ola＠example.no", "e_mail"),
        ("02013299997", "identity_number"),
        ("020132 99997", "identity_number"),
        ("02 01 32 999 97", "identity_number"),
        ("020132-99997", "identity_number"),
        ("０２０１３２９９９９７", "identity_number"),
        ("2013299997", "identity_number"),
        (" 2013299997.0 ", "identity_number"),
    ],
)
@pytest.mark.parametrize("is_prose", [True, False])
def test_an_identifier_is_found_by_its_rule_in_any_column(text, rule, is_prose):
    assert rule_broken(text, is_prose=is_prose) == rule


@pytest.mark.parametrize(
    "text",
    [
        "jeg heter Kari",
        "Jeg heter Kari",
        "brukeren heter Ola",
        "Eg heiter Åse",
        "hun heter Kari og bor her",
        "som heter Kari Nordmann",
        "navnet er Kari",
        "Navn er Ola",
        "namnet er Øyvind",
        "my name is Kari",
        "hilsen Kari",
        "Hilsen: Ola",
        "Helsing Åse",
        "kontaktperson: Kari",
        "Kontaktperson Ola",
        "KONTAKTPERSON: Ola",
    ],
)
def test_a_name_after_a_cue_is_found(text):
    assert rule_broken(text, is_prose=True) == "name_after_cue"


@pytest.mark.parametrize("text", ["91234567", "svar til 91234567 i dag", "(41234567)."])
def test_a_bare_mobile_number_counts_in_prose_only(text):
    assert rule_broken(text, is_prose=True) == "telephone_number"
    assert rule_broken(text, is_prose=False) == ""


@pytest.mark.parametrize(
    "text",
    [
        "Økt fysisk aktivitet for alle brukere innen 2025",
        "Møtet varte fra 08.30 til 15.00",
        "kl. 09:30–11:45",
        "12.03.2024",
        "2024-03-01",
        "2024-03",
        "1.3.2024–31.12.2024",
        "fra 2014–2015 til 2021–2022",
        "uke 12 og 13",
        "80 % av brukerne",
        "mellom 12,5 % og 37,5 %",
        "12 500 kroner",
        "kr 91234567",
        "45823006 kroner",
        "90134595-6005-1025-4478-949280719784",
        "ring 24.03.2024",
        "telefon 2024-03-01",
        "Telefon 20240301",
        "telefonmøte 3.4.2024–5.6.2024",
        "uke 20-22 24-26",
        "+12 500 000 kroner",
        "22232425",
        "målt i 2021-2022, 2023-2024",
        "kl 08.30-11.45 og 12.15-15.00",
        "ISBN 978-82-8406-178-8",
        "1 234 567 kroner",
        "kr 12 500 000,-",
        "kr 4.500.000,00",
        "Samarbeid mellom 1. og 2. linje",
        "T-01",
        "lag_07-b",
        "n1",
        "0301",
        "1508 Ålesund og 1577 Volda",
        "kommunene 1506, 1507, 1508 og 1511",
        "organisasjonsnummer 974760673",
        "Gjennomsnittet gikk fra 2,0 til 5,0",
        "3 av 4 team",
        "ICD-10 F32.1",
        "IS-2734 og 2022:00136",
        "Hilsen fra hele teamet",
        "hilsen oss i teamet",
        "hver bruker har en kontaktperson i kommunen",
        "Kontaktperson: ikke valgt",
        "navn er ikke oppgitt",
        "navnet er endret",
        "verktøyet heter Tavla",
        "katten heter Pus",
        "kommunen heter Volda",
        "jeg heter det samme som før",
        "de vet ikke hva det heter",
        "Hva er viktig for deg?",
        "5 × 5 hvorfor",
        "romertall IV, kapittel 3.2.1",
        "versjon 1.2.3.4",
        "postnummer 6020",
        "kl. 12 @ rådhuset",
        "2 + 2 = 4",
        "målt 10, 20, 30, 40 og 50 dager",
        "yes",
        "not_applicable",
        "",
    ],
)
@pytest.mark.parametrize("is_prose", [True, False])
def test_ordinary_norwegian_passes(text, is_prose):
    assert rule_broken(text, is_prose=is_prose) == ""


@pytest.mark.parametrize("text", ["20250301", "91234567", "45000000", "22222222", "10000000"])
def test_counts_of_eight_digits_pass_in_number_columns(text):
    assert rule_broken(text, is_prose=False) == ""


@pytest.mark.parametrize("text", ["2013299998", "1234567890", "12013299997", "201329999"])
def test_ten_digits_that_no_lost_zero_explains_pass(text):
    assert rule_broken(text, is_prose=False) == ""
