"""What a real process writes: its link, and nothing of requests that it refuses."""

from __future__ import annotations

import http.client
from urllib.parse import urlsplit

from tests.browser.program import Program


def test_a_refused_request_leaves_no_line_behind(tmp_path):
    program = Program(tmp_path / "data")
    address = urlsplit(program.address)
    try:
        for headers in ({"Host": "evil.example"}, {"Origin": "http://evil.example"}, {}):
            connection = http.client.HTTPConnection(address.hostname or "", address.port)
            connection.request("POST", "/people/add/", body="name=Secret", headers=headers)
            assert connection.getresponse().status in (400, 403)
            connection.close()
    finally:
        said = program.stop()

    assert "evil" not in said
    assert "Secret" not in said
    assert "Traceback" not in said
