"""truth.toml: what a code base says about itself."""

from __future__ import annotations

import pytest

from truth.drift.config import Config, EventFiles, StatusPlace, read_config
from truth.factory import open_shapes
from truth.model.errors import UsageError

RULES = ["drift/unknown-ref", "drift/promise-contradicts"]


def read(text: str) -> Config:
    return read_config(text, "truth.toml", open_shapes(), RULES)


def test_an_empty_file_means_the_defaults() -> None:
    assert read("") == Config()


def test_everything_that_is_said_is_there() -> None:
    config = read(
        """
        [check]
        exclude = ["vendor/"]
        locale = "en"
        [check.locales]
        "**/de/**" = "de"
        [check.severity]
        "drift/unknown-ref" = "warning"
        [[check.statuses]]
        vocabulary = "fulfilment"
        fields = ["order.status"]
        [[check.events]]
        vocabulary = "fulfilment"
        files = ["events/**"]
        fields = {order = "order_id"}
        """
    )
    assert config.exclude == ("vendor/",)
    assert config.statuses == (StatusPlace("fulfilment", fields=("order.status",)),)
    assert config.events == (EventFiles("fulfilment", ("events/**",), {"order": "order_id"}),)
    assert (config.locale_of("mail/de/a.html"), config.locale_of("mail/a.html")) == ("de", None)
    assert config.severity == {"drift/unknown-ref": "warning"}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param("[chek]\n", "truth.toml:1: chek is not known here", id="unknown table"),
        pytest.param(
            '[check]\nlocale = "en"\n[[check.statuses]]\nvocabulary = "a"\nfeilds = []\n',
            "truth.toml:5: check.statuses.0.feilds is not known here; did you mean 'fields'?",
            id="unknown key",
        ),
        pytest.param("[check]\nlocale = 3\n", "truth.toml:2: check.locale is 3", id="wrong type"),
        pytest.param("[check\n", "truth.toml: Expected ']'", id="no TOML"),
        pytest.param(
            '[check.severity]\n"drift/unknwon-ref" = "off"\n',
            "truth.toml:2: there is no rule 'drift/unknwon-ref'; did you mean 'drift/unknown-ref'?",
            id="unknown rule",
        ),
        pytest.param('[check.severity]\n"drift/unknown-ref" = "fatal"\n', "truth.toml:2: ", id="unknown severity"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(text: str, message: str) -> None:
    with pytest.raises(UsageError) as error:
        read(text)
    assert error.value.message.startswith(message)


def test_a_rule_is_left_out_by_severity_or_by_file() -> None:
    config = Config(severity={"drift/a": "off"}, ignore={"data/**": ["drift/b"]})
    assert config.ignores("drift/a", "x.html")
    assert config.ignores("drift/b", "data/x.json")
    assert not config.ignores("drift/b", "x.json")


def test_the_last_glob_that_fits_says_the_locale() -> None:
    config = Config(locales={"mail/**": "en", "mail/fr/**": "fr"})
    assert config.locale_of("mail/fr/a.html") == "fr"
    assert config.locale_of("mail/a.html") == "en"
