"""Places that speak TLS badly."""

import asyncio
import ssl
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from tempfile import TemporaryDirectory

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

_HANDSHAKE_FAILURE = bytes.fromhex("15 03 03 00 02 02 28")  # RFC 5246: alert, fatal, handshake_failure


@asynccontextmanager
async def refusing_handshakes():
    """A port where every handshake is refused."""

    async def refuse(reader, writer):
        await reader.read(1)
        writer.write(_HANDSHAKE_FAILURE)
        await _close(writer)

    async with _listening(refuse) as port:
        yield port


@asynccontextmanager
async def self_signed():
    """A port with a certificate that nobody vouches for."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    with TemporaryDirectory() as folder:
        file = Path(folder) / "certificate.pem"
        file.write_bytes(certificate())
        context.load_cert_chain(file)

    async def never_asked(reader, writer):
        await _close(writer)

    async with _listening(never_asked, ssl=context) as port:
        yield port


@asynccontextmanager
async def _listening(handle, **options):
    server = await asyncio.start_server(handle, "127.0.0.1", 0, **options)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()


async def _close(writer):
    writer.close()
    with suppress(OSError):  # the other side was quicker
        await writer.wait_closed()


def certificate():
    """One that vouches for itself, and its key, in one text."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "nobody")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return private + made.public_bytes(serialization.Encoding.PEM)
