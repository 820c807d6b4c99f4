"""Every refusal there is a row for, as the token endpoint writes it, and who does what next."""

import logging
from datetime import timedelta

import msgspec
import pytest

from connectors.errors import AccessDenied, ConnectorError, NotThere, SignInNeeded, TryLater
from connectors.microsoft.refusals import BY_NUMBER, NextStep, error_of, read_refusal, read_return
from connectors.next_step import WHY
from tests.simulators.microsoft.entra import error

# number, error, suberror, claims -> what is raised, and its key
ROWS = [
    (65001, "invalid_grant", "consent_required", "", SignInNeeded, "consent"),
    (65004, "access_denied", "", "", SignInNeeded, "declined"),
    (50076, "interaction_required", "", '{"access_token":{}}', SignInNeeded, "sign_in_again"),
    (50079, "invalid_grant", "", '{"access_token":{}}', SignInNeeded, "sign_in_again"),
    (50074, "invalid_grant", "", '{"access_token":{}}', SignInNeeded, "sign_in_again"),
    (50072, "interaction_required", "", '{"access_token":{}}', SignInNeeded, "sign_in_again"),
    (50078, "interaction_required", "", '{"access_token":{}}', SignInNeeded, "sign_in_again"),
    (53003, "interaction_required", "", '{"access_token":{}}', AccessDenied, "conditional_access"),
    (53000, "invalid_grant", "", "", AccessDenied, "conditional_access"),
    (50173, "invalid_grant", "", "", SignInNeeded, "sign_in_again"),
    (50132, "invalid_grant", "", "", SignInNeeded, "sign_in_again"),
    (50133, "invalid_grant", "", "", SignInNeeded, "sign_in_again"),
    (700082, "invalid_grant", "", "", SignInNeeded, "sign_in_again"),
    (70008, "invalid_grant", "", "", SignInNeeded, "sign_in_again"),
    (70043, "invalid_grant", "", "", SignInNeeded, "sign_in_again"),
    (700084, "invalid_grant", "", "", AccessDenied, "operator_registration"),
    (50057, "invalid_grant", "", "", NotThere, None),
    (50034, "invalid_grant", "", "", NotThere, None),
    (50105, "access_denied", "", "", AccessDenied, "assign_user"),
    (7000215, "invalid_client", "", "", AccessDenied, "operator_secret"),
    (7000222, "invalid_client", "", "", AccessDenied, "operator_secret"),
    (70002, "invalid_client", "", "", AccessDenied, "operator_secret"),
    (700027, "invalid_client", "", "", AccessDenied, "operator_secret"),
    (50012, "invalid_client", "", "", AccessDenied, "operator_secret"),
    (700016, "unauthorized_client", "", "", AccessDenied, "ask_admin"),
    (700011, "unauthorized_client", "", "", AccessDenied, "ask_admin"),
    (7000112, "unauthorized_client", "", "", AccessDenied, "ask_admin"),
    (70001, "unauthorized_client", "", "", AccessDenied, "ask_admin"),
    (90094, "invalid_grant", "", "", AccessDenied, "ask_admin"),
    (54005, "invalid_grant", "", "", SignInNeeded, "sign_in_again"),
    (501481, "invalid_grant", "", "", SignInNeeded, "sign_in_again"),
    (50011, "invalid_request", "", "", AccessDenied, "operator_registration"),
    (50194, "invalid_request", "", "", AccessDenied, "operator_registration"),
    (70011, "invalid_scope", "", "", AccessDenied, "operator_registration"),
    (50196, "invalid_grant", "", "", TryLater, None),
    (90033, "temporarily_unavailable", "", "", TryLater, None),
    (50033, "server_error", "", "", TryLater, None),
]


def refused(number: int, name: str, **more: str) -> dict[str, object]:
    answer: dict[str, object] = msgspec.json.decode(error(number, name, **more).body)
    return answer


def key_of(found: ConnectorError) -> str | None:
    return getattr(found, "key", None)


@pytest.mark.parametrize(("number", "name", "suberror", "claims", "kind", "key"), ROWS, ids=lambda value: str(value))
def test_a_refusal_means_what_the_table_says(
    number: int, name: str, suberror: str, claims: str, kind: type[ConnectorError], key: str | None
) -> None:
    more = {"suberror": suberror} if suberror else {}
    more |= {"claims": claims} if claims else {}
    found = read_refusal(refused(number, name, **more))
    assert (type(found), key_of(found)) == (kind, key)
    assert getattr(found, "claims", claims if kind is not SignInNeeded else None) == claims


def test_every_number_has_a_row() -> None:
    assert {row[0] for row in ROWS} == set(BY_NUMBER)


