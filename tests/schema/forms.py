"""The formats of merge requests, read as other tools read them: each is sound, all of one command tell
equal counts, and a name that is Markdown, HTML or an annotation stays a name.
Usage: forms.py TENANTRY SIMULATOR FOLDER"""

import csv
import html.parser
import io
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import urllib.parse
import xml.etree.ElementTree

import markdown_it
import prometheus_client.parser

HOSTILE = "A <b>x</b> | ``` [l](javascript:x) ::error::no @all #1 %0A"
CONFIGURATION = """apiVersion: tenantry/v1
kind: Configuration
spec: {pace: {identity: "off", address: "off"}}
"""
FORMATS = ("json", "markdown", "github", "gitlab", "junit", "sarif", "html")
OF_DRIFT = ("text", "csv", "prometheus")


def customer(name, *accounts):
    listed = "".join(f"    - {account}\n" for account in accounts)
    return f"apiVersion: tenantry/v1\nkind: Customer\nmetadata: {{name: {name}}}\nspec:\n  accounts:\n{listed}"


def ignore(name, address, until):
    return (f"---\napiVersion: tenantry/v1\nkind: Ignore\nmetadata: {{name: {name}}}\n"
            f"spec: {{address: {address}, until: {until}, why: {json.dumps(HOSTILE)}}}\n")


def run(tenantry, folder, environment, expected, command, *words):
    """What a command writes in each format: a file each."""
    variables = {"PATH": os.environ["PATH"], "TENANTRY_LEDGER": str(folder / "ledger.sqlite"), **environment}
    forms = ("json", "html") if command == "costs" else FORMATS + (OF_DRIFT if command == "drift" else ())
    outputs = [word for form in forms for word in ("--output", f"{form}={folder / form}")]
    configured = [] if command == "validate" else ["--config", str(folder / "operator.yaml")]
    call = [tenantry, command, *outputs, *configured, *words]
    result = subprocess.run(call, env=variables, capture_output=True, text=True, check=False, cwd=folder)
    assert result.returncode == expected, f"{call} ended with {result.returncode}: {result.stderr}"
    texts = {form: (folder / form).read_text(encoding="utf-8") for form in forms}
    return {**texts, "json": json.loads(texts["json"])}


