"""Templates of the package, everything escaped."""

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup


@cache
def environment() -> Environment:
    """Where the package's templates are; those read are kept."""
    return Environment(
        loader=PackageLoader("evaluering.presentation"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def render(name: str, **values: object) -> Markup:
    """A template of the package, filled; every value that is not markup already is escaped."""
    return Markup(environment().get_template(name).render(**values))  # noqa: S704 - escaped by the template
