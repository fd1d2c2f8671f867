"""What the real client asks: plan, apply, change and drift, with manifests that use every field."""

import os
import pathlib
import shutil
import subprocess

MANIFESTS = pathlib.Path(__file__).parent / "manifests"
CONFIGURATION = """apiVersion: tenantry/v1
kind: Configuration
spec: {pace: {identity: "off", address: "off"}, retry: {first_wait: 1ms}}
"""


class Client:
    def __init__(self, program, simulator, folder):
        self.program, self.simulator, self.folder = program, simulator, folder
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        self.configuration = folder / "configuration.yaml"
        self.configuration.write_text(CONFIGURATION)
        # A seeded account of the profile's unit, so that `id` has something to name.
        self.pinned = next(account["id"] for account in simulator.state()["accounts"]
                           if account["managed_by"]["parent_org_name"] == "APAC resale")

    def manifests(self, name):
        folder = self.folder / name
        folder.mkdir(exist_ok=True)
        for file in (MANIFESTS / name).glob("*.yaml"):
            text = file.read_text(encoding="utf-8").replace("@PINNED@", self.pinned)
            (folder / file.name).write_text(text, encoding="utf-8")
        return folder

    def run(self, codes, command, name, *options, environment=None):
        call = [self.program, command, "--config", str(self.configuration), *options, str(self.manifests(name))]
        variables = {"PATH": os.environ["PATH"], "TENANTRY_LEDGER": "none", **(environment or self.simulator.environment)}
        result = subprocess.run(call, env=variables, capture_output=True, text=True)
        assert result.returncode in codes, \
            f"{command} {name} ended with {result.returncode}, not {codes}:\n{result.stdout}{result.stderr}"


def create_and_change(client):
    client.run([2], "plan", "first", "--detailed-exitcode")
    client.run([0], "apply", "first", "--auto-approve")
    client.run([0], "plan", "first", "--detailed-exitcode")
    client.run([0], "drift", "first")
    client.run([2], "plan", "second", "--detailed-exitcode", "--allow-downgrade")
    client.run([0], "apply", "second", "--auto-approve", "--allow-downgrade")
    client.run([0], "plan", "second", "--detailed-exitcode")
    # Zones of the first live in an account of another name now: of that customer nothing can be said.
    client.run([3], "drift", "first", "--detailed-exitcode", "--who")
    client.run([0], "plan", "second", "--customer", "full")
    client.run([0], "plan", "second", "--target", "full/*/zone/*")
    token = {"CLOUDFLARE_BASE_URL": client.simulator.url, "CLOUDFLARE_API_TOKEN": client.simulator.token}
    client.run([0], "plan", "second", environment=token)


def lose_answers(client):
    """The looks after a lost answer; whether the run ends well is for other tests to say."""
    client.run([0, 1, 3], "apply", "first", "--auto-approve", "--parallelism", "1")
    client.run([0, 1, 3], "apply", "second", "--auto-approve", "--parallelism", "1", "--allow-downgrade")


def read_many_accounts(client):
    """Above 500 accounts the API refuses to list all zones at once."""
    client.run([0], "plan", "first")
    client.run([0], "drift", "first")
