"""Every route of the simulator, answered well and in every documented way badly."""

import pathlib
import re

from people_and_purchases import ask_about_people_and_purchases
from settings_and_holds import ask_about_settings_and_holds

UNKNOWN = "0" * 32
DUMMIES = {"account_id": UNKNOWN, "zone_id": UNKNOWN, "tenant_id": UNKNOWN}


def routes(source):
    """Read from the simulator's own text, so that a new route is not forgotten here."""
    found = []
    for file in sorted(pathlib.Path(source).glob("*.cpp")):
        found += re.findall(r'router\.add\(\s*"([A-Z]+)",\s*"([^"]+)"', file.read_text(encoding="utf-8"))
    return found


def filled(route):
    return re.sub(r"\{(\w+)\}", lambda match: DUMMIES.get(match.group(1), UNKNOWN), route)


def read_user_and_tenants(sim, quirks):
    sim.good("GET", "/user")
    sim.good("GET", "/user/tokens/verify", credentials={"Authorization": f"Bearer {sim.token}"})
    sim.provoke(403, "GET", "/user/tokens/verify")
    tenants = sim.good("GET", "/user/tenants")
    tenant = "/tenants/" + tenants[0]["tenant_tag" if quirks else "id"]
    sim.good("GET", tenant)
    for part in ("account_types", "memberships", "entitlements"):
        sim.good("GET", f"{tenant}/{part}")
    # Documented in two ways: with paging, and without parameters.
    sim.good("GET", f"{tenant}/accounts", {"page": 1, "per_page": 5, "order": "name", "direction": 1})
    if quirks:
        sim.provoke(400, "GET", f"{tenant}/accounts")
    else:
        sim.good("GET", f"{tenant}/accounts")
    sim.provoke(400, "GET", f"{tenant}/accounts", {"page": 0, "per_page": 5})
    return sim.good("GET", tenant)["tenant_units"][0]["unit_tag"]


def write_accounts(sim, quirks, unit):
    new = {"name": "Raw", "type": "enterprise", "unit": {"id": unit}}
    key = {"Idempotency-Key": "k" * 128}
    account = sim.good("POST", "/accounts", body=new, headers=key)
    assert account == sim.good("POST", "/accounts", body=new, headers=key)
    sim.good("POST", "/accounts", body={"name": "Raw alone", "standalone": True})
    profile = {name: name for name in ("business_name", "business_address", "business_phone",
                                       "business_email", "external_metadata")}
    sim.good("POST", "/accounts", body={"name": "Raw known", "unit": {"id": unit}, **profile})
    sim.provoke(400, "POST", "/accounts", body=dict(new, name="Other"), headers=key)
    sim.provoke(400, "POST", "/accounts", body=new, headers={"Idempotency-Key": "k" * 129})
    sim.provoke(500 if quirks else 200, "POST", "/accounts", body=dict(new, settings={}))
    for wrong in ({"name": None}, {"name": " "}, {"name": "x" * 101}, {"name": "<"}, {"type": "free"},
                  {"unit": None}, {"unit": {"id": 1}}, {"standalone": True}, {"business_name": "x" * 121}):
        sim.provoke(400, "POST", "/accounts", body=dict(new, **wrong))
    sim.provoke(403, "POST", "/accounts", body=dict(new, unit={"id": "another"}))
    for text in ("", "{", "[]", "{}" * 2):
        sim.provoke(400, "POST", "/accounts", body=text)
    sim.provoke(413, "POST", "/accounts", body=" " * (1 << 20) + "{}")
    path = "/accounts/" + account["id"]
    wanted = {"id": account["id"], "name": "Raw, renamed"}
    sim.good("PUT", path, body=wanted)
    sim.good("PUT", path, body=dict(wanted, settings={"enforce_twofactor": True, "abuse_contact_email": "a@b.example"}))
    sim.provoke(400 if quirks else 200, "PUT", path, body=dict(wanted, type="enterprise"))
    for wrong in ({"id": UNKNOWN}, {"name": ""}, {"type": "standard"}, {"settings": 1},
                  {"settings": {"enforce_twofactor": "on"}}, {"settings": {"abuse_contact_email": 1}}):
        sim.provoke(400, "PUT", path, body=dict(wanted, **wrong))
    sim.good("PUT", path + "/profile", body=profile, status=204)
    sim.provoke(400, "PUT", path + "/profile", body={"business_name": "alone"})
    assert sim.good("GET", path + "/profile") == profile
    sim.good("GET", path)
    return account


def list_accounts(sim):
    sim.good("GET", "/accounts")
    sim.good("GET", "/accounts", {"name": "Raw", "page": 1, "per_page": 5, "direction": "desc"})
    sim.good("GET", "/accounts", {"page": 1000, "per_page": 50})
    for wrong in ({"page": 0}, {"page": "x"}, {"per_page": 4}, {"per_page": 51}, {"direction": "up"}):
        sim.provoke(400, "GET", "/accounts", wrong)


