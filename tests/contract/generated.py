"""Values made from the schemas of the document: all that it lists, the ends of what it bounds, with and without what may
be absent."""

import json

from openapi import resolved

CHOICES = ("allOf", "oneOf", "anyOf")
FORMATS = {"date-time": "2026-01-02T03:04:05Z", "email": "made@generated.example", "hostname": "www.generated.example"}


def shapes(document, schema):
    """The ways to meet a schema, each without any choice in it: a branch each, and one each without what excludes
    another."""
    schema = resolved(document.source, schema)
    found = [{word: content for word, content in schema.items() if word not in CHOICES}]
    for part in schema.get("allOf", []):
        found = [joined(one, other) for one in found for other in shapes(document, part)]
    for word in ("oneOf", "anyOf"):
        if word in schema:
            found = [joined(one, other) for one in found for part in schema[word] for other in shapes(document, part)]
    excluded = schema.get("not", {}).get("required", [])
    return [without(one, name) for one in found for name in excluded] if excluded else found


def joined(one, other):
    """Both at once; where they say two things, the later one says more. An example of the first is none of both."""
    whole = {**{word: content for word, content in one.items() if word != "example"}, **other}
    members = dict(one.get("properties", {}))
    for name, member in other.get("properties", {}).items():
        members[name] = {"allOf": [members[name], member]} if name in members else member
    if members:
        whole["properties"] = members
    whole["required"] = [*one.get("required", []), *other.get("required", [])]
    return whole


def without(shape, name):
    return {**shape, "properties": {key: member for key, member in shape["properties"].items() if key != name}}


def unique(values):
    return list({json.dumps(value, sort_keys=True): value for value in values}.values())


class Maker:
    """Makes values. What the document cannot tell is told by functions of a pointer: `given`, the values that stand there,
    or None; `needs`, whether a body without it is refused all the same; `leaves_out`, whether that is no member of a
    body, also told the shape that it would have."""

    def __init__(self, document, given=lambda pointer: None, needs=lambda pointer: False,
                 leaves_out=lambda pointer, shape: False):
        self.document, self.given, self.needs, self.leaves_out = document, given, needs, leaves_out

    def values(self, schema, whole=True, pointer=""):
        """With all that may be there, or with nothing but what has to be; one for each value of each member. None at all
        of what has members, and all of them are left out."""
        given = self.given(pointer)
        if given is not None:
            return given
        return unique(value for shape in shapes(self.document, schema) for value in self.of_shape(shape, whole, pointer))

    def of_shape(self, shape, whole, pointer):
        if "enum" in shape:
            made = shape["enum"]
        elif "properties" in shape:
            made = self.objects(shape, whole, pointer)
        elif "items" in shape:
            made = self.arrays(shape, whole, pointer)
        else:
            made = plain_values(shape, pointer)
        return [*made, None] if whole and shape.get("nullable") else made

    def objects(self, shape, whole, pointer):
        kept = {f"{pointer}/{name}": name for name, member in shape["properties"].items()
                if not any(self.leaves_out(f"{pointer}/{name}", one) for one in shapes(self.document, member))}
        if not kept:
            return []
        choices = {name: self.values(shape["properties"][name], whole, below) for below, name in kept.items()
                   if whole or name in shape.get("required", []) or self.needs(below)}
        choices = {name: values for name, values in choices.items() if values}
        first = {name: values[0] for name, values in choices.items()}
        return [first, *({**first, name: value} for name, values in choices.items() for value in values[1:])]

    def arrays(self, shape, whole, pointer):
        """Arrays with an item of every branch, and with each value of each branch in one of them; of plain items, what
        the document shows."""
        below = pointer + "/-"
        items = shapes(self.document, shape["items"])
        branches = [self.given(below) or unique(self.of_shape(item, whole, below)) for item in items]
        shown = [shape[word] for word in ("default", "example") if word in shape and "properties" not in items[0]]
        if shown and self.given(below) is None:
            return shown
        longest = max(len(values) for values in branches)
        return [[values[turn] for values in branches if turn < len(values)] for turn in range(longest)]


def plain_values(shape, pointer):
    kind = shape.get("type", "string")
    if kind == "boolean":
        return [True, False]
    listed = [shape[word] for word in ("default", "example") if word in shape]
    if kind in ("number", "integer"):
        step = {"minimum": bool(shape.get("exclusiveMinimum")), "maximum": -bool(shape.get("exclusiveMaximum"))}
        ends = [shape[word] + step[word] for word in step if word in shape]
        return unique([*ends, *listed]) or [0, 63072000]
    if kind == "object":
        return [{"made": "generated"}]
    if "format" in shape:
        return [FORMATS[shape["format"]]]
    ends = [] if "pattern" in shape else ["x" * shape[word] for word in ("minLength", "maxLength") if word in shape]
    return unique([*listed, *ends]) or ["made of " + pointer.removesuffix("/-").split("/")[-1]]
