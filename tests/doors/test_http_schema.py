"""The OpenAPI document is valid, and schemathesis finds no answer that it does not describe."""

from __future__ import annotations

import json
import warnings
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings

from api.http.app import create_app
from api.http.service import Service, Settings

with warnings.catch_warnings():
    # What its own imports deprecate is not ours to mend.
    warnings.simplefilter("ignore")
    schemathesis = pytest.importorskip("schemathesis")

EXAMPLES = 25
#: Whether these fit each other (a placeholder and a column, an id and a note) no schema can say.
BEYOND_A_SCHEMA = {"template", "recipient_columns", "policy", "overrides"}


def few_examples() -> Any:
    return settings(
        max_examples=EXAMPLES, deadline=None, database=None, derandomize=True,
        phases=[Phase.explicit, Phase.generate], suppress_health_check=list(HealthCheck),
    )  # fmt: skip


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory):
    store = tmp_path_factory.mktemp("schema") / "store.db"
    given = Settings(str(store), open_=True, threads=1)
    service = Service(given)
    yield create_app(given, service=service)
    service.close()


@pytest.fixture(scope="module")
def document(app) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(app.test_client().get("/openapi.json").data)
    return found


def test_the_document_is_openapi_3_1(document) -> None:
    assert document["openapi"].startswith("3.1")
    operations = [o for methods in document["paths"].values() for o in methods.values()]
    ids = [operation["operationId"] for operation in operations]
    assert len(set(ids)) == len(ids) == 14
    for operation in operations:
        assert operation["summary"]
        assert operation["description"]
        for status, said in operation["responses"].items():
            if int(status) >= 400:
                assert set(said["content"]) == {"application/problem+json"}
    named = set(document["components"]["schemas"])
    referred = {
        part.split('"')[0] for part in json.dumps(document).split("#/components/schemas/")[1:]
    }
    assert referred == referred & named


def test_schemathesis_finds_nothing_wrong(app, document) -> None:
    from schemathesis.checks import CHECKS

    schema = schemathesis.openapi.from_dict(document)
    every = CHECKS.get_all()
    most = [check for check in every if check.__name__ != "positive_data_acceptance"]
    assert len(most) == len(every) - 1
    made = 0
    for result in schema.get_all_operations():
        operation = result.ok()
        for mode in schemathesis.GenerationMode:
            negative = mode is schemathesis.GenerationMode.NEGATIVE
            if negative and not (operation.body or operation.query or operation.headers):
                # Any text is an id: nothing that could be sent breaks the schema.
                continue
            strategy = operation.as_strategy(generation_mode=mode)

            @few_examples()
            def once(case: Any) -> None:
                nonlocal made
                made += 1
                response = case.call(app=app)
                beyond = isinstance(case.body, dict) and BEYOND_A_SCHEMA & set(case.body)
                case.validate_response(response, checks=most if beyond else every)

            _given(once, strategy)()
    assert made > 14 * EXAMPLES / 2


def _given(test: Any, strategy: Any) -> Any:
    from hypothesis import given

    return given(case=strategy)(test)
