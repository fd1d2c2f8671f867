"""The request bodies of the document, member by member: what the simulator takes is carried out, refused, or stands in
the list of what it drops on purpose, which --help prints. Whole bodies are those of whole_objects.py."""

import copy
import fnmatch
import itertools
import re
import subprocess

ADMINISTRATOR = "05784afa30c1afe1440e79d9351c7430"
SUPER_ADMINISTRATOR = "33666b9c79b9a5273fc7344ff42f953d"
numbers = itertools.count(1)


class Target:
    """A fresh object that a body is sent to: where to, what goes with every member, and how it reads afterwards."""

    def __init__(self, method, path, base, read):
        self.method, self.path, self.base, self.read = method, path, base, read


class World:
    """What the bodies refer to."""

    def __init__(self, sim):
        self.sim = sim
        tenant = sim.good("GET", "/tenants/" + sim.good("GET", "/user/tenants")[0]["id"])
        self.units = [unit["unit_tag"] for unit in tenant["tenant_units"]]
        self.account = self.new_account()
        self.other = self.new_account()
        self.alone = sim.good("POST", "/accounts", body={"name": self.fresh("Alone"), "standalone": True})["id"]
        path = f"/accounts/{self.account}/iam/"
        self.permissions = [group["id"] for group in sim.good("GET", path + "permission_groups")]
        self.resources = [group["id"] for group in sim.good("GET", path + "resource_groups")]
        self.resources.append(sim.good("POST", path + "resource_groups", body=group_body())["id"])

    def fresh(self, text):
        return f"{text}-{next(numbers)}"

    def new_account(self):
        body = {"name": self.fresh("Body"), "unit": {"id": self.units[0]}}
        return self.sim.good("POST", "/accounts", body=body)["id"]

    def new_zone(self, plan=None):
        body = {"name": self.fresh("body") + ".example", "account": {"id": self.account}}
        zone = self.sim.good("POST", "/zones", body=body)["id"]
        if plan:
            self.sim.good("POST", f"/zones/{zone}/subscription", body={"rate_plan": {"id": plan}})
        return zone

    def new_member(self):
        body = {"email": self.fresh("body") + "@body.example", "roles": [ADMINISTRATOR]}
        return self.sim.good("POST", f"/accounts/{self.account}/members", body=body)["id"]

    def get(self, path):
        return lambda *_: self.sim.good("GET", path)


def group_body():
    return {"name": f"Group {next(numbers)}", "scope": {"key": "com.cloudflare.api.account.zone",
                                                        "objects": [{"key": "com.cloudflare.api.zone.1"}]}}


def policy(world):
    return {"access": "allow", "permission_groups": [{"id": world.permissions[0]}],
            "resource_groups": [{"id": world.resources[0]}]}


def order():
    return {"rate_plan": {"id": "PARTNERS_PRO"}, "component_values": [{"name": "page_rules", "value": 20}]}


# How each operation is asked: a function of the world and of the member that is tried.

def post_account(world, _):
    return Target("POST", "/accounts", {"name": world.fresh("Body")}, lambda made: world.get(f"/accounts/{made['id']}")())


def put_account(world, _):
    account = world.new_account()
    return Target("PUT", f"/accounts/{account}", {"id": account, "name": world.fresh("Body")}, world.get(f"/accounts/{account}"))


def put_profile(world, _):
    path = f"/accounts/{world.new_account()}/profile"
    names = ("business_name", "business_address", "business_email", "business_phone", "external_metadata")
    return Target("PUT", path, {name: "as before" for name in names}, world.get(path))


def move_account(world, _):
    account = world.new_account()
    return Target("POST", f"/accounts/{account}/move", {}, world.get(f"/accounts/{account}"))


def post_access_user(world, _):
    path = f"/accounts/{world.account}/access/users"
    return Target("POST", path, {"email": world.fresh("body") + "@body.example"}, lambda made: world.get(f"{path}/{made['id']}")())


def put_access_user(world, _):
    path = f"/accounts/{world.account}/access/users"
    body = {"email": world.fresh("body") + "@body.example", "name": "as before"}
    one = f"{path}/{world.sim.good('POST', path, body=body, status=201)['id']}"
    return Target("PUT", one, body, world.get(one))


