"""Objects as no request makes them. What /control shows of each kind is made without all that may be absent, with all that
may be there, and for each member once without it and once with each value that the document has for it."""

from bodies import places, put_in
from generated import Maker, shapes
from used import pointers

# Where an object of each kind is read.
READ_AT = {
    "accounts": "/accounts/{account_id}",
    "zones": "/zones/{zone_id}",
    "members": "/accounts/{account_id}/members/{member_id}",
    "access_users": "/accounts/{account_id}/access/users/{user_id}",
    "subscriptions": "/accounts/{account_id}/subscriptions",
    "zone_subscriptions": "/zones/{zone_id}/subscription",
    "zone_holds": "/zones/{zone_id}/hold",
}
NOT_READ = {"zone_settings": "whole_objects.py writes each value of each", "users": "callers, which POST /users makes"}
# What makes less and more of a tenant.
TENANTS = {"bare": ("--organizations", "--units", "1", "--entitlements", "none", "--account-types", "standard"),
           "full": ("--tenants", "2", "--units", "2", "--entitlements", "all")}
# What /control does without in no object, whatever the document says of answers.
KEPT = {"/account/id": "a zone is in an account", "/email": "who it is", "/rate_plan": "what was bought",
        "/rate_plan/id": "what was bought", "/zone": "whose plan it is", "/zone/id": "whose plan it is"}


def described(document, schema, pointer=""):
    """All members below a schema, as (pointer, schema, whether it may be absent)."""
    for shape in shapes(document, schema):
        for name, member in shape.get("properties", {}).items():
            below = f"{pointer}/{name}"
            yield below, member, name not in shape.get("required", [])
            yield from described(document, member, below)


def described_at(document, route):
    """Those of what a GET shows, or of an item of the list that it shows."""
    answer = document.source["paths"][route]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    for shape in shapes(document, answer):
        for result in shapes(document, shape["properties"]["result"]):
            yield from described(document, result.get("items", result))


class Kind:
    """The objects of one kind, a fresh one for each change."""

    def __init__(self, sim, shown, name, state):
        self.sim, self.shown, self.name, self.route = sim, shown, name, READ_AT[name]
        self.path = "/" + name.replace("_", "-")
        listed = state[name] if isinstance(state[name], list) else list(state[name].values())
        self.seen = {pointer for one in listed for pointer in pointers(one)}
        self.sample = max(listed, key=lambda one: len(list(pointers(one))))
        self.zone = next(zone for zone in state["zones"] if places(zone, "/plan/legacy_id") == ["enterprise"])

    def make(self, change, kinds):
        """Whether /control took the change; the object is read then."""
        path, sample = ("/zones", self.zone) if self.name.startswith("zone_") else (self.path, self.sample)
        made = self.sim.ask_control("POST", path, {**sample, "id": None})
        if not self.sim.control_takes("PATCH", f"{self.path}/{made['id']}", change):
            return False
        account = made["id"] if self.name == "accounts" else made["account"]["id"]
        ids = {"account_id": account, "zone_id": made["id"], "member_id": made["id"], "user_id": made["id"]}
        self.shown.read_all(self.sim, self.route, ids, kinds)
        return True


def values_of(document, schema, pointer):
    """Values for a member, whose own members are changed one by one. What is an id, or has one, is left as it is: one that
    nothing has would be a wrong answer of the test's own making."""
    found = shapes(document, schema)
    below = [shape for one in found if "items" in one for shape in shapes(document, one["items"])]
    if pointer.endswith("id") or any("properties" in shape for shape in [*found, *below]):
        return []
    return [value for value in Maker(document).values(schema, pointer=pointer) if value is not None]


def changes_of(kind, document):
    """Each change of one member, as (pointer, value); None makes it absent."""
    members = {}
    for pointer, schema, optional in described_at(document, kind.route):
        if pointer in kind.seen:
            schema, always = members.get(pointer, (schema, True))
            members[pointer] = schema, always and optional
    for pointer, (schema, optional) in members.items():
        yield from ((pointer, value) for value in values_of(document, schema, pointer))
        if optional:
            yield pointer, None


def all_at_once(changes):
    change = {}
    for pointer, value in changes.items():
        change = put_in(change, pointer, value)
    return change


def try_kind(kind, document):
    """How many objects were made, and what /control refused to be without."""
    absent, present, made, kept = {}, {}, 2, set()
    for pointer, value in changes_of(kind, document):
        if not kind.make(put_in({}, pointer, value), set()):
            assert value is None, f"/control refuses {value!r} as {pointer} of {kind.name}"
            kept.add(pointer)
            continue
        made += 1
        if value is not None and places(kind.sample, pointer) in ([], [None], [[]]):
            present.setdefault(pointer, value)
        elif value is None and not any(pointer.startswith(above + "/") for above in absent):
            absent[pointer] = None
    for changes, word in ((absent, "bare"), (present, "full")):
        assert kind.make(all_at_once(changes), {word}), f"/control refuses a {word} object of {kind.name}"
    return made, kept


def ask_as_callers(sim, shown):
    """Callers of whom nothing is known, and all that can be."""
    known = {}
    for kind in ("bare", "full"):
        caller = {**known, "email": f"{kind}@caller.example", "key": f"key-of-{kind}"}
        made = sim.ask_control("POST", "/users", caller)
        shown.read(sim, "/user", {}, {kind}, credentials={"X-Auth-Email": caller["email"], "X-Auth-Key": caller["key"]})
        [user] = [one for one in sim.state()["users"] if one["id"] == made["id"]]
        known = {name: f"{name} of all" for name, value in user.items() if value == ""}


def ask_about_tenants(sim, shown, kind):
    """Tenants with less and with more, which options make."""
    for tenant in shown.read(sim, "/user/tenants", {}, {kind}):
        for route in ("/tenants/{tenant_id}", "/tenants/{tenant_id}/account_types", "/tenants/{tenant_id}/entitlements"):
            shown.read(sim, route, {"tenant_id": tenant["id"]}, {kind})


def try_live(sim, document, shown):
    """Complaints about what /control shows and nothing here reads, or refuses otherwise than is said here."""
    state = sim.state()
    for name in sorted(set(state) ^ {*READ_AT, *NOT_READ}):
        yield f"live_objects.py and /control/state do not both have {name}"
    results = {name: try_kind(Kind(sim, shown, name, state), document) for name in READ_AT}
    kept = set().union(*(kept for _, kept in results.values()))
    if kept != set(KEPT):
        yield f"live_objects.py and /control disagree what no object is without: {sorted(kept ^ set(KEPT))}"
    ask_as_callers(sim, shown)
    print("objects by /control:", ", ".join(f"{made} {name}" for name, (made, _) in results.items()))
