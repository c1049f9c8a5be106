"""Talk to the office's OpenID Connect provider: discovery, the code for tokens, and whether a token is its word.

Authorisation code flow with PKCE (RFC 7636), state and nonce. Nothing is fetched but over
HTTPS, save from this very machine; redirects are not followed; answers are bounded in time and size.
"""

import secrets
import time
from typing import Any
from urllib.parse import urlsplit

import msgspec
import requests
from authlib.integrations.base_client.errors import OAuthError
from authlib.integrations.requests_client import OAuth2Session
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from schemas.errors import Misconfigured, Unauthenticated, Unavailable
from schemas.settings import Settings

SECONDS = 5.0
MOST_BYTES = 1 << 20
LEEWAY = 60
ALGORITHMS = ["RS256", "PS256", "ES256", "ES384", "EdDSA", "Ed25519"]
"""No symmetric ones: the client's secret must not be able to sign."""

_LOOPBACK = ("127.0.0.1", "localhost", "::1")


class Endpoints(msgspec.Struct, frozen=True):
    """Where the provider answers, as its discovery document says."""

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str


class Asked(msgspec.Struct, frozen=True):
    """One question to the provider: what must come back (`state`, `nonce`), and what proves that we asked (`verifier`)."""

    state: str
    nonce: str
    verifier: str
    redirect: str


def ask(settings: Settings, redirect: str) -> tuple[str, Asked]:
    """Where to send the person, and what to keep meanwhile.

    Raises:
        Unavailable: the provider does not answer.
        Misconfigured: it is not the provider that the settings name.
    """
    asked = Asked(_random(), _random(), _random(), redirect)
    with _client(settings, redirect) as client:
        address, _ = client.create_authorization_url(
            discover(settings).authorization_endpoint,
            state=asked.state,
            nonce=asked.nonce,
            code_verifier=asked.verifier,
        )
    return str(address), asked


def claims_for(settings: Settings, asked: Asked, code: str) -> dict[str, Any]:
    """What the provider says of the person for whom it gave the code.

    Raises:
        Unavailable: the provider does not answer.
        Unauthenticated: it refuses the code, or its token is not to be believed.
        Misconfigured: it is not the provider that the settings name.
    """
    endpoints = discover(settings)
    try:
        with _client(settings, asked.redirect) as client:
            answer = client.fetch_token(
                endpoints.token_endpoint,
                code=code,
                code_verifier=asked.verifier,
                timeout=SECONDS,
                allow_redirects=False,
            )
    except OAuthError as error:
        raise refused() from error
    except (requests.RequestException, ValueError) as error:
        raise _away() from error
    token = answer.get("id_token") if isinstance(answer, dict) else None
    if not isinstance(token, str):
        raise refused()
    return _believed(settings, endpoints, token, asked.nonce)


def discover(settings: Settings) -> Endpoints:
    """The provider's discovery document.

    Raises:
        Unavailable: the provider does not answer.
        Misconfigured: what answers is not the provider that the settings name.
    """
    issuer = settings.oidc_issuer.rstrip("/")
    try:
        found = msgspec.json.decode(_fetched(f"{issuer}/.well-known/openid-configuration"), type=Endpoints)
    except msgspec.DecodeError as error:
        raise Misconfigured(
            "LEGAJO_OIDC_ISSUER no publica una configuración de OpenID Connect.", code="oidc"
        ) from error
    if found.issuer.rstrip("/") != issuer:
        raise Misconfigured(f"LEGAJO_OIDC_ISSUER responde a nombre de otro emisor: {found.issuer}.", code="oidc")
    for address in (found.authorization_endpoint, found.token_endpoint, found.jwks_uri):
        check_address(address)
    return found


def check_address(address: str) -> None:
    """Refuse what is not fetched safely.

    Raises:
        Misconfigured: it is not HTTPS, nor of this machine.
    """
    parts = urlsplit(address)
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in _LOOPBACK):
        raise Misconfigured(f"El proveedor de identidad debe responder por HTTPS, no en {address[:200]}.", code="oidc")


def refused() -> Unauthenticated:
    """What is said of every sign-in that the provider does not vouch for; the reason is not told to strangers."""
    return Unauthenticated("El proveedor de identidad no confirmó quién es. Intente de nuevo.", code="provider_refused")


def _believed(settings: Settings, endpoints: Endpoints, token: str, nonce: str) -> dict[str, Any]:
    registry = jwt.JWTClaimsRegistry(
        now=int(time.time()),
        leeway=LEEWAY,
        iss={"essential": True, "value": endpoints.issuer},
        aud={"essential": True, "value": settings.oidc_client_id},
        sub={"essential": True},
        exp={"essential": True},
        iat={"essential": True},
        nonce={"essential": True, "value": nonce},
    )
    try:
        keys = KeySet.import_key_set(msgspec.json.decode(_fetched(endpoints.jwks_uri)))
        claims = jwt.decode(token, keys, algorithms=ALGORITHMS).claims
        registry.validate(claims)
    except (JoseError, msgspec.DecodeError, ValueError, KeyError, TypeError) as error:
        raise refused() from error
    if claims.get("azp") not in (None, settings.oidc_client_id):
        raise refused()
    return dict(claims)


def _fetched(address: str) -> bytes:
    check_address(address)
    try:
        with requests.get(address, timeout=SECONDS, allow_redirects=False, stream=True) as answer:
            if answer.status_code != requests.codes.ok:
                raise _away()
            body = b""
            for piece in answer.iter_content(64 << 10):
                body += piece
                if len(body) > MOST_BYTES:
                    raise _away()
            return body
    except requests.RequestException as error:
        raise _away() from error


def _client(settings: Settings, redirect: str) -> Any:  # noqa: ANN401 - the library gives it no types
    return OAuth2Session(
        settings.oidc_client_id,
        settings.oidc_client_secret,
        scope="openid profile email",
        redirect_uri=redirect,
        code_challenge_method="S256",
        token_endpoint_auth_method="client_secret_basic",
    )


def _random() -> str:
    return secrets.token_urlsafe(32)


def _away() -> Unavailable:
    return Unavailable("El proveedor de identidad no responde. Entre con su contraseña o espere un momento.")
