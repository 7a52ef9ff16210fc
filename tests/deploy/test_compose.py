"""What the files in deploy/ name is there, and the times in them fit together."""

import re
import tomllib
from pathlib import Path

import pytest
import yaml
from pydantic import SecretStr

from wallet_portfolio.okx.budget import ANSWER_SECONDS
from wallet_portfolio.settings import Settings, config_file, load_settings
from wallet_portfolio.tools.http_health import READY
from wallet_portfolio.tools.http_patience import DEFAULT_PATIENCE

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
COMPOSE = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
PROXY = (DEPLOY / "haproxy.cfg").read_text(encoding="utf-8")
EXAMPLE = (DEPLOY / "config.example.toml").read_text(encoding="utf-8")
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
PAGES = {page.name: page.read_text(encoding="utf-8") for page in DEPLOY.glob("*.md")}
SERVICES = COMPOSE["services"]
REPLICAS = {name: service for name, service in SERVICES.items() if "build" in service}
SETTINGS = {field.validation_alias.choices[0]: field for field in Settings.model_fields.values()}


def seconds(text):
    number, unit = re.fullmatch(r"([\d.]+)(ms|s|m)", text).groups()
    return float(number) * {"ms": 0.001, "s": 1, "m": 60}[unit]


def of_proxy(directive):
    [value] = re.findall(rf"^ .*\b{directive} (\S+)", PROXY, re.MULTILINE)
    return value


def test_the_replicas_are_the_same_and_those_that_the_proxy_knows():
    assert len(REPLICAS) == 2
    first, *others = REPLICAS.values()
    assert all(other == first for other in others)
    _, _, port = first["command"][1].rpartition(":")
    assert first["command"][0] == "--http"
    servers = re.findall(r"^  server (\S+) (\S+)$", PROXY, re.MULTILINE)
    assert servers == [(name, f"{name}:{port}") for name in REPLICAS]
    assert SERVICES["proxy"]["depends_on"] == {name: {"condition": "service_healthy"} for name in REPLICAS}
    probe = first["healthcheck"]["test"][-1]
    compile(probe, "probe", "exec")
    assert f'"127.0.0.1", {port}' in probe
    assert f'"{READY}"' in probe
    assert of_proxy("http-check send meth GET uri") == READY


def test_the_image_is_built_here_with_all_that_the_settings_need():
    context = (DEPLOY / REPLICAS["wallet-1"]["build"]["context"]).resolve()
    assert context == ROOT
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["optional-dependencies"]
    [installed] = re.findall(r'"\.\[([\w,]+)\]"', DOCKERFILE)
    assert {"redis", "telemetry"} <= set(installed.split(",")) <= extras.keys()
    assert re.search(r"^USER \d+$", DOCKERFILE, re.MULTILINE)
    assert re.search(r'^ENTRYPOINT \["', DOCKERFILE, re.MULTILINE)  # no shell between, which would keep SIGTERM


def test_every_setting_exists_and_none_has_a_secret_in_it(monkeypatch):
    for service in SERVICES.values():
        for name, value in service.get("environment", {}).items():
            if name.startswith(("WALLET_PORTFOLIO_", "OKX_")):
                assert name in SETTINGS
            secret = SecretStr in getattr(getattr(SETTINGS.get(name), "annotation", None), "__args__", ())
            assert not secret or re.fullmatch(
                r"redis://[a-z]+:\d+/\d", value
            )  # no password, within a network of its own
            assert value.startswith(("${SITE", "/etc", "redis://redis:", "${OTEL_")) or value in {"json", "info"}
    for page in (EXAMPLE, *PAGES.values()):
        for name in re.findall(r"\b(?:WALLET_PORTFOLIO|OKX)_[A-Z_]+\b", page):
            assert name in SETTINGS
    given = tomllib.loads(re.sub(r"^# (\w+ = )", r"\1", EXAMPLE, flags=re.MULTILINE))
    assert {"okx_secret_key", "wallet_portfolio_http_state_key", "wallet_portfolio_max_rps"} < given.keys()
    for name, value in given.items():
        field = SETTINGS[name.upper()]
        assert value in {"", field.default}
    monkeypatch.setenv("XDG_CONFIG_HOME", REPLICAS["wallet-1"]["environment"]["XDG_CONFIG_HOME"])
    [secret] = REPLICAS["wallet-1"]["secrets"]
    assert Path(secret["target"]) == config_file()
    for kept in COMPOSE["secrets"].values():
        assert f"deploy/{Path(kept['file']).name}\n" in (ROOT / ".gitignore").read_text()


