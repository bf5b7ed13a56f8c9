"""A form that a door would take, made from its own description, so that a stranger is refused for who he is."""

from typing import Any

from pydantic import TypeAdapter

ZERO = "01900000-0000-7000-8000-000000000000"
PATTERNS = {
    r"^[a-z0-9-]+:[a-z0-9-]+$": "cpr-aed-one-day:cn-redcross-branch",
    r"^[A-Za-z0-9._@+-]{2,60}$": "stranger",
    r"^[A-Za-z0-9-]{8,64}$": "a-strange-phone",
    "^(en|zh-CN)$": "en",
    r"^[A-J]$": "A",
}
FORMATS = {
    "uuid": ZERO,
    "date": "2026-12-01",
    "time": "09:00",
    "date-time": "2026-12-01T01:00:00Z",
}


def example(annotation: Any) -> Any:
    """A value of this type that says as little as it may."""
    schema = TypeAdapter(annotation).json_schema()
    return _of(schema, schema.get("$defs", {}))


def _of(schema: dict[str, Any], known: dict[str, Any]) -> Any:
    if "$ref" in schema:
        return _of(known[schema["$ref"].rsplit("/", 1)[1]], known)
    if choices := schema.get("anyOf") or schema.get("oneOf"):
        return _of(choices[0], known)
    if schema.get("default") is not None:
        return schema["default"]
    if "enum" in schema or "const" in schema:
        return schema.get("const") or schema["enum"][0]
    return MAKERS[schema["type"]](schema, known)


def _text(schema: dict[str, Any]) -> str:
    if "pattern" in schema:
        return PATTERNS[schema["pattern"]]  # a new pattern needs an example here
    if "format" in schema and schema["format"] in FORMATS:
        return FORMATS[schema["format"]]
    return "stranger".ljust(schema.get("minLength", 1), "x")[: schema.get("maxLength", 100)]


MAKERS = {
    "object": lambda schema, known: {name: _of(part, known) for name, part in schema.get("properties", {}).items()},
    "array": lambda schema, known: [_of(schema["items"], known)] * max(schema.get("minItems", 0), 1),
    "integer": lambda schema, _: schema.get("minimum", 1),
    "number": lambda schema, _: schema.get("minimum", 1),
    "boolean": lambda _, __: False,
    "null": lambda _, __: None,
    "string": lambda schema, _: _text(schema),
}
