"""The tenant that is measured: manifests of what is live, manifests where 1 % differs, and the
calls that each run may cost.

To measure another list of an account (members, plans): seed it in the simulator, write it in
`account_lines`, and count its calls in `calls_to_read` and `calls_to_apply`.
"""

import collections
import json

ONE_IN = 100  # differs
PAGE = 50
MOST_ACCOUNTS_OF_A_SWEEP = 500


class Tenant:
    """`same` and `changed` are folders with one file for each customer, who has one account."""

    def __init__(self, state, folder):
        accounts, zones = state["accounts"], collections.defaultdict(list)
        for number, zone in enumerate(state["zones"]):
            zones[zone["account"]["id"]].append((number % ONE_IN == 0, zone))
        self.accounts = len(accounts)
        self.zones = [len(zones[account["id"]]) for account in accounts]
        self.changed_accounts = len(accounts[::ONE_IN])
        self.changed_zones = len(state["zones"][::ONE_IN])
        self.steps = self.changed_accounts + self.changed_zones
        self.same, self.changed = folder / "same", folder / "changed"
        for path, change in ((self.same, False), (self.changed, True)):
            path.mkdir()
            for number, account in enumerate(accounts):
                differs = change and number % ONE_IN == 0
                own = [(change and chosen, zone) for chosen, zone in zones[account["id"]]]
                text = customer_text(f"c{number:05}", account_lines(account, differs, own))
                (path / f"c{number:05}.yaml").write_text(text, encoding="utf-8")

    def swap(self):
        """After an apply: what was changed is what is live."""
        self.same, self.changed = self.changed, self.same

    def calls_to_read(self):
        if self.accounts <= MOST_ACCOUNTS_OF_A_SWEEP:
            zones = pages(sum(self.zones))
        else:
            zones = sum(pages(count) for count in self.zones)
        return {"GET /accounts": pages(self.accounts), "GET /zones": zones}

    def calls_to_apply(self):
        """An account is read again before it is written, because PUT takes it whole."""
        return {**self.calls_to_read(), "GET /accounts/{account_id}": self.changed_accounts,
                "PUT /accounts/{account_id}": self.changed_accounts, "PATCH /zones/{zone_id}": self.changed_zones}


def pages(items):
    return max(1, -(-items // PAGE))


def customer_text(name, lines):
    head = ["apiVersion: tenantry/v1", "kind: Customer", "metadata:", f"  name: {name}",
            "  labels: {tier: gold}", "spec:", "  accounts:"]
    return "\n".join(head + lines) + "\n"


def account_lines(account, differs, zones):
    settings = account["settings"]
    two_factors = settings["enforce_twofactor"] != differs
    lines = [f"    - name: {json.dumps(account['name'])}", f"      type: {account['type']}", "      settings:",
             f"        enforce_twofactor: {json.dumps(two_factors)}"]
    if settings["abuse_contact_email"]:
        lines.append(f"        abuse_contact_email: {settings['abuse_contact_email']}")
    lines.append("      zones:")
    for zone_differs, zone in zones:
        lines.append(f"        - name: {zone['name']}")
        lines.append(f"          paused: {json.dumps(zone['paused'] != zone_differs)}")
    return lines
