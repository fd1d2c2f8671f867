"""A tenantry-simulator, asked through its control endpoint."""

import collections
import json
import os
import subprocess
import urllib.parse
import urllib.request

UNLIMITED = ("--rate", "off", "--ip-rate", "off")

# {e-mail: calls}, the most calls that came in one second, how many were answered 429.
Rates = collections.namedtuple("Rates", "calls busiest_second refused")


class Simulator:
    """Runs as long as the with-block."""

    def __init__(self, program, *options):
        self.process = subprocess.Popen([program, *options], stdout=subprocess.PIPE, text=True)
        ready = json.loads(self.process.stdout.readline())
        self.control = ready["control"]
        self.port = urllib.parse.urlsplit(ready["url"]).port
        self.administrator = ready["email"]
        self.token = {"CLOUDFLARE_BASE_URL": ready["url"], "CLOUDFLARE_API_TOKEN": ready["token"]}
        self.key = {"CLOUDFLARE_BASE_URL": ready["url"], "CLOUDFLARE_EMAIL": ready["email"],
                    "CLOUDFLARE_API_KEY": ready["key"]}

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()
        self.process.stdout.close()

    def ask(self, method, path):
        request = urllib.request.Request(self.control + path, method=method)
        with urllib.request.urlopen(request) as answer:
            return json.load(answer)

    def state(self):
        return self.ask("GET", "/state")

    def forget_calls(self):
        self.ask("DELETE", "/requests")

    def calls(self):
        return self.ask("GET", "/requests")["by_endpoint"]

    def rates(self):
        rates = self.ask("GET", "/rates")
        addresses = rates["addresses"]
        return Rates({each["identity"]: each["calls"] for each in rates["identities"]},
                     max((each["most_in_a_second"] for each in addresses), default=0),
                     sum(each["throttled"] for each in addresses))

    def cpu_seconds(self):
        """What it has used so far: on a small machine it competes with the program it serves."""
        with open(f"/proc/{self.process.pid}/stat", encoding="utf-8") as file:
            fields = file.read().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
