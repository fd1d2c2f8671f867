"""What tenantry prints with --json, held against schema/output.json: every member is described there,
and every description is met. Usage: output.py SOURCE_TREE TENANTRY SIMULATOR FOLDER"""

import json
import os
import pathlib
import shutil
import subprocess
import sys
import urllib.request

import jsonschema

PACE_OFF = """apiVersion: tenantry/v1
kind: Configuration
spec: {pace: {identity: "off", address: "off"}, retry: {tries: 1, first_wait: 1ms}, store: {directory: keys}}
"""


def closed(schema):
    """The schema with nothing allowed that it does not describe. Outputs of the API are the API's."""
    if isinstance(schema, list):
        return [closed(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    result = {word: closed(value) for word, value in schema.items()}
    if isinstance(schema.get("properties"), dict) and "type" in schema:
        result["additionalProperties"] = False
    return result


class Check:
    def __init__(self, tree, tenantry, folder):
        with open(tree / "schema/output.json", encoding="utf-8") as file:
            self.schema = closed(json.load(file))
        self.validator = jsonschema.Draft7Validator(self.schema)
        with open(tree / "schema/output.json", encoding="utf-8") as file:
            resolver = jsonschema.RefResolver.from_schema(json.load(file))
        self.line_validator = jsonschema.Draft7Validator({"$ref": "#/$defs/line"}, resolver=resolver)
        self.tenantry, self.folder = tenantry, folder
        self.configuration = folder / "configuration.yaml"
        self.configuration.write_text(PACE_OFF)
        self.seen = set()

    def run(self, environment, expected, command, *words):
        variables = {"PATH": os.environ["PATH"], "XDG_STATE_HOME": str(self.folder), **environment}
        call = [self.tenantry, command, "--json", *words]
        if command in ("plan", "apply", "drift", "costs", "explain", "doctor"):
            call += ["--config", str(self.configuration)]
        result = subprocess.run(call, env=variables, capture_output=True, text=True, check=False)
        assert result.returncode == expected, f"{call} ended with {result.returncode}: {result.stderr}"
        document = json.loads(result.stdout)
        for error in self.validator.iter_errors(document):
            sys.exit(f"{call}: {list(error.absolute_path)}: {error.message}")
        if command != "version":
            assert document["exit_code"] == expected, call
        self.note(document, "")
        return document

    def run_lines(self, environment, expected, command, *words):
        """The lines of --output jsonl, each held against the schema, and put together as a document."""
        variables = {"PATH": os.environ["PATH"], "XDG_STATE_HOME": str(self.folder), **environment}
        call = [self.tenantry, command, "--output", "jsonl", *words]
        if command in ("plan", "apply", "drift", "explain"):
            call += ["--config", str(self.configuration)]
        result = subprocess.run(call, env=variables, capture_output=True, text=True, check=False)
        assert result.returncode == expected, f"{call} ended with {result.returncode}: {result.stderr}"
        lines = [json.loads(line) for line in result.stdout.splitlines()]
        types = [line["type"] for line in lines]
        assert types[0] == "head" and types[-1] == "summary", types
        assert types.count("head") == types.count("summary") == 1, types
        for line in lines:
            for error in self.line_validator.iter_errors(line):
                sys.exit(f"{call}: {line['type']}: {error.message}")
        document = {}
        for name, value in lines[0].items():
            about = document if name in ("format_version", "tenantry_version", "command") else document.setdefault("head", {})
            about[name] = value
        document.update(lines[-1])
        document["head"].pop("type")
        if not document["head"]:
            document.pop("head")
        document.pop("type")
        for line in lines[1:-1]:
            member, name = {"step": ("plan", "steps"), "outcome": ("report", "outcomes"), "finding": ("drift", "findings"),
                            "run": (None, "runs"), "record": (None, "steps"), "call": (None, "calls")}[line.pop("type")]
            (document[member] if member else document).setdefault(name, []).append(line)
        for member, name in (("plan", "steps"), ("drift", "findings")):
            if member in document:
                document[member].setdefault(name, [])
        for error in self.validator.iter_errors(document):
            sys.exit(f"{call}: {list(error.absolute_path)}: {error.message}")
        return types

    def note(self, value, path):
        """Remembers which members were printed, so that the test shows what it saw."""
        if isinstance(value, dict):
            for name, member in value.items():
                self.seen.add(path + "/" + name)
                self.note(member, path + "/" + name)
        elif isinstance(value, list):
            for item in value:
                self.note(item, path)


def main():
    tree, tenantry, simulator, folder = pathlib.Path(sys.argv[1]), *sys.argv[2:4], pathlib.Path(sys.argv[4])
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    manifests = folder / "manifests"
    shutil.copytree(tree / "manifests", manifests)
    wrong = folder / "wrong.yaml"
    wrong.write_text("apiVersion: tenantry/v1\nkind: Customer\nmetadata: {name: a}\nspec: {account: []}\n")
    failing = folder / "failing.yaml"
    failing.write_text("apiVersion: tenantry/v1\nkind: Customer\nmetadata: {name: failing}\nspec:\n  accounts:\n"
                       "    - name: Failing\n      zones:\n        - name: a.unregistered.example\n"
                       "        - name: fine.example\n")
    check = Check(tree, tenantry, folder)
    process = subprocess.Popen([simulator, "--port", "0"], stdout=subprocess.PIPE, text=True)
    try:
        ready = json.loads(process.stdout.readline())
        api = {"CLOUDFLARE_BASE_URL": ready["url"], "CLOUDFLARE_EMAIL": ready["email"],
               "CLOUDFLARE_API_KEY": ready["key"]}
        # What the example takes over.
        account = {"id": "023e105f4ecef8ad9ca31a8372d0c353"}
        for path, body in (("accounts", {**account, "name": "Globex Corporation", "settings": {"enforce_twofactor": True}}),
                           ("zones", {"name": "globex.example", "account": account})):
            urllib.request.urlopen(f"{ready['control']}/{path}", json.dumps(body).encode()).close()
        paths = [str(manifests)]
        check.run(api, 0, "version")
        check.run(api, 0, "doctor")
        check.run({**api, "CLOUDFLARE_API_KEY": "x" * 37}, 7, "doctor")
        check.run({**api, "CLOUDFLARE_BASE_URL": "http://127.0.0.1:1"}, 1, "doctor")
        check.run(api, 0, "validate", *paths)
        check.run(api, 64, "validate", str(wrong))
        check.run(api, 64, "plan", str(wrong))
        check.run({}, 7, "plan", *paths)
        check.run(api, 0, "plan", *paths)
        check.run(api, 2, "drift", "--detailed-exitcode", *paths)
        check.run(api, 0, "apply", "--dry-run", *paths)
        assert "step" in check.run_lines(api, 0, "plan", *paths)
        assert "finding" in check.run_lines(api, 2, "drift", "--detailed-exitcode", *paths)
        check.run_lines(api, 64, "plan", str(wrong))
        assert "step" in check.run_lines(api, 0, "apply", "--dry-run", *paths)
        types = check.run_lines(api, 0, "apply", "--auto-approve", *paths)
        assert "outcome" in types and "step" not in types, types
        check.run(api, 0, "plan", *paths)
        check.run(api, 3, "apply", "--auto-approve", str(failing))
        check.run(api, 0, "drift", *paths)
        check.run(api, 0, "costs", *paths)
        stranger = {"id": "ff" * 16, "name": "Stranger"}
        urllib.request.urlopen(f"{ready['control']}/accounts", json.dumps(stranger).encode()).close()
        check.run(api, 0, "drift", "--who", *paths)
        known = folder / "known.yaml"
        check.run(api, 0, "drift", "--write-ignore", str(known), "--until", "2999-12-31", "--why", "a test", *paths)
        idle = folder / "idle.yaml"
        idle.write_text("apiVersion: tenantry/v1\nkind: Ignore\nmetadata: {name: idle}\n"
                        "spec: {address: nobody, until: 2999-12-31, why: a test}\n")
        check.run(api, 0, "drift", *paths, str(known), str(idle))
        for words in (["init", "--quiet"], ["add", "manifests"],
                      ["-c", "user.name=a", "-c", "user.email=a@a.example", "commit", "--quiet", "-m", "a"]):
            subprocess.run(["git", *words], cwd=folder, check=True)
        check.run(api, 0, "plan", "--since", "HEAD", *paths)
        check.run_lines(api, 0, "apply", "--auto-approve", "--since", "HEAD", *paths)
        whose = ["--manifests", str(manifests)]
        check.run(api, 0, "explain", "acme/Acme GmbH", *whose)
        check.run_lines(api, 0, "explain", "acme", *whose)
        runs = check.run(api, 0, "history", *whose)["runs"]
        run = next(each["run"] for each in runs if each["command"] == "apply")
        check.run(api, 0, "history", *whose, run)
        check.run(api, 64, "history", *whose, "1")
        check.run(api, 0, "history", *whose, run, "--undo")
        assert {"run", "record", "call"} <= set(check.run_lines(api, 0, "history", *whose, run))
        check.run(api, 0, "ledger", "prune", "--older-than", "1d", *whose)
    finally:
        process.terminate()
        process.wait()
    for member in ("/health/tenants/units/name", "/plan/steps/fields/before", "/report/outcomes/fault/code", "/drift/findings/class", "/drift/findings/who/actor", "/drift/ignored/why", "/drift/idle_ignores/ignore", "/ignores_written/file",
                   "/costs/subscriptions/price/amount", "/costs/products/yearly", "/calls/fate", "/steps/fields/path", "/undo/lasting/what", "/undo/values/snippet",
                   "/explanation/resources/fields/layers/profile", "/since/commit",
                   "/diagnostics/position/line", "/report/outcomes/outputs/name_servers"):
        assert member in check.seen, f"no run printed {member}"
    print(f"{len(check.seen)} members printed, all described")


main()
