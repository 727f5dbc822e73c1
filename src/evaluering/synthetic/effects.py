"""The parameters the sample is drawn with; what they amount to is worked out in ``truth``."""

from dataclasses import dataclass

from evaluering.synthetic.days import month_of

STEP_MONTH = month_of(39)


@dataclass(frozen=True)
class Scores:
    """Scores of activities: standard deviations on a latent scale that answering cuts into 1 to 10.

    Of the users, ``coarse`` (a share) use a few round scores only. ``change_by_start`` is how much more
    a user changes for each latent point the user starts higher: who starts low gains more.
    """

    start: float = 3.7
    change: float = 1.7
    municipality: float = 0.45
    team: float = 0.2
    user_change: float = 1.0
    user_start: float = 1.1
    change_by_start: float = -0.25
    activity: float = 1.1
    noise: float = 0.9
    coarse: float = 0.2


SCORES = Scores()
ACTIVITIES = {1: 0.06, 2: 0.17, 3: 0.33, 4: 0.25, 5: 0.13, 6: 0.06}
"""Shares of users by number of activities on the form."""
LOST, LOST_A_POINT = 0.25, -0.9
"""No second conversation: the probability for a user whose first mean score is the latent start, and
the change of its log odds with each score point. Those who start low are lost more often, and they are
those who gain most: the mean of those who came back is too low."""
FULFILMENT_TREND = 0.008
"""Checklist points an item, more for each month since the team started."""
INQUIRIES_A_TEAM_MONTH = 0.0145
RATER_FIDELITY = 0.8
"""Probability that a rater gives the true verdict; otherwise one drawn from all verdicts."""
CODER_FIDELITY = 0.9
STEP = 0.15
"""Step of one measure's proportion at ``STEP_MONTH``."""
NETWORK_EFFECT = 0.08
"""Step of every team's outcome from the month after its network's first gathering."""
ASSESSMENT_CHANGE = 0.35
"""Latent change of self-assessments."""
ASSESSMENT_TEAM, ASSESSMENT_PERSON, ASSESSMENT_SD = 0.35, 0.45, 0.95
"""Its spread between teams, between persons, and of a person's areas."""
ASSESSMENT_START = 3.0
AT_RISK = 0.12
