"""What a deployment may set, and what production refuses."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from throughcare.foundations.embedded import EmbeddedServer

ROOT = Path(__file__).resolve().parents[3]
OWN = "postgresql://app:secret@db.example.org:5433/throughcare"
SAFE = {
    "PRODUCTION": "yes",
    "DATABASE_URL": OWN,
    "SECRET_KEY": "made up for this test",
    "ALLOWED_HOSTS": "t.example.org",
}
SHOW = """
import json
from throughcare.config import settings as s
print(json.dumps({
    "databases": {alias: [d["USER"], d["HOST"], d["NAME"]] for alias, d in s.DATABASES.items()},
    "embedded": s.EMBEDDED_SERVER is not None, "demo": "throughcare.demo" in s.INSTALLED_APPS,
    "secure": [s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SECURE_SSL_REDIRECT, s.SECURE_HSTS_SECONDS > 0],
}))
"""


@pytest.fixture
def settings_with(tmp_path):
    """The settings of a deployment with this environment, loaded in a process of their own."""

    def loaded(**environment):
        kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
        given = kept | {"THROUGHCARE_HOME": str(tmp_path), "READ_ENV_FILE": "no"} | environment
        return subprocess.run([sys.executable, "-c", SHOW], env=given, cwd=ROOT, capture_output=True, text=True)

    return loaded


def test_without_settings_the_embedded_server_is_used(settings_with, tmp_path):
    shown = json.loads(settings_with().stdout)
    assert shown["embedded"]
    assert shown["demo"]
    socket = str(EmbeddedServer(tmp_path).socket_folder)
    assert shown["databases"] == {
        "default": ["app", socket, "throughcare"],
        "owner": ["owner", socket, "throughcare"],
        "extract": ["extract", socket, "throughcare"],
        "loader": ["loader", socket, "throughcare"],
    }


def test_a_server_of_ones_own_is_used_by_the_roles_whose_addresses_are_given(settings_with):
    shown = json.loads(settings_with(DATABASE_URL=OWN).stdout)
    assert not shown["embedded"]
    assert shown["databases"] == {"default": ["app", "db.example.org", "throughcare"]}


def test_production_is_without_made_up_people_and_with_secure_cookies(settings_with):
    shown = json.loads(settings_with(**SAFE).stdout)
    assert not shown["demo"]
    assert shown["secure"] == [True, True, True, True]


@pytest.mark.parametrize(
    ("changed", "names"),
    [
        pytest.param({"DATABASE_URL": ""}, "DATABASE_URL", id="the embedded server"),
        pytest.param({"DEBUG": "yes"}, "DEBUG", id="error pages with details"),
        pytest.param({"SECRET_KEY": ""}, "SECRET_KEY", id="a secret made on the way"),
        pytest.param({"ALLOWED_HOSTS": ""}, "ALLOWED_HOSTS", id="no names of its own"),
    ],
)
def test_production_refuses(settings_with, changed, names):
    refused = settings_with(**SAFE | changed)
    assert refused.returncode != 0
    assert f"ImproperlyConfigured: {names}: " in refused.stderr
