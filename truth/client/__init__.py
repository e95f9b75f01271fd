"""What a template, an app, a bot or an agent imports: the company's words, values and statuses, kept when the registry
is away.

    from truth.client import Truth
    truth = Truth("https://truth.natural.example", channel="email", locale="de")
    truth.text("status:fulfilment/shipped/label")        # "Versandt"

Importing it is light: what renders is loaded with the first answer.
"""

from truth.client.reader import Truth
from truth.client.state import Health, State
from truth.client.status import Status

__all__ = ["Health", "State", "Status", "Truth"]