def test_a_number_says_more_than_the_word_beside_it() -> None:
    assert key_of(read_refusal(refused(7000222, "invalid_grant"))) == "operator_secret"
    assert key_of(read_refusal(refused(50173, "invalid_client"))) == "sign_in_again"


@pytest.mark.parametrize(
    ("name", "suberror", "kind", "key"),
    [
        ("invalid_grant", "", SignInNeeded, "sign_in_again"),
        ("invalid_grant", "bad_token", SignInNeeded, "sign_in_again"),
        ("invalid_grant", "consent_required", SignInNeeded, "consent"),
        ("interaction_required", "", SignInNeeded, "sign_in_again"),
        ("login_required", "", SignInNeeded, "sign_in_again"),
        ("consent_required", "", SignInNeeded, "consent"),
        ("access_denied", "", AccessDenied, "ask_admin"),
        ("unauthorized_client", "", AccessDenied, "ask_admin"),
        ("invalid_client", "", AccessDenied, "operator_secret"),
        ("invalid_request", "", AccessDenied, "operator_registration"),
        ("something_new", "", AccessDenied, "operator_registration"),
        ("temporarily_unavailable", "", TryLater, None),
        ("server_error", "", TryLater, None),
    ],
)
def test_where_the_number_is_new_the_word_decides(
    name: str, suberror: str, kind: type[ConnectorError], key: str | None
) -> None:
    found = read_refusal(refused(99999999, name, suberror=suberror))
    assert (type(found), key_of(found)) == (kind, key)


@pytest.mark.parametrize("numbers", [None, "65001", 65001, [], ["65001"], [True], [[65001]], {"a": 1}, [1.5]])
def test_numbers_that_are_none_are_passed_over(numbers: object) -> None:
    assert key_of(read_refusal({"error": "invalid_client", "error_codes": numbers})) == "operator_secret"


@pytest.mark.parametrize("answer", [{}, {"error": None}, {"error": ["x"]}, {"error": {}, "suberror": [], "claims": 7}])
def test_a_refusal_of_no_known_shape_is_for_whoever_runs_us(answer: dict[str, object]) -> None:
    assert key_of(read_refusal(answer)) == "operator_registration"


def test_the_text_is_never_read() -> None:
    lying = {"error": "invalid_client", "error_description": "AADSTS65001: consent", "error_codes": [7000215]}
    assert key_of(read_refusal(lying)) == "operator_secret"


def test_claims_without_end_are_cut() -> None:
    found = read_refusal({"error": "interaction_required", "claims": "{" * 100_000})
    assert isinstance(found, SignInNeeded)
    assert len(found.claims) == 4_000


@pytest.mark.parametrize("number", [65001, 65004, 50173, 50076])
def test_where_nobody_is_signed_in_the_admin_is_asked(number: int) -> None:
    found = read_refusal(refused(number, "invalid_grant"), signed_in=False)
    assert (type(found), key_of(found)) == (AccessDenied, "ask_admin")


def test_a_loop_is_waited_out_for_longer_than_a_busy_moment() -> None:
    loop, busy = read_refusal(refused(50196, "invalid_grant")), read_refusal(refused(90033, "server_error"))
    assert isinstance(loop, TryLater)
    assert isinstance(busy, TryLater)
    assert loop.after > busy.after > timedelta()


@pytest.mark.parametrize(
    ("name", "kind", "key"),
    [
        ("access_denied", SignInNeeded, "declined"),
        ("consent_required", SignInNeeded, "declined"),
        ("login_required", SignInNeeded, "sign_in_again"),
        ("unauthorized_client", AccessDenied, "ask_admin"),
        ("server_error", TryLater, None),
        ("temporarily_unavailable", TryLater, None),
        ("invalid_resource", AccessDenied, "operator_registration"),
        ("<script>", AccessDenied, "operator_registration"),
    ],
)
def test_who_comes_back_with_an_error_is_told_by_its_name(
    name: str, kind: type[ConnectorError], key: str | None
) -> None:
    found = read_return({"error": name, "error_description": "AADSTS50011: <b>anything</b>"})
    assert (type(found), key_of(found)) == (kind, key)
    assert "anything" not in str(found)


def test_the_log_tells_numbers_and_ids_and_nothing_that_was_written(caplog: pytest.LogCaptureFixture) -> None:
    answer = refused(65001, "invalid_grant")
    with caplog.at_level(logging.DEBUG):
        read_refusal(answer | {"trace_id": "hemlig\nrad", "error_description": "hemligt"})
    assert "65001" in caplog.text
    assert str(answer["correlation_id"]) in caplog.text
    assert "hemlig" not in caplog.text


@pytest.mark.parametrize("step", NextStep)
def test_every_step_says_what_to_do_in_a_line(step: NextStep) -> None:
    assert str(error_of(step)) == WHY[step].format(vendor="Microsoft")
    assert "\n" not in WHY[step]
