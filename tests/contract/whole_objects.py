"""Objects with nothing that may be absent, and with all that may be there: made by bodies that are generated from the
document, and read back by every GET that shows them. Answers are held against the document as all others are."""

import fnmatch
import re

import live_objects
from bodies import ADMINISTRATOR, TARGETS, Dropped, World
from catalogue import NOT_WRITTEN
from generated import Maker, unique

# What a rule in words demands of a body, and no schema does: without it the body is refused.
NEEDED = {
    ("* /*/subscription*", "/rate_plan"): "a plan is ordered (section 7)",
    ("* /*/subscription*", "/rate_plan/id"): "a plan is ordered (section 7)",
    ("POST /zones", "/account/id"): "an account is named by its id (section 6)",
    ("PUT */members/{member_id}", "/roles"): "this branch has roles, the other one policies (section 4)",
    ("PATCH */settings", "/-/id"): "the schema of ssl_recommender requires nothing",
    ("PATCH */settings", "/-/enabled"): "the schema of ssl_recommender requires nothing",
}
# One property a call (section 6): what is sent member by member, and so never empty and never whole.
ONE_A_CALL = ("PATCH /zones/{zone_id}",)
# Marked as what only answers have, and yet what the operation is for.
WRITTEN = (("PATCH /zones/{zone_id}", "/paused"),)


def given(world, operation):
    """The values that are those of other objects, by pointer."""
    of_zone = "/zones/" in operation
    # What it is already it cannot become (section 12, quirk 18); what an account is it stays (section 2).
    fixed = {"PATCH /zones/{zone_id}": {"/paused": [True]}, "PUT /accounts/{account_id}": {"/type": ["standard"]}}
    return {
        "/unit/id": [world.units[1]], "/destination_organization_id": [world.units[1]],
        "/account/id": [world.account, world.alone],
        "/roles/-": [ADMINISTRATOR if operation.startswith("POST") else {"id": ADMINISTRATOR}],
        "/policies/-/permission_groups/-/id": world.permissions[:2], "/policies/-/resource_groups/-/id": world.resources[:2],
        "/rate_plan/id": ["PARTNERS_PRO", "PARTNERS_BIZ", "PARTNERS_ENT"] if of_zone else ["TEAMS_STANDARD", "TEAMS_FREE"],
        "/component_values/-/name": ["page_rules" if of_zone else "users"],
        "/hold_after": ["2099-01-02T03:04:05Z", None], "/value": ["strict"], **fixed.get(operation, {}),
    }


def addressed(world, operation, target, body):
    """The body, with names that no other object has, or with that of the object that it changes."""
    if isinstance(body, list):
        return [item for item in body if item.get("id") not in NOT_WRITTEN]
    if "email" in body:
        return {**body, "email": target.base["email"] if operation.startswith("PUT") else world.fresh("made") + "@made.example"}
    return {**body, "name": world.fresh("made") + ".example"} if operation == "POST /zones" else body


def maker(document, world, dropped, operation, needed=NEEDED):
    def needs(pointer):
        return any(pointer == one and fnmatch.fnmatchcase(operation, pattern) for pattern, one in needed)

    def leaves_out(pointer, shape):
        read_only = shape.get("readOnly", False) and (operation, pointer) not in WRITTEN
        return read_only or dropped.has(operation, pointer, read_only)

    return Maker(document, given(world, operation).get, needs, leaves_out)


def bodies_of(make, operation, schema):
    """Each body with what it is: bare, full, or both."""
    found = {"bare": make.values(schema, whole=False), "full": make.values(schema)}
    if operation in ONE_A_CALL:
        found = dict.fromkeys(found, [{name: value} for body in found["full"] for name, value in body.items()])
    for body in unique([*found["bare"], *found["full"]]):
        yield body, {kind for kind, made in found.items() if body in made}


def send(world, shown, operation, body, kinds):
    """Reads the object back when the body was taken; else what there is to complain about."""
    target = TARGETS[operation](world, "/enabled" if "enabled" in body else "")
    status, answer = world.sim.send(target.method, target.path, body=addressed(world, operation, target, body))
    if status >= 300:
        yield f"{operation} answered {status}, {answer['errors']}, to {str(body):.500}"
        return
    route = operation.split(" ")[1]
    names = re.findall(r"\{(\w+)\}", route)
    ids = dict(zip(names, re.fullmatch(re.sub(r"\{\w+\}", "([^/]+)", route), target.path).groups()))
    _, own = shown.item_of(route)
    if own and target.method == "POST":
        ids[own] = answer["result"]["id"]
    shown.read_all(world.sim, route, ids, kinds)


def try_needed(world, document, dropped, operation, schema):
    """What stands in NEEDED is needed: without it, the body is refused."""
    for entry in NEEDED:
        if not fnmatch.fnmatchcase(operation, entry[0]):
            continue
        others = [one for one in NEEDED if one != entry]
        body = maker(document, world, dropped, operation, others).values(schema, whole=False)[0]
        target = TARGETS[operation](world, "")
        status, _ = world.sim.send(target.method, target.path, body=addressed(world, operation, target, body),
                                   headers={"Contract-Provoked": "yes"})
        if status < 400:
            yield f"{operation} takes {body}, without {entry[1]}, which whole_objects.py calls needed"


def try_generated(sim, program, document, routes, shown):
    """Complaints about bodies that were refused, or of which none was made, and about lists that lack an object."""
    world, dropped, total = World(sim), Dropped(program), {}
    for method, path in routes:
        operation, schema = f"{method} {path}", document.body(method, path)
        if schema is None:
            continue
        counts = total[operation] = {"bare": 0, "full": 0}
        if operation in TARGETS:
            for body, kinds in bodies_of(maker(document, world, dropped, operation), operation, schema):
                yield from send(world, shown, operation, body, kinds)
                for kind in kinds:
                    counts[kind] += 1
            yield from try_needed(world, document, dropped, operation, schema)
        print(f"  {operation}  generated bodies: {counts['bare']} bare, {counts['full']} full")
        if not all(counts.values()):
            yield f"{operation} has a body in the document, and generated were only {counts}"
    yield from live_objects.try_live(sim, document, shown)
    yield from shown.read_lists(sim)
    sums = {kind: sum(counts[kind] for counts in total.values()) for kind in ("bare", "full")}
    print(f"generated bodies: {sums['bare']} bare, {sums['full']} full, of {len(total)} operations")