def post_group(world, _):
    path = f"/accounts/{world.account}/iam/resource_groups"
    return Target("POST", path, group_body(), lambda made: world.get(f"{path}/{made['id']}")())


def put_group(world, _):
    path = f"/accounts/{world.account}/iam/resource_groups"
    one = f"{path}/{world.sim.good('POST', path, body=group_body())['id']}"
    return Target("PUT", one, group_body(), world.get(one))


def post_member(world, member):
    path = f"/accounts/{world.account}/members"
    grants = {"policies": [policy(world)]} if member.startswith("/policies") else {"roles": [ADMINISTRATOR]}
    return Target("POST", path, {"email": world.fresh("body") + "@body.example", **grants},
                  lambda made: world.get(f"{path}/{made['id']}")())


def put_member(world, member):
    one = f"/accounts/{world.account}/members/{world.new_member()}"
    grants = {"policies": [policy(world)]} if member.startswith("/policies") else {"roles": [{"id": ADMINISTRATOR}]}
    return Target("PUT", one, grants, world.get(one))


def buy_for_account(world, _):
    path = f"/accounts/{world.new_account()}/subscriptions"
    body = {"rate_plan": {"id": "TEAMS_STANDARD"}, "component_values": [{"name": "users", "value": 20}]}
    return Target("POST", path, body, lambda *_: world.get(path)()[0])


def change_for_account(world, member):
    target = buy_for_account(world, member)
    made = world.sim.good("POST", target.path, body=target.base)
    return Target("PUT", f"{target.path}/{made['id']}", target.base, lambda *_: world.get(target.path)()[0])


def buy_for_zone(world, _):
    path = f"/zones/{world.new_zone()}/subscription"
    return Target("POST", path, order(), world.get(path))


def change_for_zone(world, _):
    path = f"/zones/{world.new_zone('PARTNERS_PRO')}/subscription"
    return Target("PUT", path, order(), world.get(path))


def post_zone(world, _):
    return Target("POST", "/zones", {"name": world.fresh("body") + ".example", "account": {"id": world.account}},
                  lambda made: world.get(f"/zones/{made['id']}")())


def patch_zone(world, _):
    path = f"/zones/{world.new_zone('PARTNERS_BIZ')}"
    return Target("PATCH", path, {}, world.get(path))


def patch_hold(world, _):
    path = f"/zones/{world.new_zone('PARTNERS_ENT')}/hold"
    return Target("PATCH", path, {}, world.get(path))


def patch_setting(world, member):
    path = f"/zones/{world.new_zone()}/settings/" + ("ssl_recommender" if member == "/enabled" else "ssl")
    return Target("PATCH", path, {}, world.get(path))


def patch_settings(world, member):
    path = f"/zones/{world.new_zone('PARTNERS_ENT')}/settings"
    name = {"/-/enabled": "ssl_recommender", "/-/time_remaining": "development_mode"}.get(member, "ssl")
    return Target("PATCH", path, [{"id": name, "enabled" if name == "ssl_recommender" else "value":
                                   {"ssl": "full", "development_mode": "on"}.get(name, False)}],
                  lambda *_: [world.get(f"{path}/{name}")()])


TARGETS = {
    "POST /accounts": post_account,
    "PUT /accounts/{account_id}": put_account,
    "PUT /accounts/{account_id}/profile": put_profile,
    "POST /accounts/{account_id}/move": move_account,
    "POST /accounts/{account_id}/access/users": post_access_user,
    "PUT /accounts/{account_id}/access/users/{user_id}": put_access_user,
    "POST /accounts/{account_id}/iam/resource_groups": post_group,
    "PUT /accounts/{account_id}/iam/resource_groups/{resource_group_id}": put_group,
    "POST /accounts/{account_id}/members": post_member,
    "PUT /accounts/{account_id}/members/{member_id}": put_member,
    "POST /accounts/{account_id}/subscriptions": buy_for_account,
    "PUT /accounts/{account_id}/subscriptions/{subscription_identifier}": change_for_account,
    "POST /zones/{zone_id}/subscription": buy_for_zone,
    "PUT /zones/{zone_id}/subscription": change_for_zone,
    "POST /zones": post_zone,
    "PATCH /zones/{zone_id}": patch_zone,
    "PATCH /zones/{zone_id}/hold": patch_hold,
    "PATCH /zones/{zone_id}/settings": patch_settings,
    "PATCH /zones/{zone_id}/settings/{setting_id}": patch_setting,
}
# Bodies that exclude each other, one of them each: the document says so in words.
APART = {"/standalone": "/unit", "/roles": "/policies", "/enabled": "/value"}
# Each value of a setting is tried by catalogue.py.
ELSEWHERE = ("/-/value/", "/value/")


