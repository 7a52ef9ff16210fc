import re

import pytest

from wallet_portfolio.okx.codes import Again, failure_of_code, failure_of_status

# Typed by hand from the published error table: service code, HTTP status, our code, worth trying again.
TABLE = [
    ("50011", 429, "rate_limited", "backoff"),
    ("50011", 200, "rate_limited", "backoff"),
    ("50061", 200, "rate_limited", "backoff"),
    ("50001", 200, "upstream_unavailable", "backoff"),
    ("50001", 503, "upstream_unavailable", "backoff"),
    ("50004", 400, "upstream_unavailable", "backoff"),
    ("50013", 200, "upstream_unavailable", "backoff"),
    ("50026", 500, "upstream_unavailable", "backoff"),
    ("50102", 401, "clock_skew", "clock"),
    ("50103", 401, "auth_failed", "never"),
    ("50104", 401, "auth_failed", "never"),
    ("50106", 401, "auth_failed", "never"),
    ("50107", 401, "auth_failed", "never"),
    ("50105", 401, "auth_failed", "never"),
    ("50110", 401, "auth_failed", "never"),
    ("50111", 401, "auth_failed", "never"),
    ("50112", 401, "clock_skew", "never"),
    ("50113", 401, "auth_failed", "never"),
    ("50114", 401, "auth_failed", "never"),
    ("50119", 401, "auth_failed", "never"),
    ("50101", 401, "auth_failed", "never"),
    ("50125", 401, "region_blocked", "never"),
    ("50125", 200, "region_blocked", "never"),
    ("50030", 403, "quota_exhausted", "never"),
    ("50000", 400, "invalid_input", "never"),
    ("50002", 400, "invalid_input", "never"),
    ("50006", 400, "invalid_input", "never"),
    ("50014", 400, "invalid_input", "never"),
    ("50015", 400, "invalid_input", "never"),
    ("50016", 400, "invalid_input", "never"),
    ("50036", 200, "invalid_input", "never"),
    ("51000", 400, "invalid_input", "never"),
    ("81001", 200, "invalid_input", "never"),
    ("50037", 200, "unsupported_chain", "never"),
    ("50038", 200, "unsupported_chain", "never"),
    ("81104", 200, "unsupported_chain", "never"),
    ("82105", 200, "unsupported_chain", "never"),
    ("50043", 200, "auth_failed", "never"),
    ("50100", 400, "auth_failed", "never"),
    ("50404", 404, "bad_response", "never"),
    ("82000", 200, "no_route", "never"),
    ("82104", 200, "no_route", "never"),
    ("82112", 200, "no_route", "never"),
    ("82116", 200, "no_route", "never"),
    ("82120", 200, "no_route", "never"),
    ("81151", 200, "invalid_address", "never"),
    ("81157", 200, "invalid_address", "never"),
    ("84019", 200, "invalid_address", "never"),
    ("99999", 200, "bad_response", "never"),
    ("99999", 401, "auth_failed", "never"),
    ("99999", 429, "rate_limited", "backoff"),
    ("99999", 502, "upstream_unavailable", "backoff"),
]
STATUSES = [
    (429, "rate_limited", "backoff"),
    (500, "upstream_unavailable", "backoff"),
    (502, "upstream_unavailable", "backoff"),
    (503, "upstream_unavailable", "backoff"),
    (504, "upstream_unavailable", "backoff"),
    (402, "quota_exhausted", "never"),
    (401, "auth_failed", "never"),
    (403, "region_blocked", "never"),
    (451, "region_blocked", "never"),
    (301, "bad_response", "never"),
    (302, "bad_response", "never"),
    (307, "bad_response", "never"),
    (404, "bad_response", "never"),
    (200, "bad_response", "never"),
]
STRANGERS_TEXT = "sent by a stranger"


@pytest.mark.parametrize(("service_code", "status", "code", "again"), TABLE)
def test_what_a_code_means(service_code, status, code, again):
    failure = failure_of_code(service_code, STRANGERS_TEXT, status)
    assert (failure.code, failure.again.value) == (code, again)
    assert failure.retryable == (again != "never")
    assert failure.too_fast == (code == "rate_limited")


@pytest.mark.parametrize(("service_code", "status", "code", "again"), TABLE)
def test_the_sentence_is_for_a_user(service_code, status, code, again):
    message = failure_of_code(service_code, STRANGERS_TEXT, status).message
    assert message.endswith(".")
    assert not re.search(r"\d\d", message)
    assert STRANGERS_TEXT not in message
    assert "/" not in message
    assert "_" not in message


@pytest.mark.parametrize(("status", "code", "again"), STATUSES)
def test_what_a_status_means(status, code, again):
    failure = failure_of_status(status)
    assert (failure.code, failure.again.value) == (code, again)


def test_region_is_told_by_the_text_for_one_code_only():
    assert failure_of_code("80001", "Service is not available in your Region", 200).code == "region_blocked"
    assert failure_of_code("80001", "something else", 200).code == "bad_response"
    assert failure_of_code("50014", "Parameter region can not be empty", 400).code == "invalid_input"


def test_only_what_was_asked_for_can_be_rejected():
    rejecting = {code for code, status, *_ in TABLE if failure_of_code(code, "", status).rejected}
    assert rejecting == {
        *("50000", "50002", "50006", "50014", "50015", "50016", "50036", "51000", "81001"),
        *("50037", "50038", "81104", "82105"),
        *("81151", "81157", "84019"),
    }


def test_a_wait_that_the_service_asks_for_is_kept():
    assert failure_of_code("50011", "", 429, 7.0).retry_after_seconds == 7.0
    assert failure_of_status(503, 3.0).retry_after_seconds == 3.0
    assert failure_of_status(503).retry_after_seconds is None
    assert failure_of_status(503).again is Again.BACKOFF