def test_where_telemetry_goes_is_said_beside_the_compose_file():
    passed = {name: value for name, value in REPLICAS["wallet-1"]["environment"].items() if name.startswith("OTEL_")}
    assert passed == {name: f"${{{name}:-}}" for name in passed}  # empty is not set
    assert passed.keys() >= set(re.findall(r"\bOTEL_[A-Z_]+\b", PAGES["README.md"]))
    assert passed.keys() == {"OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_HEADERS", "OTEL_SERVICE_NAME"}


def test_the_example_can_be_read_before_it_is_filled_in():
    config_file().parent.mkdir()
    config_file().write_text(EXAMPLE)
    settings = load_settings()
    assert settings.credentials is None
    assert settings.state_keys == ()


def test_what_is_mounted_exists():
    for name, service in SERVICES.items():
        for volume in service.get("volumes", ()):
            source = volume.split(":")[0]
            assert (DEPLOY / source).exists() if source.startswith(".") else source in COMPOSE["volumes"], (
                name,
                source,
            )
        assert set(service["networks"]) <= COMPOSE["networks"].keys()


@pytest.mark.parametrize("name", SERVICES)
def test_each_may_do_no_more_than_it_has_to(name):
    service = SERVICES[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["deploy"]["resources"]["limits"].keys() == {"memory", "pids"}
    assert service["healthcheck"]["test"][0] == "CMD"
    assert ("ports" in service) == (name == "proxy")
    assert not {"privileged", "network_mode", "pid", "env_file"} & service.keys()


def test_nothing_is_kept_or_reached_of_redis():
    assert COMPOSE["networks"]["back"] == {"internal": True}
    redis = SERVICES["redis"]
    assert redis["networks"] == ["back"]
    assert "volumes" not in redis
    assert redis["command"][1:5] == ["--save", "", "--appendonly", "no"]
    assert "back" not in SERVICES["proxy"]["networks"]


def test_nobody_is_cut_off():
    """The proxy notices in time that a replica stops, and that one is given the time to finish."""
    noticed = 3 * seconds(of_proxy("inter")) + seconds(of_proxy("timeout check"))
    assert noticed < DEFAULT_PATIENCE.leaving
    needed = DEFAULT_PATIENCE.leaving + DEFAULT_PATIENCE.answer
    for name in (*REPLICAS, "proxy"):
        assert seconds(SERVICES[name]["stop_grace_period"]) > needed
    for longer in ("timeout server", "timeout client", "hard-stop-after"):
        assert seconds(of_proxy(longer)) > ANSWER_SECONDS
    assert DEFAULT_PATIENCE.answer > ANSWER_SECONDS


def test_the_proxy_is_reached_where_it_listens_and_finds_its_files():
    listens = set(re.findall(r"^  bind :(\d+)", PROXY, re.MULTILINE))
    assert {port.split(":")[1] for port in SERVICES["proxy"]["ports"]} == listens
    assert all(int(port) > 1023 for port in listens)  # so it needs no right of its own
    [certificate] = SERVICES["proxy"]["secrets"]
    assert f"ssl crt {certificate['target']} " in PROXY
    probe = SERVICES["proxy"]["healthcheck"]["test"][-1]
    assert probe == f"http://127.0.0.1:8404{of_proxy('monitor-uri')}"
    assert "bind 127.0.0.1:8404" in PROXY