def values(world, operation, pointer, schema):
    """Good values for a member, other than those of the target's base. The document cannot tell them where another
    object, or a rule in words, makes a value a good one."""
    last = pointer.split("/")[-1]
    special = {
        "/unit": [{"id": world.units[1]}], "/unit/id": [world.units[1]], "/account": [{"id": world.other}],
        "/account/id": [world.other], "/destination_organization_id": [world.units[1]],
        "/settings": [{"enforce_twofactor": True, "abuse_contact_email": "abuse@body.example"}],
        "/roles": [[SUPER_ADMINISTRATOR] if operation.startswith("POST") else [{"id": SUPER_ADMINISTRATOR}]],
        "/roles/-/id": [SUPER_ADMINISTRATOR],
        "/policies": [[dict(policy(world), permission_groups=[{"id": world.permissions[3]}])]],
        "/policies/-/permission_groups": [[{"id": world.permissions[3]}]],
        "/policies/-/permission_groups/-/id": [world.permissions[3]],
        "/policies/-/resource_groups": [[{"id": world.resources[1]}]],
        "/policies/-/resource_groups/-/id": [world.resources[1]],
        "/scope": [{"key": "com.cloudflare.api.account", "objects": [{"key": "com.cloudflare.api.zone.2"}]}],
        "/scope/objects": [[{"key": "com.cloudflare.api.zone.2"}]],
        "/vanity_name_servers": [["ns1.body.example", "ns2.body.example"]],
        "/hold_after": ["2099-01-02T03:04:05Z"], "/enabled": [True], "/value": ["strict"], "/-/enabled": [True],
        "/-/value": ["strict"], "/-/id": ["tls_1_3"], "/plan/id": ["PARTNERS_ENT"],
    }
    if "subscription" in operation:
        teams = "/accounts/" in operation
        special |= {"/rate_plan": [{"id": "TEAMS_ENT" if teams else "PARTNERS_BIZ"}],
                    "/rate_plan/id": ["TEAMS_ENT" if teams else "PARTNERS_BIZ"],
                    "/component_values": [[{"name": "users" if teams else "page_rules", "value": 60}]],
                    # One that the plan does not have is no matter of the document.
                    "/component_values/-/name": ["users" if teams else "wings"], "/component_values/-/value": [60]}
    if pointer in special:
        return special[pointer]
    if "enum" in schema:
        return schema["enum"]
    if last == "email":
        return [world.fresh("other") + "@body.example"]
    if operation == "POST /zones" and last == "name":
        return [world.fresh("other") + ".example"]
    kind = schema.get("type", "string")
    if "properties" in schema:
        return []  # what it has is tried
    return {"boolean": [True, False], "number": [7], "integer": [7], "array": [[world.fresh("Other")]],
            "object": [{"other": "Other"}]}.get(kind, [world.fresh("Other")])


def put_in(body, pointer, value):
    """The body with the value at the pointer: in the first item of a list."""
    body = copy.deepcopy(body)
    parts = pointer.strip("/").split("/")
    place = body
    for part, after in zip(parts[:-1], parts[1:]):
        below = [{}] if after == "-" else {}
        if part == "-":
            place = place[0]
        else:
            place = place.setdefault(part, below)
    if isinstance(place, list):
        place = place[0]
    place[parts[-1]] = value
    return body


def places(value, pointer):
    """All that stands at the pointer."""
    found = [value]
    for part in filter(None, pointer.split("/")):
        below = []
        for one in found:
            if part == "-":
                below += one if isinstance(one, list) else [one]
            elif isinstance(one, list):
                below += [item[part] for item in one if isinstance(item, dict) and part in item]
            elif isinstance(one, dict) and part in one:
                below.append(one[part])
        found = below
    return found


