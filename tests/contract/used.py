"""Which operations the client and the simulator use, with their parameters and members, as the exchanges show them.
used.json holds them for tools/api-watch; TENANTRY_ACCEPT=1 writes it."""

import json
import os
import pathlib

from exchange import HTTP_HEADERS, PROVOKED

FILE = pathlib.Path(__file__).parent / "used.json"
ABOUT = ("What the client and the simulator use of the API: written by the contract test with TENANTRY_ACCEPT=1, read by "
         "tools/api-watch. - in a pointer is every item of a list.")
CREDENTIALS = {"X-Auth-Email", "X-Auth-Key", "Authorization"}


def pointers(value, pointer=""):
    if isinstance(value, dict):
        for name, below in value.items():
            yield f"{pointer}/{name}"
            yield from pointers(below, f"{pointer}/{name}")
    if isinstance(value, list):
        for below in value:
            yield from pointers(below, pointer + "/-")
        if value:
            yield pointer + "/-"


def used_in(document, recorded):
    found = {}
    for exchange in recorded:
        if exchange["status"] >= 400 or exchange.get("fault"):
            continue
        path, _, operation = document.find(exchange["method"], exchange["path"])
        name = f"{exchange['method']} {path if operation else exchange['route']}"
        uses = found.setdefault(name, {"parameter": set(), "request": set(), "answer": set()})
        uses["answer"].update(pointers(exchange["response_body"]))
        if PROVOKED not in exchange["request_headers"]:
            uses["request"].update(pointers(exchange["request_body"]))
            uses["parameter"].update("query/" + key for key in exchange["query"])
            uses["parameter"].update("header/" + key for key in exchange["request_headers"]
                                     if key not in HTTP_HEADERS and key not in CREDENTIALS)
    return {name: {part: sorted(members) for part, members in uses.items() if members}
            for name, uses in sorted(found.items())}


def differences(document, recorded):
    """Complaints where used.json and the exchanges differ."""
    found = used_in(document, recorded)
    if os.environ.get("TENANTRY_ACCEPT") == "1":
        FILE.write_text(json.dumps({"about": ABOUT, "operations": found}, indent=1) + "\n", encoding="utf-8")
    known = json.loads(FILE.read_text(encoding="utf-8"))["operations"] if FILE.exists() else {}
    flat = [{(name, part, member) for name, uses in operations.items() for part, members in {"": [""], **uses}.items()
             for member in members} for operations in (known, found)]
    for name, part, member in sorted(flat[1] - flat[0]):
        yield f"used.json lacks {name} {part} {member}; TENANTRY_ACCEPT=1 writes it"
    for name, part, member in sorted(flat[0] - flat[1]):
        yield f"used.json has what nothing uses any more: {name} {part} {member}; TENANTRY_ACCEPT=1 writes it"
