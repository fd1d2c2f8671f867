"""Members, what they can be given, and subscriptions: answered well and in every documented way badly."""

ADMINISTRATOR = "05784afa30c1afe1440e79d9351c7430"
ROBOT = "robot@raw.example"
ROBOT_TOKEN = {"Authorization": "Bearer robot-token"}


def read_catalogues(sim, path):
    roles = sim.good("GET", path + "/roles")
    sim.good("GET", path + "/roles", {"page": 2, "per_page": 5})
    sim.good("GET", f"{path}/roles/{roles[0]['id']}")
    sim.provoke(400, "GET", path + "/roles", {"page": 0})
    groups = sim.good("GET", path + "/iam/permission_groups", {"page": 1, "per_page": 50})
    group = groups[0]
    sim.good("GET", path + "/iam/permission_groups",
             {"id": group["id"], "name": group["name"], "label": group["meta"]["label"]})
    sim.good("GET", f"{path}/iam/permission_groups/{group['id']}")
    sim.provoke(400, "GET", path + "/iam/permission_groups", {"per_page": 51})
    return group


def write_resource_groups(sim, path):
    groups = path + "/iam/resource_groups"
    whole = sim.good("GET", groups, {"page": 1, "per_page": 5})[0]
    scope = {"key": "com.cloudflare.api.account.zone", "objects": [{"key": "com.cloudflare.api.zone.1"}]}
    made = sim.good("POST", groups, body={"name": "Shops", "scope": scope})
    one = f"{groups}/{made['id']}"
    sim.good("PUT", one, body={"name": "Blogs", "scope": scope})
    sim.good("GET", one)
    sim.good("GET", groups, {"id": made["id"], "name": "Blogs"})
    for wrong in ({}, {"name": "Shops"}, {"name": "Shops", "scope": {"key": "k", "objects": []}}):
        sim.provoke(400, "POST", groups, body=wrong)
    sim.good("DELETE", one)
    return whole


def write_members(sim, quirks, path, permission_group, resource_group):
    members = path + "/members"
    new = {"email": "raw@raw.example", "roles": [ADMINISTRATOR], "status": "pending"}
    member = sim.good("POST", members, body=new)
    policy = {"access": "allow", "permission_groups": [{"id": permission_group["id"]}],
              "resource_groups": [{"id": resource_group["id"]}]}
    by_policy = {"email": "policy@raw.example", "policies": [policy], "status": "accepted"}
    sim.good("POST", members, body=by_policy)
    sim.provoke(400, "POST", members, body=dict(new, email="RAW@raw.example"))
    for wrong in ({"email": None}, {"email": "raw"}, {"email": "x" * 80 + "@raw.example"}, {"roles": []},
                  {"roles": ["nope"]}, {"status": "on"}, {"email": "raw@too-many.example"},
                  {"email": "raw@unknown.example", "status": "accepted"}):
        sim.provoke(400, "POST", members, body=dict(new, **{"email": "other@raw.example", **wrong}))
    both = dict(by_policy, email="both@raw.example", roles=[ADMINISTRATOR])
    sim.provoke(200 if quirks else 400, "POST", members, body=both)
    one = f"{members}/{member['id']}"
    sim.good("PUT", one, body={"roles": [{"id": ADMINISTRATOR}]})
    sim.good("PUT", one, body={"policies": [policy]})
    sim.provoke(400, "PUT", one, body={"roles": [ADMINISTRATOR]})
    sim.good("GET", one)
    sim.good("GET", members, {"status": "pending", "order": "user.email", "direction": "desc", "page": 1, "per_page": 50})
    for wrong in ({"status": "on"}, {"order": "size"}, {"direction": "up"}, {"per_page": 51}):
        sim.provoke(400, "GET", members, wrong)
    sim.good("DELETE", one)


def answer_invitations(sim, path):
    sim.ask_control("POST", "/users", {"email": ROBOT, "token": "robot-token"})
    sim.good("POST", path + "/members", body={"email": ROBOT, "roles": [ADMINISTRATOR]})
    sim.provoke(403, "GET", path, credentials=ROBOT_TOKEN)
    [membership] = sim.good("GET", "/memberships", {"status": "pending", "order": "account.name"}, credentials=ROBOT_TOKEN)
    one = f"/memberships/{membership['id']}"
    sim.good("GET", one, credentials=ROBOT_TOKEN)
    sim.provoke(400, "PUT", one, body={"status": "on"}, credentials=ROBOT_TOKEN)
    sim.good("PUT", one, body={"status": "accepted"}, credentials=ROBOT_TOKEN)
    sim.provoke(400, "GET", "/memberships", {"status": "on"}, credentials=ROBOT_TOKEN)
    sim.provoke(403, "POST", "/accounts", body={"name": "Robot's"}, credentials=ROBOT_TOKEN)
    sim.good("DELETE", one, credentials=ROBOT_TOKEN)


def buy(sim, account, zone, quirks):
    def plan(name, **more):
        return {"rate_plan": {"id": name}, **more}
    one = f"/zones/{zone['id']}/subscription"
    if quirks:
        sim.provoke(500, "GET", one)
        sim.send("GET", one)
    else:
        sim.provoke(404, "GET", one)
    many = [{"name": "page_rules", "value": 60}]
    sim.provoke(400, "PUT", one, body=plan("PARTNERS_PRO"))
    sim.good("POST", one, body=plan("PARTNERS_BIZ", frequency="yearly", component_values=many))
    sim.good("POST", one, body=plan("PARTNERS_BIZ"))  # works as PUT does
    sim.good("GET", one)
    for wrong in ({}, plan("CF_PRO"), plan("PARTNERS_PRO", frequency="daily"),
                  plan("PARTNERS_PRO", component_values=[{"name": "wings", "value": 2}])):
        sim.provoke(400, "PUT", one, body=wrong)
    for name in ("PARTNERS_ENT", "PARTNERS_FREE"):
        sim.good("PUT", one, body=plan(name))
    sim.send("GET", one)
    sim.good("GET", f"/zones/{zone['id']}/available_rate_plans")
    plans = sim.good("GET", f"/zones/{zone['id']}/available_plans")
    sim.good("GET", f"/zones/{zone['id']}/available_plans/{plans[0]['id']}")
    all_of_it = f"/accounts/{account['id']}/subscriptions"
    seats = sim.good("POST", all_of_it, body=plan("TEAMS_STANDARD", component_values=[{"name": "users", "value": 60}]))
    sim.good("PUT", f"{all_of_it}/{seats['id']}", body=plan("TEAMS_ENT", frequency="monthly"))
    sim.good("GET", all_of_it)
    sim.provoke(400, "POST", all_of_it, body=plan("NOPE"))
    sim.provoke(403, "POST", all_of_it, body=plan("MAGIC_WAN"))
    for _ in range(2):
        sim.good("DELETE", f"{all_of_it}/{seats['id']}")


def ask_about_people_and_purchases(sim, quirks, account, zone):
    path = "/accounts/" + account["id"]
    permission_group = read_catalogues(sim, path)
    resource_group = write_resource_groups(sim, path)
    write_members(sim, quirks, path, permission_group, resource_group)
    answer_invitations(sim, path)
    buy(sim, account, zone, quirks)
