"""A seeded tenantry-simulator whose limits are off, asked through its control endpoint."""

import json
import os
import subprocess
import urllib.request


class Simulator:
    """Runs as long as the with-block."""

    def __init__(self, program, accounts, zones):
        words = [program, "--tenant", f"{accounts}x{zones}", "--rate", "off", "--ip-rate", "off"]
        self.process = subprocess.Popen(words, stdout=subprocess.PIPE, text=True)
        ready = json.loads(self.process.stdout.readline())
        self.control = ready["control"]
        self.environment = {"CLOUDFLARE_BASE_URL": ready["url"], "CLOUDFLARE_API_TOKEN": ready["token"]}

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

    def cpu_seconds(self):
        """What it has used so far: on a small machine it competes with the program it serves."""
        with open(f"/proc/{self.process.pid}/stat", encoding="utf-8") as file:
            fields = file.read().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
