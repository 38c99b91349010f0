"""The OpenAPI document says enough for whoever writes a client."""

import json
from typing import Any, cast

import pytest

from adapters.http.app import create_app
from adapters.http.services import ApiServices

DOCUMENT: dict[str, Any] = create_app(cast(ApiServices, None), "test").openapi()
OPERATIONS = [
    pytest.param(path, method, operation, id=operation["operationId"])
    for path, operations in DOCUMENT["paths"].items()
    for method, operation in operations.items()
]


def names(operation: dict[str, Any]) -> set[str]:
    return {each["name"] for each in operation.get("parameters", ())}


def test_operations_have_names_of_their_own_that_can_be_read():
    ids = [each.values[2]["operationId"] for each in OPERATIONS]
    assert len(ids) == len(set(ids))
    assert all(id.isidentifier() and "v1" not in id for id in ids)


@pytest.mark.parametrize(("path", "method", "operation"), OPERATIONS)
def test_every_operation_is_described_tagged_and_says_what_it_answers(path, method, operation):
    assert operation["description"] and operation["summary"]
    [tag] = operation["tags"]
    assert tag in {each["name"] for each in DOCUMENT["tags"]}
    good = next(response for status, response in operation["responses"].items() if status in ("200", "201"))
    if path not in ("/metrics", "/v1/events/stream"):
        assert good["content"]["application/json"]["schema"].keys() == {"$ref"}


@pytest.mark.parametrize(("path", "method", "operation"), [each for each in OPERATIONS if each.values[0][:3] == "/v1"])
def test_every_operation_declares_its_problems_its_scope_and_the_correlation(path, method, operation):
    assert operation["responses"]["4XX"] == {"$ref": "#/components/responses/Refused"}
    assert operation["responses"]["503"] == {"$ref": "#/components/responses/Unavailable"}
    assert "Needs a key with the scope `" in operation["description"]
    assert "X-Correlation-ID" in names(operation)
    assert ("Idempotency-Key" in names(operation)) == (method != "get")


def test_problems_have_a_schema_of_their_own_and_nothing_refers_to_what_is_not_there():
    text = json.dumps(DOCUMENT)
    assert "HTTPValidationError" not in text
    for kind in ("schemas", "responses"):
        for name in text.split(f"#/components/{kind}/")[1:]:
            assert name.partition('"')[0] in DOCUMENT["components"][kind]
    assert DOCUMENT["components"]["schemas"]["Problem"]["required"]


def test_every_model_and_its_purpose_are_described():
    for name, schema in DOCUMENT["components"]["schemas"].items():
        assert schema.get("description"), name
