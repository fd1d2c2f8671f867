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
    sim.good("POST", hold, {"include_subdomains": "true"})
    sim.good("PATCH", hold, body={"include_subdomains": False})
    sim.provoke(400, "PATCH", hold, body={"include_subdomains": "half"})


def ask_about_settings_and_holds(sim, quirks, account, zone):
    write_settings(sim, quirks, "/zones/" + zone["id"])
    write_holds(sim, quirks, account)
