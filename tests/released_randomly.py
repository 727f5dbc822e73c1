"""Random releases as the product's own attacker is told of them."""

import json
from collections.abc import Mapping

from evaluering.attack.found import Found
from evaluering.attack.hidden_sums import check_hidden_sums
from evaluering.attack.known import Known, known_from
from evaluering.disclosure import finding_bytes
from evaluering.publishing.public_facts import memberships
from evaluering.results import Released
from random_releases import Study


def told(given: Study, released: Released) -> Known:
    """What is handed over of a release: a report for each place, and what is part of what."""
    reports: dict[str, Mapping[str, object]] = {
        f"r{number:03d}": {
            "question": finding.question,
            "language": "nb",
            "parameters": json.loads(finding.variant),
            "findings": [finding_bytes(finding).decode()],
        }
        for number, finding in enumerate(released.findings)
    }
    return known_from(
        {
            "reports": reports,
            "messages": {"nb": {}},
            "study": [],
            "questions": ["users"],
            "styles": [],
            "memberships": memberships(given.places),
        }
    )


def recovered(given: Study, released: Released, width: float) -> list[Found]:
    """What the product's own attacker recovers of a release."""
    return list(check_hidden_sums(told(given, released), width))
