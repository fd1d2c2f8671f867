"""Answers about objects with nothing that may be absent, and with all that may be there. They are held against the
document as all others are."""

TIME = "2026-01-02T03:04:05Z"


def make_bare(sim):
    """Accounts of no unit and without settings, zones without anything, people of whom only the address is known."""
    account = sim.good("POST", "/accounts", body={"name": "Bare", "standalone": True})["id"]
    zone = sim.good("POST", "/zones", body={"name": "bare.example", "account": {"id": account}})["id"]
    change(sim, f"/zones/{zone}", {"original_name_servers": None, "name_servers": [], "status": "initializing"})
    sim.good("POST", f"/accounts/{account}/members", body={"email": "bare@bare.example", "roles": [role(sim, account)]})
    sim.good("POST", f"/accounts/{account}/access/users", body={"email": "bare@bare.example"}, status=201)
    sim.good("POST", f"/accounts/{account}/subscriptions", body={"rate_plan": {"id": "TEAMS_FREE"}})
    return account, zone


def make_full(sim, unit):
    account = sim.good("POST", "/accounts", body={"name": "Full", "type": "enterprise", "unit": {"id": unit}})["id"]
    settings = {"enforce_twofactor": True, "abuse_contact_email": "abuse@full.example"}
    sim.good("PUT", f"/accounts/{account}", body={"id": account, "name": "Full", "settings": settings})
    profile = {name: name for name in ("business_name", "business_address", "business_phone", "business_email",
                                       "external_metadata")}
    sim.good("PUT", f"/accounts/{account}/profile", body=profile, status=204)
    zone = sim.good("POST", "/zones", body={"name": "full.example", "account": {"id": account}, "type": "partial"})["id"]
    change(sim, f"/zones/{zone}", {"plan": {"legacy_id": "enterprise"}, "status": "active", "activated_on": TIME,
                                   "vanity_name_servers": ["ns1.full.example"], "development_mode": 60,
                                   "original_name_servers": ["ns1.before.example"], "paused": True})
    sim.good("DELETE", f"/zones/{zone}/hold", {"hold_after": "2099-01-01T00:00:00Z"})
    sim.good("PATCH", f"/zones/{zone}/settings/ssl", body={"value": "strict"})
    make_full_people(sim, account)
    components = [{"name": "page_rules", "value": 50}]
    sim.good("PUT", f"/zones/{zone}/subscription", body={"rate_plan": {"id": "PARTNERS_BIZ"}, "frequency": "yearly",
                                                         "component_values": components})
    users = [{"name": "users", "value": 50}]
    sim.good("POST", f"/accounts/{account}/subscriptions", body={"rate_plan": {"id": "TEAMS_STANDARD"}, "frequency": "yearly",
                                                                 "component_values": users})
    return account, zone


def make_full_people(sim, account):
    groups = {name: sim.good("GET", f"/accounts/{account}/iam/{name}")[:1] for name in ("permission_groups", "resource_groups")}
    policy = {"access": "allow", **{name: [{"id": group["id"]} for group in found] for name, found in groups.items()}}
    for email, grants in (("role@full.example", {"roles": [role(sim, account)]}), ("policy@full.example", {"policies": [policy]}),
                          ("deny@full.example", {"policies": [dict(policy, access="deny")]})):
        sim.good("POST", f"/accounts/{account}/members", body={"email": email, "status": "accepted", **grants})
    user = sim.good("POST", f"/accounts/{account}/access/users", body={"email": "full@full.example", "name": "Full"}, status=201)
    change(sim, f"/access-users/{user['id']}", {"access_seat": True, "gateway_seat": True, "active_device_count": 3,
                                                "last_successful_login": TIME})


def role(sim, account):
    return sim.good("GET", f"/accounts/{account}/roles")[0]["id"]


def change(sim, path, body):
    sim.ask_control("PATCH", path, body)


def ask_about(sim, account, zone):
    """Every way in which they are read."""
    of_account = f"/accounts/{account}"
    for path in ("", "/profile", "/members", "/access/users", "/subscriptions", "/roles", "/iam/permission_groups",
                 "/iam/resource_groups"):
        found = sim.good("GET", of_account + path)
        if path in ("/members", "/access/users"):
            for item in found:
                sim.good("GET", f"{of_account}{path}/{item['id']}")
    sim.good("GET", "/accounts", {"name": sim.good("GET", of_account)["name"]})
    sim.good("GET", "/zones", {"account.id": account})
    for path in ("", "/settings", "/available_plans", "/available_rate_plans"):
        sim.good("GET", f"/zones/{zone}{path}")
    for path in ("/hold", "/subscription"):  # 1005 and 1207 say that there is none
        sim.send("GET", f"/zones/{zone}{path}")


def ask_about_bare_and_full_objects(sim):
    unit = sim.good("GET", "/tenants/" + sim.good("GET", "/user/tenants")[0]["id"])["tenant_units"][0]["unit_tag"]
    for account, zone in (make_bare(sim), make_full(sim, unit)):
        ask_about(sim, account, zone)
