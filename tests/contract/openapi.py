"""An OpenAPI 3.0 document, asked two things: which operation is this, and what is wrong with this value.

Its schemas are JSON Schema draft 4 (exclusiveMinimum is a boolean there) but for `nullable` and for
`readOnly` and `writeOnly`, which say on which way a required property may be absent.
"""

import json
import re

import jsonschema

METHODS = ("get", "put", "post", "patch", "delete")
DATE_TIME = re.compile(r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$")

# Ids, numbers of names, and times.
OF_ONE = re.compile(r"[0-9a-f]{32}|[0-9a-f]{8}-[0-9a-f-]{27}|(?<=[a-z]-)\d+(?=[.@\"])|"
                    r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")

formats = jsonschema.FormatChecker(formats=("email", "ipv4", "ipv6"))


@formats.checks("date-time")
def is_date_time(value):
    return not isinstance(value, str) or DATE_TIME.match(value) is not None


def resolved(document, schema):
    while "$ref" in schema:
        target = document
        for part in schema["$ref"].lstrip("#/").split("/"):
            target = target[part]
        schema = target
    return schema


def look_of(value):
    """The value without what is of this one only: what looks alike is held against a schema once."""
    return OF_ONE.sub("#", json.dumps(value, sort_keys=True))


def translated(document, node, absent):
    """The node with nullable as a choice of types, and without the properties marked `absent` in required."""
    if isinstance(node, list):
        return [translated(document, item, absent) for item in node]
    if not isinstance(node, dict):
        return node
    result = {key: translated(document, value, absent) for key, value in node.items()}
    if isinstance(node.get("required"), list) and isinstance(node.get("properties"), dict):
        parts = node["properties"]
        kept = [name for name in node["required"] if not resolved(document, parts.get(name, {})).get(absent)]
        result.pop("required")
        if kept:  # draft 4 wants at least one name
            result["required"] = kept
    if result.pop("nullable", None) is True:
        return {"anyOf": [{"type": "null"}, result]}
    return result


class Document:
    def __init__(self, file):
        with open(file, encoding="utf-8") as text:
            self.source = json.load(text)
        # What may be absent from a request is what only answers carry, and the other way round.
        self.ways = {"request": translated(self.source, self.source, "readOnly"),
                     "response": translated(self.source, self.source, "writeOnly")}
        # What was held once, by its look: items of lists that are good, and what is unknown in items.
        self.good, self.strangers = {way: set() for way in self.ways}, {}
        self.checks = {way: self.checks_of(way) for way in self.ways}
        self.paths = [(path.strip("/").split("/"), path) for path in self.source["paths"]]
        # "/accounts/move" wins over "/accounts/{account_id}".
        self.paths.sort(key=lambda entry: [part.startswith("{") for part in entry[0]])

    def find(self, method, path):
        """The template of the path, its parameters, and the operation; each None when there is none."""
        parts = path.strip("/").split("/")
        for template, name in self.paths:
            if len(template) != len(parts):
                continue
            if all(a == b or (a.startswith("{") and b != "") for a, b in zip(template, parts)):
                values = {a[1:-1]: b for a, b in zip(template, parts) if a.startswith("{")}
                return name, values, self.source["paths"][name].get(method.lower())
        return None, {}, None

    def operations(self):
        return [f"{method.upper()} {path}" for path, item in self.source["paths"].items()
                for method in METHODS if method in item]

    def faults(self, schema, value, way):
        """All that is wrong with the value, as (pointer, words)."""
        schema = translated(self.source, schema, "readOnly" if way == "request" else "writeOnly")
        resolver = jsonschema.RefResolver("", self.ways[way])
        validator = self.checks[way](schema, resolver=resolver, format_checker=formats)
        found = [fault for error in validator.iter_errors(value) for fault in leaves(error)]
        return sorted(set(found) | set(self.unknown(way, [schema], value, "")))

    def checks_of(self, way):
        """Draft 4, in a time that lists of a hundred settings allow: items that look alike are checked once, and no
        branch is tried whose id is another."""
        usual, good, names = jsonschema.Draft4Validator, self.good[way], {}

        def items_check(validator, items, value, _):
            of_items = json.dumps(items)
            for index, item in enumerate(value if isinstance(value, list) else []):
                if (of_items, look_of(item)) not in good:
                    errors = list(validator.descend(item, items, path=index))
                    if not errors:
                        good.add((of_items, look_of(item)))
                    yield from errors

        def names_of(branch):
            key = branch.get("$ref")
            if key and key not in names:
                ids = [part["properties"]["id"].get("enum") for part in all_of(self.ways[way], branch)
                       if "id" in part.get("properties", {})]
                names[key] = next((listed for listed in ids if listed), None)
            return names.get(key)

        def choice_check(word):
            def check(validator, choices, value, schema):
                if isinstance(value, dict) and "id" in value:
                    choices = [one for one in choices if names_of(one) is None or value["id"] in names_of(one)]
                yield from usual.VALIDATORS[word](validator, choices, value, schema)
            return check

        return jsonschema.validators.extend(usual, {"items": items_check, "anyOf": choice_check("anyOf"),
                                                    "oneOf": choice_check("oneOf")})

    def body(self, method, path):
        """The schema of the request body, or None."""
        operation = self.source["paths"].get(path, {}).get(method.lower(), {})
        content = resolved(self.source, operation.get("requestBody", {})).get("content", {})
        return content["application/json"]["schema"] if "application/json" in content else None

    def parameters(self, method, path):
        listed = self.source["paths"].get(path, {}).get(method.lower(), {}).get("parameters", [])
        return [resolved(self.source, parameter) for parameter in listed]

    def members(self, schema, pointer="", read_only=False):
        """All members below a schema, as (pointer, schema, whether only answers carry it); - is every item."""
        for part in branches(self.source, schema):
            if isinstance(part.get("items"), dict):
                yield from self.members(part["items"], pointer + "/-", read_only)
            for name, member in part.get("properties", {}).items():
                below = resolved(self.source, member)
                only = read_only or bool(below.get("readOnly") or member.get("readOnly"))
                yield f"{pointer}/{name}", below, only
                yield from self.members(member, f"{pointer}/{name}", only)

    def unknown(self, way, schemas, value, pointer):
        """The properties that no branch of the schemas declares."""
        if isinstance(value, list):
            items = [part["items"] for part in self.parts(way, schemas) if isinstance(part.get("items"), dict)]
            of_items = json.dumps(items)
            for item in value if items else []:
                key = way, of_items, look_of(item), pointer
                if key not in self.strangers:
                    self.strangers[key] = list(self.unknown(way, items, item, pointer + "/-"))
                yield from self.strangers[key]
        if not isinstance(value, dict):
            return
        parts = self.parts(way, schemas)
        if not any("properties" in part for part in parts):
            return
        open_to_all = any(part.get("additionalProperties") not in (None, False) for part in parts)
        for name, content in value.items():
            known = [part["properties"][name] for part in parts if name in part.get("properties", {})]
            if known:
                yield from self.unknown(way, known, content, f"{pointer}/{name}")
            elif not open_to_all:
                yield f"{pointer}/{name}", "is not in the document"

    def parts(self, way, schemas):
        return [part for schema in schemas for part in branches(self.ways[way], schema)]


def branches(document, schema):
    schema = resolved(document, schema)
    yield schema
    for word in ("allOf", "anyOf", "oneOf"):
        for part in schema.get(word, []):
            yield from branches(document, part)


def all_of(document, schema):
    schema = resolved(document, schema)
    yield schema
    for part in schema.get("allOf", []):
        yield from all_of(document, part)


def leaves(error):
    """The causes below a choice: only of the branch that is not null, which is the one that was meant."""
    if error.validator == "anyOf" and error.validator_value[:1] == [{"type": "null"}]:
        for cause in error.context:
            if cause.schema_path[0] == 1:
                yield from leaves(cause)
        return
    pointer = "".join(f"/{'-' if isinstance(part, int) else part}" for part in error.absolute_path)
    yield pointer, words(error)


def words(error):
    limit = error.validator_value
    if error.validator == "required":
        return "lacks " + re.match(r"'(.*)' is a required", error.message).group(1)
    if error.validator == "type":
        return f"is {json_type(error.instance)}, not {limit}"
    if error.validator == "enum":
        return f"is not in the enum of {len(limit)}"
    if error.validator in ("anyOf", "oneOf"):
        return f"fits no branch of {error.validator}{name_of(error.instance)}"
    if error.validator == "not":
        return "is what the document excludes"
    if error.validator == "pattern":
        return "does not match the pattern"
    return f"breaks {error.validator} {limit}"


def name_of(value):
    """Of a setting: which one fits none."""
    name = value.get("id") if isinstance(value, dict) else None
    return f" as {name}" if isinstance(name, str) and re.fullmatch(r"[a-z0-9_]{1,40}", name) and len(name) != 32 else ""


def json_type(value):
    names = {type(None): "null", bool: "boolean", int: "integer", float: "number", str: "string", list: "array"}
    return names.get(type(value), "object")
