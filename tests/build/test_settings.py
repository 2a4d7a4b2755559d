"""Settings: what is accepted, what is refused, and in which words."""

from __future__ import annotations

import dataclasses
import subprocess
import sys

import pytest

from config import DEFAULT_SECRET_KEY, ROOT, SETTINGS, Environment, Settings, SettingsError, read_settings

LONG_SECRET = "x" * 40
PRODUCTION = {"TRAJECT_ENV": "production", "SECRET_KEY": LONG_SECRET}
SIGN_ON = {"OIDC_ISSUER": "https://login.example", "OIDC_CLIENT_ID": "traject", "OIDC_CLIENT_SECRET": "s"}


def test_nothing_given_is_development_on_sqlite():
    settings = read_settings({})
    assert settings == Settings()
    assert settings.database_url == f"sqlite:///{ROOT}/instance/traject.db"
    assert (settings.port, settings.environment) == (8000, Environment.DEVELOPMENT)
    assert not settings.simulated_clock
    assert not settings.single_sign_on


def test_settings_are_read_only():
    with pytest.raises(dataclasses.FrozenInstanceError):
        read_settings({}).port = 1


def test_every_setting_is_read():
    given = {
        "DATABASE_URL": "postgresql+psycopg://u:p%40ss@host:5433/traject",
        "SECRET_KEY": LONG_SECRET,
        "PORT": "8123",
        "TRAJECT_ENV": "testing",
        "MAIL_URL": "smtps://post:secret@mail.example:465",
        **SIGN_ON,
    }
    assert set(given) == set(SETTINGS)
    settings = read_settings(given)
    assert settings == Settings(
        database_url=given["DATABASE_URL"],
        secret_key=LONG_SECRET,
        port=8123,
        environment=Environment.TESTING,
        mail_url=given["MAIL_URL"],
        oidc_issuer=SIGN_ON["OIDC_ISSUER"],
        oidc_client_id="traject",
        oidc_client_secret="s",
    )
    assert settings.single_sign_on


def test_an_empty_value_is_no_value():
    assert read_settings(dict.fromkeys(SETTINGS, " ")) == Settings()


@pytest.mark.parametrize("environment", list(Environment))
def test_only_demo_and_tests_have_a_clock_that_moves(environment):
    settings = read_settings({**PRODUCTION, "TRAJECT_ENV": environment.value})
    assert settings.simulated_clock == (environment.value in ("demo", "testing"))
    assert settings.secure_cookies == (environment.value == "production")


@pytest.mark.parametrize("scheme", ["postgres", "postgresql"])
def test_postgresql_gets_the_driver_we_have(scheme):
    assert read_settings({"DATABASE_URL": f"{scheme}://u@h/d"}).database_url == "postgresql+psycopg://u@h/d"


def test_the_folder_of_a_database_file_is_made(tmp_path):
    settings = read_settings({"DATABASE_URL": f"sqlite:///{tmp_path}/new/deep/traject.db"})
    assert (tmp_path / "new" / "deep").is_dir()
    assert settings.database_url == f"sqlite:///{tmp_path}/new/deep/traject.db"


@pytest.mark.parametrize(
    "given, told",
    [
        ({"TRAJECT_ENV": "prod"}, "TRAJECT_ENV is 'prod'; choose one of"),
        ({"TRAJECT_DEBUG": "1"}, "TRAJECT_DEBUG is not a setting"),
        ({"TRAJECT_": ""}, "TRAJECT_ is not a setting"),
        ({"PORT": "0"}, "PORT is '0'"),
        ({"PORT": "65536"}, "PORT is '65536'"),
        ({"PORT": "-1"}, "PORT is '-1'"),
        ({"PORT": "8000.0"}, "PORT is"),
        ({"PORT": "٨٠٠٠"}, "PORT is"),
        ({"DATABASE_URL": "traject.db"}, "DATABASE_URL is not a database address"),
        ({"DATABASE_URL": "mysql://h/d"}, "DATABASE_URL names 'mysql'"),
        ({"DATABASE_URL": "sqlite://"}, "in memory"),
        ({"DATABASE_URL": "sqlite:///:memory:"}, "in memory"),
        ({"DATABASE_URL": "sqlite:////proc/nowhere/traject.db"}, "cannot be made"),
        ({"MAIL_URL": "mail.example"}, "MAIL_URL must look like"),
        ({"MAIL_URL": "https://mail.example"}, "MAIL_URL must look like"),
        ({"OIDC_ISSUER": "https://login.example"}, "OIDC_CLIENT_ID and OIDC_CLIENT_SECRET missing"),
        ({**SIGN_ON, "OIDC_ISSUER": "login.example"}, "OIDC_ISSUER must be"),
        ({"TRAJECT_ENV": "production"}, "SECRET_KEY is not set"),
        ({**PRODUCTION, "SECRET_KEY": DEFAULT_SECRET_KEY}, "SECRET_KEY is not set"),
        ({**PRODUCTION, "SECRET_KEY": "short"}, "SECRET_KEY is short"),
        ({**PRODUCTION, **SIGN_ON, "OIDC_ISSUER": "http://login.example"}, "OIDC_ISSUER is plain HTTP"),
    ],
)
def test_what_is_wrong_is_refused_by_name(given, told):
    with pytest.raises(SettingsError) as refusal:
        read_settings(given)
    assert told in str(refusal.value)
    assert str(refusal.value).endswith(".")


@pytest.mark.parametrize("issuer", ["http://localhost:8080", "http://127.0.0.1:8080", "https://login.example"])
def test_production_signs_in_where_nobody_listens_in(issuer):
    assert read_settings({**PRODUCTION, **SIGN_ON, "OIDC_ISSUER": issuer}).oidc_issuer == issuer


def test_a_password_is_not_repeated_in_the_refusal():
    with pytest.raises(SettingsError) as refusal:
        read_settings({"DATABASE_URL": "postgresql:/user:geheim@host"})
    assert "geheim" not in str(refusal.value)


@pytest.mark.parametrize("program", [("-m", "flask", "--app", "wsgi", "db", "upgrade"), ("-m", "app.cli.serve")])
def test_a_wrong_setting_stops_the_start_with_one_line(program, tmp_path):
    done = subprocess.run(
        [sys.executable, *program],
        cwd=ROOT,
        env={"PATH": "/usr/bin:/bin", "TRAJECT_COLOUR": "blue", "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 2
    assert done.stderr == "Traject cannot start: " + (
        "TRAJECT_COLOUR is not a setting of Traject (known: TRAJECT_ENV). Remove or correct it.\n"
    )