def write_zones(sim, account):
    new = {"name": "raw.example", "account": {"id": account["id"]}}
    zone = sim.good("POST", "/zones", body=new)
    for kind in ("partial", "secondary", "internal"):
        sim.good("POST", "/zones", body=dict(new, name=f"raw-{kind}.example", type=kind))
    sim.provoke(400, "POST", "/zones", body=new)
    for label in ("unregistered", "notroot", "lookup-failed", "no-subdomain", "subdomain", "blocked",
                  "restricted", "held"):
        sim.provoke(400, "POST", "/zones", body=dict(new, name=f"raw.{label}.example"))
    for wrong in ({"name": None}, {"name": "no domain"}, {"account": {}}, {"account": {"id": UNKNOWN}}, {"type": "half"}):
        sim.provoke(400, "POST", "/zones", body={**new, "name": "other.example", **wrong})
    path = "/zones/" + zone["id"]
    for change in ({"paused": True}, {"type": "partial"}, {"plan": {"id": "enterprise"}}):
        sim.good("PATCH", path, body=change)
    for wrong in ({"paused": True}, {"paused": "no"}, {"type": "half"}, {"type": "full", "paused": False}, {},
                  {"vanity_name_servers": ["ns.raw.example"]}, {"name": "new.example"}):
        sim.provoke(400, "PATCH", path, body=wrong)
    sim.good("PUT", path + "/activation_check")
    sim.provoke(400, "PUT", path + "/activation_check")
    sim.good("GET", path)
    return zone


def list_zones(sim, account):
    sim.good("GET", "/zones")
    sim.good("GET", "/zones", {"account.id": account["id"], "account.name": "contains:Raw", "name": "starts_with:raw",
                               "status": "pending", "type": "full,partial", "match": "any", "order": "account.name",
                               "direction": "desc", "page": 1, "per_page": 50})
    sim.good("GET", "/zones", {"type": "internal"})
    for wrong in ({"page": 0}, {"per_page": 51}, {"per_page": 4}, {"status": "gone"}, {"type": "half"},
                  {"order": "size"}, {"direction": "up"}, {"match": "none"}):
        sim.provoke(400, "GET", "/zones", wrong)


def break_credentials(sim, all_routes):
    sim.provoke(401, "GET", "/user", credentials={})
    sim.provoke(400, "GET", "/user", credentials={"Authorization": "Basic x"})
    sim.provoke(400, "GET", "/user", credentials={"X-Auth-Email": "nobody", "X-Auth-Key": "x"})
    sim.provoke(400, "GET", "/user", credentials={"X-Auth-Email": "a@b.example", "X-Auth-Key": "with blanks"})
    for method, route in all_routes:
        if route.startswith("/billing/"):
            continue  # asks for none
        sim.provoke(401, method, filled(route), credentials={"Authorization": "Bearer wrong"})
        sim.provoke(403, method, filled(route), credentials={"X-Auth-Email": "a@b.example", "X-Auth-Key": "wrong"})


def name_what_is_not_there(sim, all_routes):
    for method, route in all_routes:
        if "{" in route:
            sim.provoke(404, method, filled(route), body={} if method in ("POST", "PUT", "PATCH") else None)
    sim.provoke(404, "GET", "/no/such/route")
    sim.provoke(404, "GET", "/accounts/")
    sim.provoke(405, "PATCH", "/accounts", body={})


def ask_where_simulated(sim, account, zone, all_routes):
    """Endpoints that the simulator may have: each answered well once."""
    have = {route for method, route in all_routes if method == "GET"}
    if "/billing/rate_plans/{public_key}" in have:  # without any credential
        sim.good("GET", "/billing/rate_plans/PARTNERS_PRO", credentials={})
        sim.provoke(404, "GET", "/billing/rate_plans/NO_SUCH_PLAN", credentials={})
    if "/accounts/{account_id}/entitlements" in have:
        sim.good("GET", f"/accounts/{account['id']}/entitlements")
    if "/zones/{zone_id}/entitlements" in have:
        sim.good("GET", f"/zones/{zone['id']}/entitlements")
    if "/accounts/{account_id}/logs/audit" in have:
        log = f"/accounts/{account['id']}/logs/audit"
        between = {"since": "2026-01-01", "before": "2099-01-01"}
        sim.good("GET", log, between)
        sim.good("GET", log, {**between, "limit": 1, "cursor": "3", "direction": "desc"})
        for wrong in ({"since": "yesterday"}, {"limit": 0}, {"direction": "up"}, {"cursor": "x"}):
            sim.provoke(400, "GET", log, {**between, **wrong})
        sim.provoke(400, "GET", log)


def ask_organizations(sim, all_routes):
    """A tenant whose units are organizations."""
    have = {route for method, route in all_routes if method == "GET"}
    organizations = sim.good("GET", "/organizations")
    assert organizations
    sim.good("GET", "/organizations", {"page_size": "10"})
    for route in ("/organizations/{organization_id}", "/organizations/{organization_id}/accounts"):
        if route in have:
            sim.good("GET", route.replace("{organization_id}", organizations[0]["id"]))


def ask_everything(sim, quirks, all_routes):
    unit = read_user_and_tenants(sim, quirks)
    account = write_accounts(sim, quirks, unit)
    zone = write_zones(sim, account)
    list_accounts(sim)
    list_zones(sim, account)
    ask_about_people_and_purchases(sim, quirks, account, zone)
    ask_about_settings_and_holds(sim, quirks, account, zone)
    ask_where_simulated(sim, account, zone, all_routes)
    break_credentials(sim, all_routes)
    name_what_is_not_there(sim, all_routes)
    sim.good("DELETE", "/zones/" + zone["id"])
    sim.good("DELETE", "/accounts/" + account["id"])


def ask_too_much(sim):
    """501 accounts that may have no pending zone, and three requests a minute."""
    sim.provoke(400, "GET", "/zones")
    account = sim.good("GET", "/accounts", {"per_page": 5})[0]["id"]
    sim.provoke(400, "POST", "/zones", body={"name": "one-too-many.example", "account": {"id": account}})
    sim.provoke(429, "GET", "/accounts")
    sim.provoke(429, "GET", "/zones")
