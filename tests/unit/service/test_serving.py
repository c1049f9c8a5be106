"""Where Legajo says that it is."""

import pytest

from service.serving import own_address


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("127.0.0.1", "http://127.0.0.1:8765"),
        ("0.0.0.0", "http://127.0.0.1:8765"),
        ("::", "http://[::1]:8765"),
        ("::1", "http://[::1]:8765"),
        ("archivo.example", "http://archivo.example:8765"),
    ],
)
def test_the_address_told_is_one_that_opens_here(host, address):
    assert own_address(host, 8765) == address
