"""What the simulator knows by heart against the document: settings of zones with their values, frequencies of plans,
and the values that parameters may have. A list that was made by hand must not fall behind."""

from generated import Maker, unique
from openapi import resolved

# Settings that the simulator has and the document lacks, with the reason.
NOT_IN_DOCUMENT = {"long_lived_grpc": "seen in practice (API reference, section 6)",
                   "privacy_pass": "withdrawn, and still in the manifests of people"}
# Values that need something else of the zone, or that nobody writes.
NOT_WRITTEN = {"advanced_ddos": "nobody edits it: it follows from the plan"}
# What may read otherwise than it was written.
READS_AS = {("tls_1_3", "on"): ("on", "zrt")}


def setting_schemas(document):
    """By the id that the document has for each."""
    found = {}
    for branch in document.source["components"]["schemas"]["zones_setting"]["oneOf"]:
        ids = [value for name, member, _ in document.members(branch) if name == "/id" for value in member.get("enum", [])]
        assert len(ids) == 1, f"a setting of the document has not one id: {branch}"
        found[ids[0]] = branch
    return found


def values_of(document, schema, name):
    """All values of the member that a body of the setting can have."""
    made = Maker(document, leaves_out=lambda pointer, shape: shape.get("readOnly", False)).values(schema)
    return unique(body[name] for body in made if name in body)


def try_settings(sim, document, zone):
    schemas = setting_schemas(document)
    known = sim.control_get(f"/zone-settings/{zone}")
    for name in sorted(set(known) - {"id"} - set(schemas) - set(NOT_IN_DOCUMENT)):
        yield f"the simulator has a setting that the document lacks: {name}"
    for name in sorted(set(schemas) - set(known)):
        yield f"the document has a setting that the simulator lacks: {name}"
    for name in sorted(set(NOT_IN_DOCUMENT) & set(schemas)):
        yield f"catalogue.py says that the document lacks {name}, and it has it"
    for name in sorted(set(schemas) & set(known) - set(NOT_WRITTEN)):
        yield from try_setting(sim, document, zone, name, schemas[name])


def try_setting(sim, document, zone, name, schema):
    path = f"/zones/{zone}/settings/{name}"
    member = "enabled" if any(pointer == "/enabled" for pointer, _, _ in document.members(schema)) else "value"
    values = values_of(document, schema, member)
    if not values:
        yield f"no value of {name} was found in the document"
    for value in values:
        status, answer = sim.send("PATCH", path, body={member: value})
        if status != 200:
            yield f"{name} does not take {value!r}, which the document has: {answer['errors']}"
            continue
        for got in (answer["result"], sim.good("GET", path)):
            if got.get(member) not in READS_AS.get((name, str(value)), (value,)):
                yield f"{name} was set to {value!r} and reads {got.get(member)!r}"
            for at, what in document.faults(schema, got, "response"):
                yield f"{name} with {value!r}: {at} {what}"
    status, _ = sim.send("PATCH", path, body={member: "no such value"}, headers={"Contract-Provoked": "yes"})
    if status != 400:
        yield f"{name} takes a value that the document lacks"


def try_parameters(sim, document, routes, filled):
    """Each value of a parameter is taken, and no other."""
    for method, path in routes:
        for parameter in document.parameters(method, path) if method == "GET" else []:
            schema = resolved(document.source, parameter["schema"])
            items = resolved(document.source, schema.get("items", {}))
            values = schema.get("enum") or items.get("enum")
            if parameter["in"] != "query" or not values:
                continue
            for value in [*values, "no such value"]:
                expected = 400 if value == "no such value" else 200
                headers = {"Contract-Provoked": "yes"} if expected == 400 else None
                status, _ = sim.send("GET", filled(path), {parameter["name"]: value}, headers=headers)
                if status != expected:
                    yield f"GET {path}?{parameter['name']}={value} answers {status}, not {expected}"


def try_plans(sim, document, new_zone):
    frequencies = document.source["components"]["schemas"]["bill-subs-api_frequency"]["enum"]
    for frequency in frequencies:
        body = {"rate_plan": {"id": "PARTNERS_PRO"}, "frequency": frequency}
        got = sim.good("POST", f"/zones/{new_zone()}/subscription", body=body)
        if got["frequency"] != frequency:
            yield f"a plan was bought {frequency} and reads {got['frequency']}"
    for plan in ("PARTNERS_PRO", "PARTNERS_BIZ", "PARTNERS_ENT"):
        if not sim.good("POST", f"/zones/{new_zone()}/subscription", body={"rate_plan": {"id": plan}}):
            yield f"{plan} cannot be bought"


def try_catalogue(sim, document, routes):
    """Complaints where the simulator and the document know other values."""
    account = sim.good("POST", "/accounts", body={"name": "Catalogue"})["id"]
    count = 0

    def new_zone():
        nonlocal count
        count += 1
        return sim.good("POST", "/zones", body={"name": f"catalogue{count}.example", "account": {"id": account}})["id"]

    zone = new_zone()
    sim.good("POST", f"/zones/{zone}/subscription", body={"rate_plan": {"id": "PARTNERS_ENT"}})
    yield from try_settings(sim, document, zone)
    sim.good("GET", f"/zones/{zone}/settings")
    yield from try_parameters(sim, document, routes, lambda path: path.format(account_id=account, zone_id=zone))
    yield from try_plans(sim, document, new_zone)