def holds(got, sent):
    """Whether what reads back has what was sent: maps may have more, roles may be more than ids."""
    if isinstance(sent, dict):
        return isinstance(got, dict) and all(name in got and holds(got[name], value) for name, value in sent.items())
    if isinstance(sent, list):
        return isinstance(got, list) and all(any(holds(item, value) for item in got) for value in sent)
    return got == sent or (isinstance(got, dict) and got.get("id") == sent) or (isinstance(got, list) and sent in got)


def reads_as(operation, pointer, value, read):
    """Whether the object that was read shows the value."""
    elsewhere = {"/unit": "/managed_by", "/unit/id": "/managed_by/parent_org_id",
                 "/destination_organization_id": "/managed_by/parent_org_id"}
    if pointer == "/standalone":
        return "managed_by" not in read
    if pointer == "/unit":
        value = {"parent_org_id": value["id"]}
    if pointer.startswith("/scope"):
        read = dict(read, scope=read["scope"][0] if isinstance(read["scope"], list) else read["scope"])
    if pointer == "/component_values/-/name":
        return value in [item["name"] for item in read.get("component_values", [])]
    return any(holds(got, value) for got in places(read, elsewhere.get(pointer, pointer)))


class Dropped:
    """The list that --help prints; each line of it has to be needed."""

    def __init__(self, program):
        text = subprocess.run([program, "--help"], capture_output=True, text=True, check=True).stdout
        section = text.split("Members of request bodies that are dropped without a word:\n")
        assert len(section) == 2, "--help has no list of members that are dropped"
        self.entries = [(method, path, pointers.split())
                        for method, path, pointers in re.findall(r"^  (\S+) (?:(/\S+) )?(\S.*)\n    \S", section[1], re.M)]
        self.met = set()

    def has(self, operation, pointer, read_only):
        method, path = operation.split(" ")
        for of_method, of_path, pointers in self.entries:
            if of_method not in ("*", method) or not fnmatch.fnmatchcase(path, of_path or "*"):
                continue
            for pattern in pointers:
                below = pattern.endswith("/*") and pattern[:-2] == pointer
                if (pattern == "(read-only)" and read_only) or below or fnmatch.fnmatchcase(pointer, pattern):
                    self.met.add((of_method, of_path, pattern))
                    return True
        return False

    def unmet(self):
        every = {(method, path, pattern) for method, path, pointers in self.entries for pattern in pointers}
        return sorted(every - self.met)


def try_member(world, operation, pointer, value):
    """What becomes of it: carried out, refused or dropped."""
    target = TARGETS[operation](world, pointer)
    body = target.base if pointer.startswith("/-") else dict(target.base)
    for one, other in [*APART.items(), *((b, a) for a, b in APART.items())]:
        if pointer == one and isinstance(body, dict):
            body.pop(other[1:], None)
    headers = {"Contract-Provoked": "yes"}
    status, answer = world.sim.send(target.method, target.path, body=put_in(body, pointer, value), headers=headers)
    if 400 <= status < 500:
        return "refused"
    assert status < 300, f"{operation} with {pointer} {value!r} answered {status}: {answer}"
    return "carried out" if reads_as(operation, pointer, value, target.read((answer or {}).get("result"))) else "dropped"


def try_bodies(sim, program, document, routes):
    """Complaints about members of request bodies, and about the list of those that are dropped."""
    world, dropped = World(sim), Dropped(program)
    counts = {}
    for method, path in routes:
        operation = f"{method} {path}"
        schema = document.body(method, path)
        if schema is None:
            continue
        if operation not in TARGETS:
            yield f"{operation} has a body in the document that tests/contract/bodies.py does not try"
            continue
        tried = set()
        for pointer, member, read_only in document.members(schema):
            if pointer in tried or any(part in pointer for part in ELSEWHERE):
                continue
            tried.add(pointer)
            for value in values(world, operation, pointer, member):
                became = try_member(world, operation, pointer, value)
                counts[became] = counts.get(became, 0) + 1
                if became == "dropped" and not dropped.has(operation, pointer, read_only):
                    yield f"{operation} drops {pointer} ({value!r}) without a word, and --help does not say so"
    for entry in dropped.unmet():
        yield f"--help says that the simulator drops {entry}, and nothing is"
    print("members of request bodies:", ", ".join(f"{number} values {word}" for word, number in sorted(counts.items())))
