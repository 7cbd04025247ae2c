"""Keychains that work without a desktop, by the way in which ``keyring`` lets anyone add one."""

import json
import os
import time
from pathlib import Path

from keyring.backend import KeyringBackend
from keyring.errors import PasswordDeleteError

FILE = "LDN_TEST_KEYCHAIN"
"""The variable that says where the file is."""


class FileKeychain(KeyringBackend):
    """Keeps its secrets in a JSON file."""

    priority = 9

    @property
    def path(self) -> Path:
        return Path(os.environ[FILE])

    def secrets(self) -> dict[str, str]:
        found: dict[str, str] = json.loads(self.path.read_text()) if self.path.exists() else {}
        return found

    def get_password(self, service: str, username: str) -> str | None:
        return self.secrets().get(f"{service} {username}")

    def set_password(self, service: str, username: str, password: str) -> None:
        self.path.write_text(json.dumps(self.secrets() | {f"{service} {username}": password}))

    def delete_password(self, service: str, username: str) -> None:
        left = self.secrets()
        if left.pop(f"{service} {username}", None) is None:
            raise PasswordDeleteError(username)
        self.path.write_text(json.dumps(left))


class SlowKeychain(FileKeychain):
    """Answers after ten seconds, as one that waits for somebody to type a password."""

    def get_password(self, service: str, username: str) -> str | None:
        time.sleep(10)
        return super().get_password(service, username)


class ForgetfulKeychain(FileKeychain):
    """Takes everything and keeps nothing."""

    def set_password(self, service: str, username: str, password: str) -> None:
        return


class BrokenKeychain(FileKeychain):
    """Fails with an error that no one has heard of, and quotes what is secret."""

    def get_password(self, service: str, username: str) -> str | None:
        raise RuntimeError(f"secret of {username}")
