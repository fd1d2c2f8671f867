"""A running tenantry-simulator that records, and plain requests to it."""

import json
import subprocess
import urllib.error
import urllib.parse
import urllib.request

from exchange import PROVOKED


class Simulator:
    """Runs as long as the with-block; `exchanges` are there afterwards."""

    def __init__(self, program, record, *options):
        self.record = record
        record.unlink(missing_ok=True)
        self.process = subprocess.Popen([program, "--record", str(record), "--ip-rate", "off", *options],
                                        stdout=subprocess.PIPE, text=True)
        line = json.loads(self.process.stdout.readline())
        self.url, self.control, self.token = line["url"], line["control"], line["token"]
        self.key_headers = {"X-Auth-Email": line["email"], "X-Auth-Key": line["key"]}
        self.environment = {"CLOUDFLARE_BASE_URL": line["url"], "CLOUDFLARE_EMAIL": line["email"],
                            "CLOUDFLARE_API_KEY": line["key"]}

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()
        self.process.stdout.close()

    def exchanges(self):
        with open(self.record, encoding="utf-8") as lines:
            return [json.loads(line) for line in lines]

    def state(self):
        return self.control_get("/state")

    def control_get(self, path):
        with urllib.request.urlopen(self.control + path) as answer:
            return json.load(answer)

    def ask_control(self, method, path, body):
        request = urllib.request.Request(self.control + path, json.dumps(body).encode(), method=method)
        with urllib.request.urlopen(request) as answer:
            return json.load(answer)

    def control_takes(self, method, path, body):
        try:
            return bool(self.ask_control(method, path, body))
        except urllib.error.HTTPError as answer:
            with answer:
                return False

    def send(self, method, path, query=None, body=None, headers=None, credentials=None):
        """The status and the body; a body of type str is sent as it is."""
        address = self.url + path
        if query:
            address += "?" + urllib.parse.urlencode(query, doseq=True)
        content = None if body is None else (body if isinstance(body, str) else json.dumps(body)).encode()
        fields = dict(self.key_headers if credentials is None else credentials, **(headers or {}))
        if content is not None:
            fields["Content-Type"] = "application/json"
        request = urllib.request.Request(address, content, fields, method=method)
        try:
            with urllib.request.urlopen(request) as answer:
                return answer.status, read_json(answer)
        except urllib.error.HTTPError as answer:
            with answer:
                return answer.code, read_json(answer)

    def good(self, method, path, query=None, body=None, status=200, **more):
        """A request that the document allows; the result."""
        got, answer = self.send(method, path, query, body, **more)
        assert got == status, f"{method} {path} {query or ''} answered {got}, not {status}: {answer}"
        return answer["result"] if answer else None

    def provoke(self, status, method, path, query=None, body=None, headers=None, **more):
        """A request that is wrong on purpose."""
        got, answer = self.send(method, path, query, body, dict(headers or {}, **{PROVOKED: "yes"}), **more)
        assert got == status, f"{method} {path} {query or ''} answered {got}, not {status}: {answer}"


def read_json(answer):
    text = answer.read()
    return json.loads(text) if text else None
