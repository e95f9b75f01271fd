"""Over a real socket, as a consumer meets it."""

from __future__ import annotations

import http.client
import json
from typing import Any
from urllib.parse import urlsplit
from urllib.request import urlopen


def test_a_text_is_answered_over_a_real_socket(place: Any, serving: Any) -> None:
    with urlopen(serving(place.app()) + "/v1/text/status/fulfilment/shipped/label?locale=de") as response:
        assert response.headers["Truth-Position"] == "1.0"
        assert json.load(response)["text"] == "Versandt"


def test_a_host_of_another_name_is_refused_over_a_real_socket(place: Any, serving: Any) -> None:
    connection = http.client.HTTPConnection(urlsplit(serving(place.app())).netloc)
    connection.request("GET", "/v1/release", headers={"Host": "rebound.example"})
    response = connection.getresponse()
    assert (response.status, response.headers["Content-Type"]) == (401, "application/problem+json")
    connection.close()


def test_a_304_over_a_real_socket_has_no_body(place: Any, serving: Any) -> None:
    connection = http.client.HTTPConnection(urlsplit(serving(place.app())).netloc)
    connection.request("GET", "/v1/release")
    first = connection.getresponse()
    first.read()
    connection.close()
    connection.request("GET", "/v1/release", headers={"If-None-Match": first.headers["ETag"]})
    again = connection.getresponse()
    assert (again.status, again.read()) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]
    connection.close()
