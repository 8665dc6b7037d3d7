"""What this server offers, as OpenAPI 3.0, for clients and for tests that read it."""

from indicia.sharing.taxii.protocol.wire import TAXII

_NAME = {"type": "string", "minLength": 1, "maxLength": 300}
_MATCH = {
    "id": "comma-separated ids",
    "type": "comma-separated types",
    "version": "all, first, last, or comma-separated times; last where it is not given",
    "spec_version": "2.0, 2.1 or both",
}


def description(title: str, page: int) -> dict[str, object]:
    """The document."""
    base = "/{root}"
    held = f"{base}/collections/{{collection}}"
    paged = [_query("added_after", "only what was added later"), _limit(page), _query("next", "from the page before")]
    spec = [_match("spec_version")]
    every = [*paged, *(_match(name) for name in _MATCH)]
    status = _answers("Status", 202, 400, 413, 415, 422, 403, 404, 408)
    paths: dict[str, object] = {
        "/taxii2/": {"get": _operation("discovery", _answers("Object", 200))},
        f"{base}/": {"get": _operation("apiRoot", _answers("Object", 200, 404)), **_path("root")},
        f"{base}/collections/": {"get": _operation("collections", _answers("Object", 200, 404)), **_path("root")},
        f"{base}/status/{{status}}/": {
            "get": _operation("status", _answers("Status", 200, 404)),
            **_path("root", "status"),
        },
        f"{held}/": {"get": _operation("collection", _answers("Object", 200, 404)), **_path("root", "collection")},
        f"{held}/manifest/": {
            "get": _operation("manifest", _answers("Page", 200, 400, 403, 404), every),
            **_path("root", "collection"),
        },
        f"{held}/objects/": {
            "get": _operation("objects", _answers("Page", 200, 400, 403, 404), every),
            "post": {**_operation("addObjects", status), "requestBody": _BODY},
            **_path("root", "collection"),
        },
        f"{held}/objects/{{object}}/": {
            "get": _operation(
                "object", _answers("Page", 200, 400, 403, 404), [*paged, _match("version"), _match("spec_version")]
            ),
            "delete": _operation(
                "deleteObject",
                {**_answers("Object", 400, 403, 404), "200": {"description": "deleted"}},
                [_match("version"), _match("spec_version")],
            ),
            **_path("root", "collection", "object"),
        },
        f"{held}/objects/{{object}}/versions/": {
            "get": _operation("versions", _answers("Page", 200, 400, 403, 404), [*paged, *spec]),
            **_path("root", "collection", "object"),
        },
    }
    return {
        "openapi": "3.0.3",
        "info": {"title": title, "version": "2.1", "description": "TAXII 2.1; what a token may not see is not there."},
        "security": [{"basic": []}, {"bearer": []}],
        "paths": paths,
        "components": {"securitySchemes": _SCHEMES, "schemas": _SCHEMAS},
    }


_SCHEMES = {"basic": {"type": "http", "scheme": "basic"}, "bearer": {"type": "http", "scheme": "bearer"}}
_DETAIL = {
    "type": "object",
    "required": ["id"],
    "properties": {name: {"type": "string"} for name in ("id", "version", "message")},
}
_COUNT = {"type": "integer", "minimum": 0}
_SCHEMAS = {
    "Object": {"type": "object"},
    "Error": {
        "type": "object",
        "required": ["title", "http_status"],
        "properties": {name: {"type": "string"} for name in ("title", "description", "error_id", "http_status")},
    },
    "Page": {
        "type": "object",
        "required": ["more"],
        "properties": {
            "more": {"type": "boolean"},
            "next": {"type": "string"},
            "objects": {"type": "array", "items": {"type": "object"}},
            "versions": {"type": "array", "items": {"type": "string"}},
        },
    },
    "Status": {
        "type": "object",
        "required": ["id", "status", "total_count", "success_count", "failure_count", "pending_count"],
        "properties": {
            "id": {"type": "string", "format": "uuid"},
            "status": {"type": "string", "enum": ["complete", "pending"]},
            "total_count": _COUNT,
            "success_count": _COUNT,
            "failure_count": _COUNT,
            "pending_count": _COUNT,
            "successes": {"type": "array", "items": _DETAIL},
            "failures": {"type": "array", "items": _DETAIL},
        },
    },
    "Envelope": {
        "type": "object",
        "required": ["objects"],
        "properties": {
            "objects": {
                "type": "array",
                "minItems": 1,
                "items": {
                    "type": "object",
                    "required": ["type", "id"],
                    "properties": {"type": {"type": "string"}, "id": {"type": "string"}},
                },
            }
        },
    },
}
_BODY = {"required": True, "content": {TAXII: {"schema": {"$ref": "#/components/schemas/Envelope"}}}}


def _operation(
    name: str, answers: dict[str, object], query: list[dict[str, object]] | None = None
) -> dict[str, object]:
    return {"operationId": name, "responses": answers, "parameters": query or []}


def _answers(good: str, *statuses: int) -> dict[str, object]:
    every = (*statuses, 401, 405, 406, 429)
    return {str(one): _answer(good if one < 300 else "Error", one) for one in every}


def _answer(schema: str, status: int) -> dict[str, object]:
    said: dict[str, object] = {
        "description": str(status),
        "content": {TAXII: {"schema": {"$ref": f"#/components/schemas/{schema}"}}},
    }
    if status == 401:
        said["headers"] = {"WWW-Authenticate": {"schema": {"type": "string"}}}
    return said


def _path(*names: str) -> dict[str, object]:
    return {"parameters": [{"name": name, "in": "path", "required": True, "schema": _NAME} for name in names]}


def _query(name: str, what: str) -> dict[str, object]:
    return {"name": name, "in": "query", "description": what, "schema": {"type": "string"}}


def _match(name: str) -> dict[str, object]:
    return _query(f"match[{name}]", _MATCH[name])


def _limit(page: int) -> dict[str, object]:
    about = f"objects of a page; more than {page} count as {page}"
    return {**_query("limit", about), "schema": {"type": "integer", "minimum": 1}}
