"""tools/api-watch against the document that TENANTRY_OPENAPI names and copies of it that are changed here.

api_watch.py API_WATCH WORK_FOLDER"""

import copy
import json
import os
import pathlib
import subprocess
import sys

SKIPPED = 77
FEED = """---
productName: API deprecations
entries:
  - publish_date: "2026-09-01"
    title: "Zone Settings Batch API"
    description: |-
      Deprecation date: April 23, 2025

      End of life date: March 31, 2027

      Deprecated APIs:

      - `GET` and `PATCH /zones/{zone_id}/settings` (all of them)

      Replacements:

      - `GET /zones/{zone_id}/settings/{setting_id}`
  - publish_date: "2025-11-03"
    title: "Mirage"
    description: |-
      End of life date: January 2026

      Deprecated APIs:

      - `GET /zones/:zone_id/settings/mirage`
  - publish_date: "2026-09-02"
    title: "Something that nobody here uses"
    description: |-
      Deprecated APIs:

      - `GET /zones/{zone_id}/firewall/rules`
"""


class Case:
    def __init__(self, program, folder, document):
        self.program, self.folder, self.document = program, folder, document
        self.count = 0

    def write(self, value):
        self.count += 1
        file = self.folder / f"{self.count}"
        file.write_text(value if isinstance(value, str) else json.dumps(value), encoding="utf-8")
        return str(file)

    def run(self, *arguments):
        result = subprocess.run([self.program, *arguments], capture_output=True, text=True)
        return result.returncode, result.stdout, result.stderr

    def changed(self, change):
        """What is said of a copy after `change`."""
        after = copy.deepcopy(self.document)
        change(after)
        return self.run(self.write(self.document), self.write(after))


def operation(document, name):
    method, path = name.split(" ")
    return document["paths"][path][method.lower()]


def schema(document, name):
    return document["components"]["schemas"][name]


def one_change(case):
    """Each change of something in use is told, by its place and with what it was; of anything else nothing is."""
    def deprecate(document):
        operation(document, "GET /accounts").update(
            deprecated=True, description="Use organizations instead.\nEnd of life: March 31, 2027.\x1b[31m")

    def narrow(document):
        schema(document, "zones_ssl_value")["enum"].remove("flexible")

    rows = [
        (lambda d: d["paths"]["/accounts"].pop("get"), "removed    GET /accounts\n"),
        (deprecate, "deprecated GET /accounts: ends March 31, 2027\n"),
        (lambda d: d["paths"]["/zones/{zone_id}"].update(put={"responses": {}}), "added      PUT /zones/{}: another method of a path in use\n"),
        (narrow, "{ssl}/value: values without \"flexible\"\n"),
        (lambda d: schema(d, "zones_zone")["properties"].pop("paused"), "removed    GET /zones answer /result/-/paused\n"),
        (lambda d: body_of(d, "POST /zones")["properties"].update(owner={"type": "string"}), "added      POST /zones request /owner\n"),
        (lambda d: body_of(d, "POST /zones")["required"].append("type"), "changed    POST /zones request /type: required now\n"),
        (lambda d: parameter(d, "GET /accounts", "per_page")["schema"].update(maximum=20),
         "changed    GET /accounts parameter query/per_page: maximum 50 -> 20\n"),
        (lambda d: operation(d, "GET /accounts")["responses"].update({"429": {}}), "added      GET /accounts: answer 429\n"),
        (lambda d: operation(d, "GET /accounts").update(security=[{"api_token": []}]),
         "changed    GET /accounts: credentials ['api_email+api_key'] -> ['api_token']\n"),
    ]
    for change, expected in rows:
        code, out, err = case.changed(change)
        assert code == 1 and expected in out, f"{expected!r} is not said, but ({code}):\n{out}{err}"
        assert "\x1b" not in out
    unused = [lambda d: d["paths"].pop("/organizations/{organization_id}"),
              lambda d: d["paths"].update({"/accounts/{account_id}/new": {"get": {"responses": {}}}}),
              lambda d: rename(d, "/zones/{zone_id}", "/zones/{identifier}")]
    for change in unused:
        assert case.changed(change) == (0, "", ""), f"something was said of what nobody uses: {case.changed(change)}"


def body_of(document, name):
    return operation(document, name)["requestBody"]["content"]["application/json"]["schema"]


def parameter(document, name, wanted):
    return next(entry for entry in operation(document, name)["parameters"] if entry.get("name") == wanted)


def rename(document, path, other):
    document["paths"][other] = document["paths"].pop(path)


def feeds(case):
    document = case.write(case.document)
    feed = case.write(FEED)
    code, out, err = case.run(document, feed)
    if "python3-yaml is not installed" in err:
        print("YAML was not tried: python3-yaml is not installed")
        entries = [{"title": "Batch", "description": "Deprecated APIs:\n`GET /zones/{zone_id}/settings`"}]
        feed = case.write({"entries": entries})
        code, out, err = case.run(document, feed)
        assert code == 1 and out.startswith("deprecated GET /zones/{zone_id}/settings: "), out + err
        return
    batch = "Zone Settings Batch API, deprecated April 23, 2025, ends March 31, 2027 (told 2026-09-01)"
    assert (code, out.splitlines()) == (1, [
        f"ends       GET /zones/{{zone_id}}/settings: GET /zones/{{zone_id}}/settings: {batch}",
        f"ends       PATCH /zones/{{zone_id}}/settings: PATCH /zones/{{zone_id}}/settings: {batch}",
        "ends       GET /zones/{zone_id}/settings/{setting_id}: GET /zones/:zone_id/settings/mirage: Mirage, ends January 2026"
        " (told 2025-11-03)"]), out + err
    assert case.run(feed, feed) == (0, "", "")
    later = case.write(FEED.replace("March 31, 2027", "June 30, 2027"))
    code, out, _ = case.run(feed, later)
    assert code == 1 and out.count("ends June 30, 2027") == 2 and "Mirage" not in out, out


def wrong_calls(case):
    document = case.write(case.document)
    for arguments in ([], [document], [document, "/nowhere"], [document, case.write("{}")], [document, case.write("a: [")],
                      [case.write(FEED), document], [document, document, "--used", "/nowhere"], ["--nope", document, document]):
        code, out, err = case.run(*arguments)
        assert (code, out) == (64, "") and err.startswith("api-watch: "), f"{arguments}: {code} {out}{err}"
    assert case.run(document, document, "--used", case.write({"operations": {"accounts": {}}}))[0] == 64
    odd = case.write({"paths": {"/accounts": {"get": {"parameters": [7], "responses": 7}}}})
    assert case.run(document, odd)[0] == 64
    endless = {"anyOf": [{"$ref": "#/components/schemas/a"}, {"$ref": "#/components/schemas/a"}], "properties": {"b": {}}}
    answer = {"200": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/a"}}}}}
    deep = case.write({"paths": {"/accounts": {"get": {"responses": answer}}}, "components": {"schemas": {"a": endless}}})
    assert case.run(deep, deep) == (0, "", "")
    assert case.run(document, document) == (0, "", "")
    assert case.run("--help")[0] == 0


def main(arguments):
    document = os.environ.get("TENANTRY_OPENAPI")
    if not document:
        print("skipped: TENANTRY_OPENAPI names no OpenAPI document")
        return SKIPPED
    program, folder = arguments
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    case = Case(program, folder, json.loads(pathlib.Path(document).read_text(encoding="utf-8")))
    for test in (one_change, feeds, wrong_calls):
        test(case)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
