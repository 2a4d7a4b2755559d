"""An OpenID provider that says whatever a test wants: to see that we believe only what we should (security.md 23)."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from flask import Flask, jsonify
from joserfc import jwt
from joserfc.jwk import RSAKey
from werkzeug.serving import make_server


@dataclass
class LyingProvider:
    """What the next identity token says, and how it is signed."""

    issuer: str = ""
    claims: dict[str, Any] = field(default_factory=dict)
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "one"}))
    signing_key: RSAKey | None = None
    algorithm: str = "RS256"

    def token(self) -> str:
        """The identity token."""
        now = int(time.time())
        claims = {"iss": self.issuer, "sub": "1", "aud": "traject", "iat": now, "exp": now + 300, **self.claims}
        if self.algorithm == "none":
            from base64 import urlsafe_b64encode
            from json import dumps

            parts = ({"alg": "none", "typ": "JWT"}, claims)
            return ".".join(urlsafe_b64encode(dumps(part).encode()).decode().rstrip("=") for part in parts) + "."
        return jwt.encode({"alg": self.algorithm, "kid": "one"}, claims, self.signing_key or self.key)

    def app(self) -> Flask:
        """Its four addresses."""
        app = Flask("lying-provider")

        @app.get("/.well-known/openid-configuration")
        def configuration() -> Any:
            names = ("authorization", "token", "userinfo")
            return jsonify(
                issuer=self.issuer,
                jwks_uri=f"{self.issuer}/jwks",
                id_token_signing_alg_values_supported=["RS256"],
                **{f"{name}_endpoint": f"{self.issuer}/{name}" for name in names},
            )

        @app.get("/jwks")
        def keys() -> Any:
            return jsonify(keys=[self.key.as_dict(private=False)])

        @app.post("/token")
        def token() -> Any:
            return jsonify(access_token="a", token_type="Bearer", expires_in=300, id_token=self.token())

        return app


@contextmanager
def serving(provider: LyingProvider) -> Iterator[LyingProvider]:
    """Serve it on this machine until the block ends."""
    server = make_server("localhost", 0, provider.app(), threaded=True)
    provider.issuer = f"http://localhost:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
