"""Certificates of mail servers, made for a test by an authority of its own."""

import ssl
import subprocess
from pathlib import Path


def openssl(folder, *arguments):
    subprocess.run(["openssl", *arguments], cwd=folder, check=True, capture_output=True)


def new_key(folder, name):
    openssl(folder, "ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", f"{name}.key")


def authority(folder: Path, name="authority"):
    """Make an authority; return the file of its certificate."""
    new_key(folder, name)
    names = ("-subj", f"/CN={name}", "-addext", "keyUsage=critical,keyCertSign,cRLSign")
    openssl(folder, "req", "-x509", "-new", "-key", f"{name}.key", "-days", "2", *names, "-out", f"{name}.pem")
    return folder / f"{name}.pem"


def server_context(folder: Path, alternative="IP:127.0.0.1", *, signed_by="authority", days="2"):
    """Return how a server with a certificate for a name or address does TLS; `days` below zero: it has run out."""
    new_key(folder, "server")
    (folder / "names").write_text(f"subjectAltName={alternative}\n")
    openssl(folder, "req", "-new", "-key", "server.key", "-subj", "/CN=mail", "-out", "server.csr")
    by = ("-CA", f"{signed_by}.pem", "-CAkey", f"{signed_by}.key", "-CAcreateserial", "-extfile", "names")
    openssl(folder, "x509", "-req", "-in", "server.csr", *by, "-days", days, "-out", "server.pem")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "server.pem", folder / "server.key")
    return context
