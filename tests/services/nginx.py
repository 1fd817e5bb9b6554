"""A real nginx with the configuration that we ship, on ports of its own.

Only what must differ on a test machine is exchanged: ports, paths and the certificate. Beside
the shipped server there is one without TLS, for clients that know no certificate of ours.
"""

import socket
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.services.found import ROOT, Missing, first_program, free_port
from tests.services.server import wait_until

SHIPPED = ROOT / "deploy" / "nginx"
NAME = "baithak.example.org"
TEMPORARY = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")


class Nginx:
    def __init__(self, folder: Path, sockets: Path) -> None:
        self.folder = folder
        self.sockets = sockets
        self.plain, self.http, self.https = free_port(), free_port(), free_port()
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.plain}"

    @property
    def secure_origin(self) -> str:
        return f"https://{NAME}:{self.https}"

    def start(self) -> "Nginx":
        command = [str(program()), "-c", str(self.configuration()), "-p", str(self.folder)]
        complaint = subprocess.run([*command, "-t", "-q"], capture_output=True, text=True)
        if complaint.returncode:
            raise Missing(f"nginx refuses the configuration we ship: {complaint.stderr}")
        self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL)
        wait_until(self.listens, what="nginx")
        return self

    def listens(self) -> bool:
        """All ports are opened together, before anything is served."""
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.plain)) == 0

    def configuration(self) -> Path:
        certificate(self.folder)
        path = self.folder / "nginx.conf"
        paths = "".join(f"{name}_temp_path {self.folder / name};\n" for name in TEMPORARY)
        path.write_text(
            f"daemon off;\nuser root;\nworker_processes 1;\npid {self.folder / 'nginx.pid'};\n"
            f"error_log {self.folder / 'error.log'} warn;\nevents {{ worker_connections 4096; }}\n"
            f"http {{\n{paths}access_log off;\n{self.shipped()}\n"
            f"server {{ listen 127.0.0.1:{self.plain}; include {SHIPPED / 'locations.conf'}; }}\n}}\n"
        )
        return path

    def shipped(self) -> str:
        """The file as it is in `deploy/`, in our place."""
        text = (SHIPPED / "baithak.conf").read_text()
        exchange = {
            "listen 80": f"listen 127.0.0.1:{self.http}",
            "listen 443": f"listen 127.0.0.1:{self.https}",
            "/run/baithak/": f"{self.sockets}/",
            "/etc/ssl/baithak/": f"{self.folder}/",
            "/var/log/nginx/": f"{self.folder}/",
            "/etc/nginx/baithak/": f"{SHIPPED}/",
        }
        for theirs, ours in exchange.items():
            assert theirs in text, f"{theirs} is no longer in baithak.conf"
            text = text.replace(theirs, ours)
        return text

    def stop(self) -> None:
        if self.process:
            self.process.terminate()
            self.process.wait(10)
            self.process = None

    def accesses(self) -> str:
        return (self.folder / "baithak.log").read_text()


def program() -> Path:
    if found := first_program(["nginx"], [Path("/usr/sbin")]):
        return found
    raise Missing("No nginx: `apt-get install nginx-light` (or nginx).")


def certificate(folder: Path) -> None:
    """For our name, by ourselves, for a day."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, NAME)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(NAME)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    secret = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    (folder / "certificate.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    (folder / "key.pem").write_bytes(secret)
