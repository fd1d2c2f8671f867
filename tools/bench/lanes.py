"""Lanes: customers with an identity of their own (a service user), against a simulator that counts.

A plan and an apply over all of them have to take the time of the slowest lane, or what the address
that they share allows, and nobody is ever told to slow down.
"""

import collections
import shutil
import sys

from commands import Command, Tenantry
from figures import shown, spread
from simulator import UNLIMITED, Simulator
from tenant import customer_text, pages

SHARE = 90  # percent of both limits
# Three lanes one after the other would take longer, the noise of a machine hardly ever does.
MOST_TIMES_THE_SLOWEST = 2

SERVICE_USERS = """apiVersion: tenantry/v1
kind: Tenant
spec: {service_users: {roles: [Administrator]}}
"""


class Limit(collections.namedtuple("Limit", "calls seconds")):
    """As the simulator and the configuration write it: 8/2s."""

    def __str__(self):
        return f"{self.calls}/{self.seconds}s"

    def floor(self, calls):
        """Seconds from the first of so many calls to the last; the share of a window may start at once."""
        return self.seconds * ((calls - 1) // (self.calls * SHARE // 100))


IDENTITY, ADDRESS = Limit(8, 2), Limit(200, 1)  # leave tenantry 3.5 and 180 calls a second


class Lanes:
    """Customers with one account of `zones` zones each. The manifests `full` are what is live, `strict`
    changes a setting of every zone."""

    def __init__(self, programs, lanes, zones, folder):
        self.programs, self.lanes, self.zones, self.folder = programs, lanes, zones, folder
        self.full, self.strict, self.live = self.write("full"), self.write("strict"), folder / "live.json"
        self.port = self.make_live()

    def write(self, ssl):
        path = self.folder / ssl
        path.mkdir()
        (path / "tenant.yaml").write_text(SERVICE_USERS, encoding="utf-8")
        for number in range(self.lanes):
            lines = [f"    - name: c{number}", "      zones:"]
            lines += [f"        - {{name: z{zone}.c{number}.example, settings: {{ssl: {ssl}}}}}"
                      for zone in range(self.zones)]
            lines.append(f"  service_user: {{email: {email(number)}}}")
            (path / f"c{number}.yaml").write_text(customer_text(f"c{number}", lines), encoding="utf-8")
        return path

    def tenantry(self, identity, address):
        configuration = f"""apiVersion: tenantry/v1
kind: Configuration
spec:
  pace: {{identity: "{identity}", address: "{address}", share: {SHARE}}}
  store: {{directory: {self.folder / "keys"}}}
"""
        return Tenantry(self.programs, self.folder, configuration, f"{self.lanes} lanes")

    def start(self, state, *options):
        return Simulator(self.programs / "tenantry-simulator", "--state", state, *options)

    def make_live(self):
        """The port that the users' keys are kept for."""
        make = Command("make", ["apply", "--auto-approve"], self.full, 0, "Done: ", None)
        with self.start(self.live, *UNLIMITED) as simulator:
            self.tenantry("off", "off").measure(make, simulator, simulator.key)
            return simulator.port

    def commands(self, lanes):
        """Of one lane, or of all."""
        only = [] if lanes == self.lanes else ["--customer", "c0"]
        reads = {"GET /accounts": pages(self.lanes), "GET /memberships": lanes, "GET /zones": lanes * pages(self.zones),
                 "GET /zones/{zone_id}/settings/{setting_id}": lanes * self.zones}
        writes = {"PATCH /zones/{zone_id}/settings/{setting_id}": lanes * self.zones}
        return [Command("plan", ["plan", "--detailed-exitcode", *only], self.full, 0, "Nothing to do: ", reads),
                Command("apply", ["apply", "--auto-approve", *only], self.strict, 0,
                        f"Done: 0 created, {lanes * self.zones} updated; ", {**reads, **writes})]

    def calls_of_lane(self, command):
        return 1 + pages(self.zones) + self.zones * (2 if command == "apply" else 1)

    def measure(self, command, lanes):
        """A simulator of its own for each run: what an earlier one has used up of a window would slow it."""
        state = shutil.copy(self.live, self.folder / "state.json")
        limits = ["--rate", str(IDENTITY), "--ip-rate", str(ADDRESS), "--port", str(self.port)]
        with self.start(state, *limits) as simulator:
            figures = self.tenantry(IDENTITY, ADDRESS).measure(command, simulator, simulator.key)
            rates, settings = simulator.rates(), simulator.state()["zone_settings"].values()
        calls = {email(number): self.calls_of_lane(command.name) for number in range(lanes)}
        calls[simulator.administrator] = pages(self.lanes)
        # The calls by endpoint are right by now, but each lane has to carry its own.
        if rates.calls != calls:
            sys.exit(f"{command.name}, {lanes} of {self.lanes} lanes: calls {rates.calls}, by the formula {calls}")
        changed = sum(setting["ssl"]["value"] == "strict" for setting in settings)
        if changed != lanes * self.zones * (command.name == "apply"):
            sys.exit(f"{command.name}, {lanes} of {self.lanes} lanes: {changed} zones have another setting now")
        return {**figures, "busiest_second": rates.busiest_second}

    def line(self, one, together, times):
        """One command, in one lane and in all."""
        runs = [(self.measure(one, 1), self.measure(together, self.lanes)) for _ in range(times)]
        lane, calls = self.calls_of_lane(one.name), sum(together.calls.values())
        floor = ADDRESS.floor(calls)
        for alone, everybody in runs:
            slowest = max(alone["wall_s"], floor)
            if everybody["wall_s"] > MOST_TIMES_THE_SLOWEST * slowest:
                sys.exit(f"{one.name}, {self.lanes} lanes: {everybody['wall_s']:.1f} s, "
                         f"where the slowest lane and the address need {slowest:.1f} s")
        return {"command": f"{one.name}, lanes", "lanes": self.lanes, "zones": self.lanes * self.zones,
                "repeat": times, "one_lane": spread([alone for alone, _ in runs]),
                "all_lanes": spread([everybody for _, everybody in runs]),
                **spread([{"ratio": everybody["wall_s"] / alone["wall_s"]} for alone, everybody in runs]),
                "calls_of_lane": lane, "lane_floor_s": IDENTITY.floor(lane),
                "calls": together.calls, "address_floor_s": floor, "calls_equal_formula": True, "refused": 0}

    def lines(self, times):
        for one, together in zip(self.commands(1), self.commands(self.lanes)):
            yield self.line(one, together, times)


def email(number):
    return f"c{number}@svc.example"


def head(lanes, zones, repeat):
    return (f"{lanes} lanes x {zones} zones, {SHARE} % of {IDENTITY} each and of {ADDRESS} for the address, "
            f"median (min-max) of {repeat}\n"
            f"  {'':<8}{'one lane, s':>24}{'all lanes, s':>24}{'ratio':>20}{'CPU of all, s':>22}"
            f"{'calls of a lane, floor':>26}{'calls of all, floor':>22}{'most in a second':>18}{'429':>5}")


def row(line):
    calls = sum(line["calls"].values())
    one, together = line["one_lane"], line["all_lanes"]
    lane_floor = f"{line['calls_of_lane']}, {line['lane_floor_s']} s"
    address_floor = f"{calls}, {line['address_floor_s']} s"
    return (f"  {line['command'].partition(',')[0]:<8}{shown(one['wall_s'], 2):>24}{shown(together['wall_s'], 2):>24}"
            f"{shown(line['ratio'], 2):>20}{shown(together['cpu_s'], 2):>22}{lane_floor:>26}{address_floor:>22}"
            f"{together['busiest_second']['max']:>18}{line['refused']:>5}")
