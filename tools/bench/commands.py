"""The commands that are measured, with what each has to end with: a figure of a command that did not
do its work is worth nothing, so whatever is not as claimed ends the run."""

import collections
import json
import os
import re
import subprocess
import sys

# Calls by endpoint; None: any.
Command = collections.namedtuple("Command", "name arguments manifests exit_code says calls")

PACE_OFF = """apiVersion: tenantry/v1
kind: Configuration
spec:
  pace: {identity: "off", address: "off"}
"""


class Tenantry:
    """tenantry with a configuration, for messages that name what it works `on`."""

    def __init__(self, programs, folder, configuration, on):
        self.programs, self.folder, self.configuration, self.on = programs, folder, configuration, on

    def measure(self, command, simulator, credential):
        """One run: wall, CPU, memory; the calls are checked."""
        out, err, configuration = (self.folder / name for name in ("out", "err", "configuration.yaml"))
        configuration.write_text(self.configuration, encoding="utf-8")
        simulator.forget_calls()
        before = simulator.cpu_seconds()
        words = [self.programs / "tenantry-measure", out, err, self.programs / "tenantry", *command.arguments,
                 command.manifests]
        environment = {**credential, "PATH": os.environ.get("PATH", ""), "TENANTRY_CONFIG": str(configuration),
                       "XDG_STATE_HOME": str(self.folder)}
        figures = json.loads(subprocess.run(words, env=environment, check=True, stdout=subprocess.PIPE).stdout)
        figures["simulator_cpu_s"] = simulator.cpu_seconds() - before
        exit_code, calls = figures.pop("exit_code"), simulator.calls()
        refused = simulator.rates().refused
        said = out.read_text(encoding="utf-8")
        wrong = [f"exit code {exit_code}, not {command.exit_code}"] * (exit_code != command.exit_code)
        wrong += [f"does not say {command.says!r}"] * (not re.search(f"^{command.says}", said, re.MULTILINE))
        wrong += [f"{refused} calls answered 429"] * (refused != 0)
        wrong += [f"calls {calls}, by the formula {command.calls}"] * (command.calls not in (None, calls))
        if wrong:
            tail = said[-2000:] + err.read_text(encoding="utf-8")[-2000:]
            sys.exit(f"{command.name}, {self.on}: {'; '.join(wrong)}\n{tail}")
        return figures


def commands(tenant):
    """In this order: apply changes the live tenant."""
    steps = f"{tenant.steps:d}"
    reads = tenant.calls_to_read()
    return [
        Command("validate", ["validate"], tenant.same, 0, "", {}),
        Command("plan, unchanged", ["plan", "--detailed-exitcode"], tenant.same, 0, "Nothing to do: ", reads),
        Command("plan, 1 % changed", ["plan", "--detailed-exitcode"], tenant.changed, 2,
                rf"Plan: 0 to create, {steps} to update; ", reads),
        Command("drift, 1 % changed", ["drift", "--detailed-exitcode"], tenant.changed, 2,
                rf"Drift: 0 missing, {steps} different, 0 unmanaged \(", reads),
        Command("apply, 1 % changed", ["apply", "--auto-approve"], tenant.changed, 0,
                rf"Done: 0 created, {steps} updated; ", tenant.calls_to_apply()),
    ]


class Bench:
    """One tenant and the programs."""

    def __init__(self, programs, simulator, tenant, folder):
        self.programs, self.simulator, self.tenant = programs, simulator, tenant
        self.tenantry = Tenantry(programs, folder, PACE_OFF, f"{tenant.accounts} accounts")

    def measure(self, command):
        return self.tenantry.measure(command, self.simulator, self.simulator.token)

    def phases(self):
        """CPU seconds of each phase of a plan of which 1 % differs."""
        words = [self.programs / "tenantry-phases", self.tenant.changed]
        done = subprocess.run(words, env=self.simulator.token, check=True, stdout=subprocess.PIPE)
        phases = json.loads(done.stdout)
        steps = phases.pop("steps")
        if steps != self.tenant.steps:
            sys.exit(f"phases, {self.tenant.accounts} accounts: {steps} steps, not {self.tenant.steps}")
        return phases

    def repeat(self, times):
        """{command: [figures of each run]} in the order of the commands, and the phases likewise."""
        runs, phases = {}, []
        for _ in range(times):
            phases.append(self.phases())
            for command in commands(self.tenant):
                runs.setdefault(command.name, []).append(self.measure(command))
            # Else the last apply is not known to have done its work.
            self.tenant.swap()
            self.measure(commands(self.tenant)[1])
        return runs, phases
