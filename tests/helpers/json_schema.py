"""As much of JSON Schema 2020-12 as our own schemas use, so that what they promise can be tested."""

from __future__ import annotations

import re
from typing import Any

_TYPES: dict[str, Any] = {"object": dict, "array": list, "string": str, "boolean": bool, "null": type(None)}
_FORMATS = {
    "date": re.compile(r"\d{4}-\d{2}-\d{2}"),
    "date-time": re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{6}\+00:00"),
}
_KNOWN = {
    "$schema", "$defs", "$ref", "title", "description", "type", "properties", "required", "items", "const",
    "additionalProperties", "anyOf", "format",
}  # fmt: skip


def faults(
    value: Any, schema: dict[str, Any], place: str = "$", root: dict[str, Any] | None = None
) -> list[str]:
    """Where a value doesn't fit; empty when it does. Raises AssertionError for a keyword it doesn't know."""
    root = root or schema
    assert set(schema) <= _KNOWN, set(schema) - _KNOWN
    if "$ref" in schema:
        return faults(value, root["$defs"][schema["$ref"].removeprefix("#/$defs/")], place, root)
    if "anyOf" in schema:
        tried = [faults(value, one, place, root) for one in schema["anyOf"]]
        return [] if [] in tried else [f"{place}: fits none of {len(tried)}"]
    if "const" in schema and value != schema["const"]:
        return [f"{place}: not {schema['const']!r}"]
    if not _fits(value, schema):
        return [f"{place}: {value!r} is no {schema.get('format') or schema['type']}"]
    return _inside(value, schema, place, root)


def _fits(value: Any, schema: dict[str, Any]) -> bool:
    wanted = schema.get("type")
    if wanted == "integer":
        return isinstance(value, int) and not isinstance(value, bool)
    if wanted is not None and not isinstance(value, _TYPES[wanted]):
        return False
    return "format" not in schema or bool(_FORMATS[schema["format"]].fullmatch(value))


def _inside(value: Any, schema: dict[str, Any], place: str, root: dict[str, Any]) -> list[str]:
    found: list[str] = []
    if isinstance(value, dict) and "properties" in schema:
        known = schema["properties"]
        found += [f"{place}.{name}: missing" for name in schema.get("required", ()) if name not in value]
        if schema.get("additionalProperties") is False:
            found += [f"{place}.{name}: unknown" for name in value if name not in known]
        for name in known.keys() & value.keys():
            found += faults(value[name], known[name], f"{place}.{name}", root)
    if isinstance(value, list) and "items" in schema:
        for number, item in enumerate(value):
            found += faults(item, schema["items"], f"{place}[{number}]", root)
    return found
