"""Holds one exchange against the document: what deviates, as (operation, part, at, what)."""

from collections import namedtuple

from openapi import look_of, resolved

Deviation = namedtuple("Deviation", "operation part at what")

# Sent by provocations.py with what is wrong on purpose: only the answer is held against the document then.
PROVOKED = "Contract-Provoked"

# Headers of HTTP itself; all others must be parameters of the operation.
HTTP_HEADERS = {"Host", "User-Agent", "Accept", "Accept-Encoding", "Connection", "Content-Type", "Content-Length"}


def as_list(value):
    return value if isinstance(value, list) else [value]


def parsed(text, schema):
    """The text of a parameter as the value its schema asks for; the text itself when it is none."""
    try:
        if schema.get("type") in ("integer", "number"):
            return int(text) if text.lstrip("-").isdigit() else float(text)
    except ValueError:
        return text
    if schema.get("type") == "boolean":
        return {"true": True, "false": False}.get(text, text)
    return text


def parameter_value(given, parameter, schema):
    """Style form: an array is a list with commas, or exploded the parameter repeated."""
    texts = as_list(given)
    if schema.get("type") != "array":
        return parsed(texts[0], schema) if len(texts) == 1 else texts
    if not parameter.get("explode", True):
        texts = [part for text in texts for part in text.split(",")]
    return [parsed(text, schema.get("items", {})) for text in texts]


def looks(exchange):
    """What of the exchange matters to the document, once for all that look alike."""
    parts = [exchange[name] for name in ("method", "path", "query", "request_body", "status", "response_body")]
    parts += [{**exchange["request_headers"], "Host": ""}, exchange["response_headers"].get("Content-Type"), exchange.get("fault")]
    return look_of(parts)


class Holder:
    def __init__(self, document):
        self.document = document

    def hold(self, exchange):
        """The operation, and what deviates. The operation is None for a provoked unknown route."""
        provoked = PROVOKED in exchange["request_headers"]
        path, values, operation = self.document.find(exchange["method"], exchange["path"])
        name = f"{exchange['method']} {path or exchange['path']}"
        if operation is None:
            return None, list(self.without_operation(exchange, name, provoked))
        found = []
        if not provoked:
            found += self.parameters(exchange, name, operation, values)
            found += self.request_body(exchange, name, operation)
        # What a fault put on the wire stands for a gateway, not for the API.
        if not exchange.get("fault"):
            found += self.response(exchange, name, operation)
        return name, found

    def without_operation(self, exchange, name, provoked):
        if not provoked:
            yield Deviation(name, "operation", "", "is not in the document")
        if exchange["status"] < 400:
            return
        failure = {"$ref": "#/components/schemas/iam_api-response-common-failure"}
        for at, what in self.document.faults(failure, exchange["response_body"], "response"):
            yield Deviation("unknown route", "response 4XX", at, what)

    def parameters(self, exchange, name, operation, path_values):
        listed = [resolved(self.document.source, parameter) for parameter in operation.get("parameters", [])]
        declared = {(p["in"], p["name"]): p for p in listed}
        headers = {key: value for key, value in exchange["request_headers"].items() if key not in HTTP_HEADERS}
        given = {"path": path_values, "query": exchange["query"], "header": headers}
        for place, parameters in given.items():
            for key, value in parameters.items():
                parameter = declared.get((place, key))
                if parameter is None:
                    yield Deviation(name, place, key, "is not in the document")
                    continue
                schema = resolved(self.document.source, parameter["schema"])
                value = parameter_value(value, parameter, schema)
                for at, what in self.document.faults(schema, value, "request"):
                    yield Deviation(name, place, key + at, what)
        for (place, key), parameter in declared.items():
            if parameter.get("required") and key not in given[place]:
                yield Deviation(name, place, key, "is required")

    def request_body(self, exchange, name, operation):
        body = exchange["request_body"]
        declared = operation.get("requestBody")
        if declared is None:
            if body is not None:
                yield Deviation(name, "request", "", "has a body")
            return
        if body is None:
            if declared.get("required"):
                yield Deviation(name, "request", "", "has no body")
            return
        content = exchange["request_headers"].get("Content-Type", "none").split(";")[0]
        if content not in declared["content"]:
            yield Deviation(name, "request", "", f"has the content type {content}")
            return
        for at, what in self.document.faults(declared["content"][content]["schema"], body, "request"):
            yield Deviation(name, "request", at, what)

    def response(self, exchange, name, operation):
        status = str(exchange["status"])
        answers = operation["responses"]
        branch = status if status in answers else status[0] + "XX"
        part = f"response {branch}"
        if branch not in answers:
            yield Deviation(name, part, "", f"the status {status} is not in the document")
            return
        content = resolved(self.document.source, answers[branch]).get("content")
        body = exchange["response_body"]
        if content is None:
            if body is not None:
                yield Deviation(name, part, "", "has a body")
            return
        media = exchange["response_headers"].get("Content-Type", "none").split(";")[0]
        if media not in content:
            yield Deviation(name, part, "", f"has the content type {media}")
            return
        for at, what in self.document.faults(content[media]["schema"], body, "response"):
            yield Deviation(name, part, at, what)
