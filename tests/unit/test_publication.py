"""``[publication]``: what is refused, and which settings go before which."""

from datetime import date

import pytest
from pydantic import ValidationError
from test_workspace import SOUND, load, refusal

from evaluering.publication import Author, Publication, checked_isbn, checked_orcid


@pytest.mark.parametrize("isbn", ["978-82-8406-178-8", "9780306406157", "979-10-90636-07-1"])
def test_a_printed_isbn_is_taken(isbn):
    assert checked_isbn(isbn) == isbn


@pytest.mark.parametrize("place", range(13))
def test_an_isbn_with_any_one_digit_mistyped_is_refused(place):
    digits = list("9780306406157")
    digits[place] = str((int(digits[place]) + 1) % 10)
    with pytest.raises(ValueError, match="ISBN"):
        checked_isbn("".join(digits))


@pytest.mark.parametrize("isbn", ["0-306-40615-2", "978030640615", "978--0306406157", "9780306406157 "])
def test_what_is_no_isbn_of_thirteen_digits_is_refused(isbn):
    with pytest.raises(ValueError, match="ISBN of 13"):
        checked_isbn(isbn)


@pytest.mark.parametrize("orcid", ["0000-0002-1825-0097", "0000-0002-1694-233X"])
def test_an_orcid_of_the_documentation_is_taken(orcid):
    assert checked_orcid(orcid) == orcid


@pytest.mark.parametrize("orcid", ["0000-0002-1825-0098", "0000-0002-1694-2330", "0000000218250097"])
def test_a_mistyped_orcid_is_refused(orcid):
    with pytest.raises(ValueError, match="ORCID"):
        checked_orcid(orcid)


@pytest.mark.parametrize(
    ("given", "cited"), [("Kari", "Prøve K"), ("Kari Anne", "Prøve KA"), ("Anne-Lise B.", "Prøve ALB")]
)
def test_a_name_is_cited_with_initials(given, cited):
    assert Author(family="Prøve", given=given).cited == cited


def test_a_report_s_settings_go_before_the_study_s():
    study = Publication(city="Oslo", isbn="9780306406157")
    merged = Publication(isbn="978-82-8406-178-8").over(study)
    assert (merged.city, merged.isbn) == ("Oslo", "978-82-8406-178-8")


def test_a_report_can_say_nothing_where_the_study_says_something():
    assert Publication(isbn="").over(Publication(isbn="9780306406157")).isbn == ""


def test_nothing_said_is_nothing_told():
    assert not Publication().is_told


def test_the_settings_are_read_from_the_file(tmp_path):
    own = SOUND + 'publication = { isbn = "978-82-8406-178-8" }\n[publication]\ncity = "Oslo"\n'
    told = load(tmp_path, f"{own}published = 2026-11-20\n").configuration.publication_of("one-report")
    assert (told.city, told.isbn, told.published) == ("Oslo", "978-82-8406-178-8", date(2026, 11, 20))


@pytest.mark.parametrize(
    ("line", "place"),
    [
        ('isbn = "978-82-8406-178-9"', "publication.isbn"),
        ('doi = "https://example.org/1"', "publication.doi"),
        ('licence = "mine"', "publication.licence"),
        ('type = "poem"', "publication.type"),
        ('authors = [{ family = "Prøve" }]', "publication.authors.0.given"),
        ('authors = [{ family = "P", given = "K", roles = ["boss"] }]', "publication.authors.0.roles.0"),
        ('keywords = ["a\\u202eb"]', "publication.keywords.0"),
        ('author = "Prøve"', "publication.author"),
    ],
)
def test_a_faulty_setting_is_refused_by_its_place_and_not_repeated(tmp_path, line, place):
    error = refusal(tmp_path, f"{SOUND}\n[publication]\n{line}\n")
    assert f"{place}:" in error.found
    assert line.split('"')[1] not in error.found


def test_a_value_with_markup_is_a_text_like_any_other():
    with pytest.raises(ValidationError):
        Publication(doi='10.1234/"><script>')
