"""What a customer reads about one status."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from truth.client.markup import as_html
from truth.model.errors import NotFound

if TYPE_CHECKING:
    from truth.kinds.status.shown import Shown

_TEXTS = ("label", "happened", "next", "when", "cost", "help", "recovery")


class Status:
    """What a customer reads about one status: each text is rendered when it is asked for. Printed, it is its label.

    - `code` is the status shown: a staff status shows the customer status it stands for, a retired one its successor;
    - `allows` names what may be offered, `("cancel", "contact")`; `phase` and `terminal` say how far it has come; all
      three are of the status that was asked for.
    """

    def __init__(self, shown: Shown, text: Callable[[str], str], block: Callable[[], Mapping[str, str]]) -> None:
        self.code = shown.code
        self.allows, self.phase, self.terminal = shown.allows, shown.phase, shown.terminal
        self._text, self._block = text, block

    @property
    def texts(self) -> Mapping[str, str]:
        """All of it, by name, in the order in which it is read; a part that the status does not have is left out."""
        return self._block()

    @property
    def label(self) -> str:
        """Its name, within the channel's length budget."""
        return self._text("label")

    @property
    def happened(self) -> str:
        """What has happened."""
        return self._text("happened")

    @property
    def next(self) -> str:
        """What comes next."""
        return self._text("next")

    @property
    def when(self) -> str:
        """When."""
        return self._text("when")

    @property
    def cost(self) -> str:
        """What it costs."""
        return self._text("cost")

    @property
    def help(self) -> str:
        """Where to ask."""
        return self._text("help")

    @property
    def recovery(self) -> str:
        """What we do when it goes wrong."""
        return self._text("recovery")

    def __str__(self) -> str:
        return str(self.label)

    def __html__(self) -> str:
        return as_html(self.label)

    def __repr__(self) -> str:
        return f"Status({self.code!r})"

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any:
            """An error of ours: template engines print an attribute that is missing as nothing at all."""
            if name.startswith("_"):
                raise AttributeError(name)
            from truth.model.nearest import did_you_mean

            known = (*_TEXTS, "texts", "code", "allows", "phase", "terminal")
            raise NotFound(f"a status has no '{name}'{did_you_mean(name, known)}")
