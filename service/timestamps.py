"""Timestamps of an authority over the checkpoints (RFC 3161, sello de tiempo)."""

import http.client
import urllib.error
import urllib.request

from rfc3161_client import HashAlgorithm, PKIStatus, TimestampRequestBuilder, decode_timestamp_response

from schemas.errors import Unavailable

SECONDS = 10.0
MOST_BYTES = 1 << 20


def timestamp(url: str, data: bytes) -> bytes:
    """The authority's answer (DER) over the data. It is looked at for nonce and digest; its certificates are not.

    Args:
        url: where the authority takes requests, http or https.
        data: what to have stamped; only its SHA-512 leaves.

    Raises:
        Unavailable: no answer in ten seconds, or none that fits. Code `no_timestamp`.
    """
    asked = TimestampRequestBuilder().data(data).hash_algorithm(HashAlgorithm.SHA512).nonce(nonce=True).build()
    request = urllib.request.Request(
        url, data=asked.as_bytes(), headers={"Content-Type": "application/timestamp-query"}, method="POST"
    )
    try:
        with urllib.request.urlopen(request, timeout=SECONDS) as answer:
            found: bytes = answer.read(MOST_BYTES)
        given = decode_timestamp_response(found)
        fits = (
            given.status in (PKIStatus.GRANTED, PKIStatus.GRANTED_WITH_MODS)
            and given.tst_info.nonce == asked.nonce
            and given.tst_info.message_imprint.message == asked.message_imprint.message
        )
    except (OSError, ValueError, http.client.HTTPException, urllib.error.URLError) as error:
        raise Unavailable("La autoridad de sellado de tiempo no respondió.", code="no_timestamp") from error
    if not fits:
        raise Unavailable("El sello de tiempo recibido no corresponde a lo pedido.", code="no_timestamp")
    return found
