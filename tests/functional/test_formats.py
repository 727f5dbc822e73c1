"""Formats of a release: what a report asks for is made, or nothing is."""

import json
import shutil
from pathlib import Path

import pytest

from functional.commands import run
from functional.workspaces import (
    GATHERING,
    change,
    contents,
    is_complete,
    keep_only,
    latest,
    releases,
    without_release,
)

FORMATS = 'formats = ["html", "pdf"]', 'formats = ["html", "docx"]'
WITHOUT_LIBRARY = "raise OSError('cannot load library libpango-1.0-0')\n"


@pytest.fixture(scope="module")
def pages_only(one_report: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace whose report asks for a PDF, and whose latest release was built without."""
    folder = Path(shutil.copytree(one_report, tmp_path_factory.mktemp("formats") / "w", symlinks=True))
    done = run(folder, "build", "--formats", "html")
    assert done.code == 0, done.err
    return folder


def receipt(folder: Path) -> dict[str, object]:
    read: dict[str, object] = json.loads((latest(folder) / GATHERING / "receipt.json").read_text("utf-8"))
    return read


def test_every_report_of_the_workspace_is_there_as_page_and_pdf(built: Path) -> None:
    files = contents(latest(built))
    pages = {name.partition("/")[0] for name in files if name.endswith("/index.html")}
    assert {name.partition("/")[0] for name in files if name.endswith("/report.pdf")} == pages != set()


def test_a_page_leads_to_its_pdf(built: Path) -> None:
    assert b'<a href="report.pdf">Rapporten som PDF</a>' in contents(latest(built))[f"{GATHERING}/index.html"]


def test_a_receipt_names_formats_and_the_libraries_of_the_system(one_report: Path) -> None:
    told = receipt(one_report)
    assert told["formats"] == ["html", "pdf"]
    libraries = told["libraries"]
    assert isinstance(libraries, dict)
    assert sorted(libraries) == ["fontconfig", "harfbuzz", "pango"]
    assert all(libraries.values())


def test_without_pdf_by_choice_a_complete_release_holds_none(pages_only: Path) -> None:
    release = latest(pages_only)
    assert is_complete(release)
    assert f"{GATHERING}/report.pdf" not in contents(release)
    assert b"report.pdf" not in contents(release)[f"{GATHERING}/index.html"]
    assert (receipt(pages_only)["formats"], receipt(pages_only)["libraries"]) == (["html"], {})


def test_a_release_without_pdf_is_verified_as_it_was_made(pages_only: Path) -> None:
    done = run(pages_only, "verify")
    assert done.code == 0, done.err


def test_a_release_with_pdf_is_verified(one_report: Path) -> None:
    done = run(one_report, "verify")
    assert done.code == 0, done.err


def test_the_next_build_makes_the_pdf_again(pages_only: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(pages_only, tmp_path / "w", symlinks=True))
    assert run(folder, "build").code == 0
    assert f"{GATHERING}/report.pdf" in contents(latest(folder))


@pytest.mark.parametrize("named", ["pdf", "html,odt", ""])
def test_other_formats_than_there_are_end_with_2(one_report: Path, named: str) -> None:
    done = run(one_report, "build", "--formats", named)
    assert (done.code, "--formats" in done.err) == (2, True)


def test_a_machine_that_cannot_make_pdfs_ends_with_7_and_the_package_and_releases_nothing(
    workspace: Path, tmp_path: Path
) -> None:
    broken = tmp_path / "broken" / "weasyprint"
    broken.mkdir(parents=True)
    (broken / "__init__.py").write_text(WITHOUT_LIBRARY, encoding="utf-8")
    done = run(keep_only(workspace), "build", PYTHONPATH=str(broken.parent))
    assert done.code == 7
    assert "libpango-1.0-0" in done.out + done.err
    assert "--formats html" in done.out + done.err
    assert not (workspace / "reports" / "releases").exists() or releases(workspace) == []


def test_a_withdrawn_report_is_gone_as_pdf_too(one_report_copy: Path) -> None:
    done = run(
        one_report_copy,
        "withdraw",
        GATHERING,
        "--reason",
        "Tallene bygget på feil kilde.",
        "--date",
        "2026-03-11",
    )
    assert done.code == 0, done.err
    assert f"{GATHERING}/report.pdf" not in contents(latest(one_report_copy))
    assert run(one_report_copy, "attack").code == 0


@pytest.fixture(scope="module")
def with_docx(one_report: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace whose report is a page and a Word document. Shared: copy it before changing anything."""
    folder = Path(shutil.copytree(one_report, tmp_path_factory.mktemp("docx") / "w", symlinks=True))
    change(without_release(folder) / "evaluering.toml", *FORMATS)
    done = run(folder, "build")
    assert done.code == 0, done.err
    return folder


def another_resvg(folder: Path) -> str:
    """A place that makes the package of resvg look like another version."""
    said = folder / "other" / "resvg_py-0.0.1.dist-info"
    said.mkdir(parents=True)
    (said / "METADATA").write_text(
        "Metadata-Version: 2.1\nName: resvg-py\nVersion: 0.0.1\n", encoding="utf-8"
    )
    return str(said.parent)


def test_a_page_leads_to_its_word_document(with_docx: Path) -> None:
    files = contents(latest(with_docx))
    assert f"{GATHERING}/report.docx" in files
    assert b'<a href="report.docx">Rapporten som Word-dokument</a>' in files[f"{GATHERING}/index.html"]


def test_the_document_of_a_real_report_passes_the_attack_and_is_verified(with_docx: Path) -> None:
    assert run(with_docx, "attack").code == 0
    done = run(with_docx, "verify")
    assert done.code == 0, done.err


def test_a_receipt_names_what_documents_are_made_with(with_docx: Path) -> None:
    told = receipt(with_docx)
    assert told["formats"] == ["html", "docx"]
    libraries = told["libraries"]
    assert isinstance(libraries, dict)
    assert sorted(libraries) == ["pandoc", "resvg-py"]
    assert libraries["pandoc"].startswith("3.")


def test_verify_names_another_version_of_what_documents_are_made_with(
    with_docx: Path, tmp_path: Path
) -> None:
    done = run(with_docx, "verify", PYTHONPATH=another_resvg(tmp_path))
    assert done.code == 6
    assert "software: resvg-py" in done.err + done.out


def test_an_attack_that_cannot_draw_the_pictures_again_does_not_pass(with_docx: Path, tmp_path: Path) -> None:
    done = run(with_docx, "attack", PYTHONPATH=another_resvg(tmp_path))
    assert (done.code, "evaluering[docx]" in done.err) == (7, True)


def test_a_word_document_that_was_changed_is_found(with_docx: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(with_docx, tmp_path / "w", symlinks=True))
    file = latest(folder) / GATHERING / "report.docx"
    content = file.read_bytes()
    assert b">12,25<" in content
    file.write_bytes(content.replace(b">12,25<", b">12,35<"))
    done = run(folder, "attack")
    assert (done.code, f"{GATHERING}/report.docx" in done.out + done.err) == (5, True)


def test_a_machine_without_pandoc_ends_with_7_and_the_extra_and_releases_nothing(
    with_docx: Path, tmp_path: Path
) -> None:
    folder = Path(shutil.copytree(with_docx, tmp_path / "w", symlinks=True))
    shutil.rmtree(without_release(folder) / ".evaluering" / "pages")
    (tmp_path / "broken" / "pypandoc").mkdir(parents=True)
    (tmp_path / "broken" / "pypandoc" / "__init__.py").touch()
    done = run(folder, "build", PYTHONPATH=str(tmp_path / "broken"))
    assert done.code == 7
    assert "evaluering[docx]" in done.out + done.err
    assert "--formats html" in done.out + done.err
    assert releases(folder) == [] if (folder / "reports" / "releases").exists() else True
