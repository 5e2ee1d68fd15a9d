"""TLS to the gateway: 1.3 alone, a private authority instead of the public ones, and our own certificate."""

import ssl
from typing import Any

import msgspec
from requests.adapters import HTTPAdapter


class Tls(msgspec.Struct, frozen=True):
    """Paths of PEM files, empty where there is none. Without an authority the public ones count."""

    ca_file: str = ""
    certificate_file: str = ""
    key_file: str = ""

    def context(self) -> ssl.SSLContext:
        """Raises OSError, of which ssl.SSLError is one, for a file that cannot be read or used."""
        context = ssl.create_default_context(cafile=self.ca_file or None)
        context.minimum_version = ssl.TLSVersion.TLSv1_3
        if self.certificate_file:
            context.load_cert_chain(self.certificate_file, self.key_file)
        return context


PUBLIC_AUTHORITIES = Tls()


class TlsAdapter(HTTPAdapter):
    """One try, on connections of this context; what the library would trust by itself does not count."""

    def __init__(self, context: ssl.SSLContext) -> None:
        self._context = context
        super().__init__(max_retries=0)

    def build_connection_pool_key_attributes(self, request: Any, verify: Any, cert: Any = None) -> Any:
        host, _library = super().build_connection_pool_key_attributes(request, verify, cert)
        return host, {"ssl_context": self._context, "cert_reqs": "CERT_REQUIRED"}

    def cert_verify(self, conn: Any, url: Any, verify: Any, cert: Any) -> None:
        """Certificates are in the context already; here the library would add its own."""
