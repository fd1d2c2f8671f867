"""Settings and holds of zones: answered well and in every documented way badly."""


def write_settings(sim, quirks, path):
    settings = path + "/settings"
    sim.good("GET", settings)
    one = settings + "/ssl"
    sim.good("PATCH", one, body={"value": "strict"})
    sim.good("GET", one)
    sim.good("PATCH", settings + "/ssl_recommender", body={"enabled": True})
    sim.provoke(400, "GET", settings + "/no_such_setting")
    for wrong in ({"value": "half"}, {"value": 1}, {}):
        sim.provoke(400, "PATCH", one, body=wrong)
    sim.provoke(400, "PATCH", settings + "/advanced_ddos", body={"value": "on"})
    items = [{"id": "brotli", "value": "off"}]
    # The document wants a bare array, practice an object around it.
    sim.good("PATCH", settings, body={"items": items} if quirks else items)
    sim.provoke(400, "PATCH", settings, body={"items": [{"id": "brotli", "value": "half"}]})


def write_holds(sim, quirks, account):
    free = sim.good("POST", "/zones", body={"name": "raw-open.example", "account": {"id": account["id"]}})
    sim.provoke(400, "GET", f"/zones/{free['id']}/hold")
    zone = sim.good("POST", "/zones", body={"name": "raw-own.example", "account": {"id": account["id"]}})
    path = "/zones/" + zone["id"]
    buy = {"rate_plan": {"id": "PARTNERS_ENT"}}
    if quirks:  # the first call for a new zone ends with 500
        sim.provoke(500, "POST", path + "/subscription", body=buy)
    sim.good("POST", path + "/subscription", body=buy)
    hold = path + "/hold"
    sim.good("GET", hold)
    sim.good("DELETE", hold)
    sim.good("DELETE", hold, {"hold_after": "2099-01-01T00:00:00Z"})
    sim.good("POST", hold, {"include_subdomains": "true"})
    sim.good("PATCH", hold, body={"include_subdomains": False})
    sim.provoke(400, "PATCH", hold, body={"include_subdomains": "half"})


def ask_about_settings_and_holds(sim, quirks, account, zone):
    write_settings(sim, quirks, "/zones/" + zone["id"])
    write_holds(sim, quirks, account)
    ask_about_users(sim, quirks, account)


def ask_about_users(sim, quirks, account):
    """What is left of the routes: each answered well once. The other way round they are asked elsewhere."""
    sim.good("POST", "/users", body={"email": "raw@svc.partner.example"})
    of_account = "/accounts/" + account["id"]
    user = sim.good("POST", of_account + "/access/users", body={"email": "raw-user@acme.example"}, status=201)
    sim.good("DELETE", f"{of_account}/access/users/{user['id']}", status=202)
    tenants = sim.good("GET", "/user/tenants")
    tenant = sim.good("GET", "/tenants/" + tenants[0]["tenant_tag" if quirks else "id"])
    unit = tenant["tenant_units"][1]["unit_tag"]
    sim.good("POST", of_account + "/move", body={"destination_organization_id": unit})
    token = "t" * 40
    sim.ask_control("POST", "/account-tokens", {"account": account["id"], "token": token})
    sim.good("GET", of_account + "/tokens/verify", credentials={"Authorization": f"Bearer {token}"})