class Tags(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.tags, self.text, self.links = set(), "", []

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.links += [value for name, value in attrs if name in ("href", "src")]

    def handle_data(self, data):
        self.text += data


class Page(html.parser.HTMLParser):
    """A run as HTML: its remarks, as (weight, rule) each, and its buttons, as (filter, words)."""

    def __init__(self):
        super().__init__()
        self.remarks, self.buttons, self.tags, self.text, self.within = [], [], set(), "", ""

    def handle_starttag(self, tag, attrs):
        named = dict(attrs)
        self.tags.add(tag)
        self.within = tag if "data-filter" in named else ""
        assert not {"src", "href", "style", "action", "srcdoc"} & set(named), named
        assert not any(name.startswith("on") for name in named), named
        if named.get("class", "").startswith("remark "):
            self.remarks.append((named["class"].split()[1], named["data-rule"]))
        if "data-filter" in named:
            self.buttons.append((named["data-filter"], named["value"]))

    def handle_data(self, data):
        if self.within == "button":
            self.buttons[-1] += (data,)
        self.within = ""
        self.text += data


def check_html(text, results, hostile):
    page = Page()
    page.feed(text)
    told = sorted((result["level"], result["ruleId"]) for result in results)
    assert sorted(page.remarks) == told, (page.remarks, told)
    # What its buttons count comes to the whole.
    levels = [words for kind, *rest in page.buttons if kind == "level" for words in rest[1:]]
    assert sum(int(words.split()[0]) for words in levels) == len(results), levels
    assert not page.tags & {"img", "a", "link", "iframe", "object", "form", "base"}, page.tags
    assert text.count("<script>") == text.count("</script>") == 1
    if hostile:
        for part in ("A <b>x<", "``` [l](javascript:x) ::error::no", "#1"):
            assert part in page.text, part
        assert "<b>x" not in text


def check_costs(printed):
    page = Page()
    page.feed(printed["html"])
    costs = printed["json"]["costs"]
    assert [rule for _, rule in page.remarks].count("costs.subscription") == len(costs["subscriptions"]) > 0, page.remarks
    assert all(each["product"] in page.text for each in costs["subscriptions"])


def check_markdown(text, hostile):
    assert len(text.encode()) <= 65_000, "a comment takes no more"
    page = Tags()
    # As a viewer that lets HTML through would show it.
    page.feed(markdown_it.MarkdownIt("commonmark", {"html": True}).render(text))
    assert page.tags <= {"h3", "p", "strong", "ul", "li", "code", "details", "summary", "br"}, page.tags
    assert not page.links, page.links
    if hostile:
        for part in ("A <b>x<", "``` [l](javascript:x) ::error::no", "#1"):
            assert part in page.text, (part, page.text)


def check(printed, hostile):
    """Sound, and of equal counts; returns how many remarks there are of each weight."""
    results = json.loads(printed["sarif"])["runs"][0]["results"]
    rules = {rule["id"] for rule in json.loads(printed["sarif"])["runs"][0]["tool"]["driver"]["rules"]}
    assert {result["ruleId"] for result in results} == rules
    count = {level: sum(result["level"] == level for result in results) for level in ("note", "warning", "error")}
    quality = json.loads(printed["gitlab"])
    assert len(quality) == len(results)
    assert len({item["fingerprint"] for item in quality}) == len(quality), "GitLab shows one of two that are alike"
    assert all(item["location"]["path"] and item["location"]["lines"]["begin"] > 0 for item in quality)
    suites = xml.etree.ElementTree.fromstring(printed["junit"])
    cases = list(suites.iter("testcase"))
    assert int(suites.get("tests")) == len(cases) == sum(int(suite.get("tests")) for suite in suites)
    assert int(suites.get("failures")) == len(list(suites.iter("failure")))
    wanted = sum(case.get("classname") == "as-wanted" for case in cases)
    assert len(cases) - wanted == len(results)
    annotations = [line for line in printed["github"].splitlines() if line.startswith("::")]
    assert all(re.fullmatch(r"::(error|warning) [^:]*::.+", line) for line in annotations), annotations
    assert len(annotations) == count["warning"] + count["error"]
    bullets = [line for line in printed["markdown"].splitlines() if line.startswith("- ")]
    assert len(bullets) == len(results)
    check_markdown(printed["markdown"], hostile)
    check_html(printed["html"], results, hostile)
    document = printed["json"]
    assert count["error"] >= sum(item["severity"] == "error" for item in document["diagnostics"])
    told = len(document["diagnostics"])
    if "report" in document:
        told += len(document["report"]["outcomes"]) + len(document["plan"]["no_longer_managed"])
    elif "plan" in document:
        told += len(document["plan"]["steps"]) + len(document["plan"]["no_longer_managed"]) + len(document["plan"]["waiting"])
    elif "drift" in document:
        told += sum(len(document["drift"][name]) for name in ("findings", "gone", "no_longer_managed", "waiting", "idle_ignores"))
        told += len({ignored["ignore"] for ignored in document["drift"]["ignored"]})
        told += len(document["drift"]["coverage"]["not_judged"])
        check_drift(printed, results, quality)
    return count, len(results) - told


SEVERITIES = ("critical", "high", "medium", "low")


def check_drift(printed, results, quality):
    """All forms of a drift tell as many findings of each severity, and as many customers."""
    drift = printed["json"]["drift"]
    counts = drift["severities"]
    shown = {name: sum(finding["severity"] == name for finding in drift["findings"]) for name in SEVERITIES}
    least = SEVERITIES.index(drift["least_severity"])
    assert shown == {name: counts[name] if SEVERITIES.index(name) <= least else 0 for name in SEVERITIES}, (shown, counts)
    assert drift["hidden"] == sum(counts.values()) - sum(shown.values())
    found = [result["properties"]["severity"] for result in results if "properties" in result]
    assert {name: found.count(name) for name in SEVERITIES} == shown, found
    at_gitlab = [item["severity"] for item in quality if item["check_name"].split(".")[1:] in (["missing"], ["different"], ["unmanaged"])]
    for name, severity in zip(SEVERITIES, ("blocker", "critical", "major", "minor")):
        assert at_gitlab.count(severity) == shown[name], (severity, at_gitlab)
    last = next(line for line in printed["text"].splitlines() if re.match("(No d|D)rift: ", line))
    for name in SEVERITIES:
        told = re.search(rf"[( ](\d+) {name}", last)
        assert int(told[1] if told else 0) == counts[name], last
    coverage = drift["coverage"]
    if last.startswith("Drift"):
        assert f" {coverage['judged']} of {coverage['customers']} customer" in last, last
    assert (f" {len(drift['ignored'])} finding" in last and " ignored." in last) == bool(drift["ignored"]), last
    assert drift["hidden"] == int((re.search(r"(\d+) findings? (?:is|are) not shown", last) or [0, 0])[1])
    rows = list(csv.DictReader(io.StringIO(printed["csv"], newline="")))
    told = {(row["finding"], row["severity"]) for row in rows if not row["ignored_by"] and row["field"] == ""}
    told |= {(row["finding"], None) for row in rows if not row["ignored_by"] and row["field"] != ""}
    assert len({finding for finding, _ in told}) == len(drift["findings"]), told
    assert {row["finding"] for row in rows if row["ignored_by"]} == {each["finding_id"] for each in drift["ignored"]}
    assert not any(re.match("[=+@-]", cell) for row in rows for cell in row.values() if cell), rows
    check_prometheus(printed["prometheus"], drift)


def check_prometheus(text, drift):
    values = {}
    for family in prometheus_client.parser.text_string_to_metric_families(text):
        assert family.type == "gauge" and family.documentation, family
        for sample in family.samples:
            values[(sample.name.removeprefix("tenantry_drift_"), *sorted(sample.labels.items()))] = sample.value
    for name in SEVERITIES:
        assert sum(value for key, value in values.items() if key[0] == "findings" and ("severity", name) in key) == drift["severities"][name]
    assert values[("ignored_findings",)] == len(drift["ignored"])
    assert values[("customers",)] == drift["coverage"]["customers"]
    assert values[("customers_judged",)] == drift["coverage"]["judged"]
    unjudged = [key for key, value in values.items() if key[0] == "customer_judged" and value == 0]
    assert len(unjudged) == len(drift["coverage"]["not_judged"])
    assert values[("succeeded",)] == 1 and values[("calls",)] > 0 and values[("last_run_timestamp_seconds",)] > 1.7e9
    promtool = shutil.which("promtool")
    if promtool:
        subprocess.run([promtool, "check", "metrics"], input=text, text=True, check=True)


def check_paths(tenantry, outside):
    """From the root of the repository, wherever in it the run stands; without one, as they were given."""
    tenants = outside / "repository" / "tenants"
    (tenants / "manifests").mkdir(parents=True)
    (tenants / "manifests" / "a b.yaml").write_text(customer("a", "{nam: A}"))
    places = {
        "sarif": lambda text: json.loads(text)["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"],
        "gitlab": lambda text: json.loads(text)[0]["location"]["path"],
        "github": lambda text: re.match("::error file=([^,]*),", text)[1],
        "junit": lambda text: re.search(r'<failure[^>]*>(.*?):\d', text)[1],
        "markdown": lambda text: re.search(r"\(`(.*?):\d", text)[1],
        "html": lambda text: re.search(r"<dt>manifest</dt><dd>(.*?):\d", text)[1],
        "json": lambda document: document["diagnostics"][0]["position"]["file"],
    }

    def paths(*words):
        printed = run(tenantry, tenants, {}, 64, "validate", *words)
        found = {form: place(printed[form]) for form, place in places.items()}
        found["sarif"] = urllib.parse.unquote(found["sarif"])
        return found

    given = "manifests/a b.yaml"
    root = tenants.parent
    assert paths() == dict.fromkeys(places, given)
    from_root = {**dict.fromkeys(places, "tenants/" + given), "json": given}
    subprocess.run(["git", "init", "--quiet", str(root)], check=True)
    assert paths() == from_root
    assert paths(str(tenants / given)) == {**from_root, "json": str(tenants / given)}
    # In a worktree, or a submodule, it is a file.
    shutil.rmtree(root / ".git")
    (root / ".git").write_text("gitdir: elsewhere\n")
    assert paths() == from_root


def main():
    tenantry, simulator, folder = *sys.argv[1:3], pathlib.Path(sys.argv[3])
    shutil.rmtree(folder, ignore_errors=True)
    manifests = folder / "manifests"
    manifests.mkdir(parents=True)
    (folder / "operator.yaml").write_text(CONFIGURATION)
    hostile = json.dumps(HOSTILE)
    (manifests / "acme.yaml").write_text(customer(
        "acme", f"{{name: {hostile}, settings: {{enforce_twofactor: true}}, zones: [{{name: fine.example}}, "
                "{name: a.unregistered.example}]}"))
    (manifests / "beta.yaml").write_text(customer("beta", "{name: Beta}"))
    process = subprocess.Popen([simulator, "--port", "0"], stdout=subprocess.PIPE, text=True)
    try:
        ready = json.loads(process.stdout.readline())
        api = {"CLOUDFLARE_BASE_URL": ready["url"], "CLOUDFLARE_EMAIL": ready["email"], "CLOUDFLARE_API_KEY": ready["key"]}
        with tempfile.TemporaryDirectory() as outside:
            check_paths(tenantry, pathlib.Path(outside))
        wrong = folder / "wrong.yaml"
        wrong.write_text(customer("a", "{nam: A}", f"{{name: B, {hostile}: 1}}"))
        count, more = check(run(tenantry, folder, api, 64, "validate", "wrong.yaml"), False)
        assert count["error"] >= 2 and more == 0, count
        count, more = check(run(tenantry, folder, api, 0, "validate"), False)
        assert sum(count.values()) == 0
        printed = run(tenantry, folder, api, 0, "plan")
        count, more = check(printed, True)
        assert count == {"note": 4, "warning": 0, "error": 0} and more == 0, count
        count, more = check(run(tenantry, folder, api, 0, "drift"), True)
        assert count["warning"] == 4 and more == 0, count
        count, more = check(run(tenantry, folder, api, 0, "drift", "--min-severity", "high"), False)
        assert sum(count.values()) == 0 and more == 0, count
        ignores = folder / "ignores.yaml"
        ignores.write_text(ignore("acme-is-new", "acme", "2999-12-31") + ignore("idle", "nobody", "2999-12-31"))
        hurt = customer("hurt", "{name: Hurt, unit: no such unit}")
        (manifests / "hurt.yaml").write_text(hurt)
        count, more = check(run(tenantry, folder, api, 3, "drift", "manifests", "ignores.yaml"), False)
        assert count["note"] == 1 and more == 0, (count, more)  # what is idle is not told where not all was judged
        (manifests / "hurt.yaml").unlink()
        count, more = check(run(tenantry, folder, api, 0, "drift", "manifests", "ignores.yaml"), False)
        assert count["note"] == 2 and more == 0, (count, more)
        ignores.unlink()
        printed = run(tenantry, folder, api, 3, "apply", "--auto-approve")
        count, more = check(printed, True)
        # The API refuses that name; what lies in it is skipped.
        assert count == {"note": 1, "warning": 2, "error": 1} and more == 0, (count, more)
        assert "name contains invalid characters" in printed["markdown"]
        count, more = check(run(tenantry, folder, api, 0, "drift"), True)
        assert count["note"] == 1 and more == 0, count  # beta is gone
        (manifests / "folk.yaml").write_text(customer("folk", "{name: Folk, members: [{email: a@a.example, roles: [Administrator]}], "
                                                      "subscriptions: [{plan: TEAMS_STANDARD, components: {users: 5}}]}"))
        run(tenantry, folder, api, 0, "apply", "--auto-approve", "--customer", "folk")
        check_costs(run(tenantry, folder, api, 0, "costs", "--customer", "folk"))
        for command in ("plan", "drift"):
            printed = run(tenantry, folder, api, 0, command, "--customer", "folk")
            count, more = check(printed, False)
            assert count == {"note": 1, "warning": 0, "error": 0} and more == 0, (count, more)
            assert "Waiting for 1 person" in printed["markdown"] and "Waiting for 1 person" in printed["html"]
        (manifests / "beta.yaml").unlink()
        printed = run(tenantry, folder, api, 0, "plan")
        count, more = check(printed, True)
        assert count["warning"] == 1 and "no-longer-managed" in printed["sarif"], count
        many = "".join(f", {{name: z{i}.example}}" for i in range(1500))
        (manifests / "many.yaml").write_text(customer("many", f"{{name: Many, zones: [{{name: z.example}}{many}]}}"))
        printed = run(tenantry, folder, api, 0, "plan", "--customer", "many")
        check_markdown(printed["markdown"], False)
        left_out = int(re.search(r"(\d+) remarks are left out", printed["markdown"])[1])
        shown = sum(line.startswith("- ") for line in printed["markdown"].splitlines())
        assert left_out > 0 and shown > 300 and left_out + shown == 1502, (left_out, shown)
    finally:
        process.terminate()
        process.wait()
    print("all forms tell the same")


main()
