"""One report's page, made where nothing is known but that report: what a child or a cluster's worker does."""

from dataclasses import replace

from evaluering.disclosure import read_released
from evaluering.errors import EvalueringError
from evaluering.presentation import data_files, page_frame
from evaluering.publishing.contract import check_contract
from evaluering.publishing.execute import execute
from evaluering.publishing.formats.others import check_formats, other_formats
from evaluering.publishing.page import elements_of, render_page
from evaluering.publishing.session import page_of
from evaluering.publishing.task import PageFiles, Rendered, Task, digests_of, not_rendered


def render(task: Task) -> Rendered:
    """Run the notebook, check the contract, make the page and its other formats."""
    try:
        files = _files(task)
    except EvalueringError as error:
        return not_rendered(error)
    return Rendered(files, digests_of(files))


def _files(task: Task) -> PageFiles:
    job, around = task.job, task.around
    check_formats(job.formats)
    # First of all: the notebook's process is a fork of this one, which is to know as little as can be.
    notebook = execute(job, task.notebook, task.released)
    page = replace(page_of(job, read_released(task.released)), appearances=task.works)
    elements = elements_of(notebook, job)
    check_contract(job, page, elements)
    frame = page_frame(page, around.title, around.institution, around.language, around.publication)
    html = render_page(notebook, page, frame, elements, around.corrections, job.formats)
    data = {f"data/{name}": content for name, content in data_files(page.findings).items()}
    return {"index.html": html, **other_formats(html, job.report_id, job.formats), **data}
