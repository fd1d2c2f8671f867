"""The two programs beside --notify, as a job runs them: a drift that is found arrives in a chat's
webhook and in a mailbox. Usage: notify_examples.py SOURCE_TREE TENANTRY SIMULATOR FOLDER"""

import email
import email.policy
import http.server
import json
import os
import pathlib
import shutil
import socketserver
import subprocess
import sys
import threading

CUSTOMER = """apiVersion: tenantry/v1
kind: Customer
metadata: {name: acme}
spec: {accounts: [{name: 'Acme "GmbH" $(id) <b>'}]}
"""
CONFIGURATION = """apiVersion: tenantry/v1
kind: Configuration
spec: {pace: {identity: "off", address: "off"}}
"""


class Webhook(http.server.BaseHTTPRequestHandler):
    posted = []
    status = 200

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.posted.append((self.path, self.headers["Content-Type"], json.loads(body)))
        self.send_response(self.status)
        self.end_headers()

    def log_message(self, *_):
        pass


class Mailbox(socketserver.StreamRequestHandler):
    """As much of SMTP as curl speaks."""

    received = []

    def handle(self):
        self.wfile.write(b"220 mailbox\r\n")
        recipients, data = [], None
        for line in self.rfile:
            word = line.split(b":")[0].split()[0].upper() if line.strip() else b""
            if data is not None:
                if line == b".\r\n":
                    self.received.append((recipients, b"".join(data)))
                    data = None
                    self.wfile.write(b"250 taken\r\n")
                else:
                    data.append(line[1:] if line.startswith(b".") else line)
            elif word == b"DATA":
                data = []
                self.wfile.write(b"354 go on\r\n")
            elif word == b"QUIT":
                self.wfile.write(b"221 bye\r\n")
                return
            else:
                if word == b"RCPT":
                    recipients.append(line.split(b"<")[1].split(b">")[0].decode())
                self.wfile.write(b"250 fine\r\n")


def main():
    tree, tenantry, simulator, folder = pathlib.Path(sys.argv[1]), *sys.argv[2:4], pathlib.Path(sys.argv[4])
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "manifests").mkdir(parents=True)
    (folder / "manifests/acme.yaml").write_text(CUSTOMER)
    (folder / "operator.yaml").write_text(CONFIGURATION)
    web = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Webhook)
    mail = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Mailbox)
    for server in (web, mail):
        threading.Thread(target=server.serve_forever, daemon=True).start()
    process = subprocess.Popen([simulator, "--port", "0"], stdout=subprocess.PIPE, text=True)
    try:
        ready = json.loads(process.stdout.readline())
        secret = "0c5ee37f"
        environment = {
            "PATH": os.environ["PATH"], "TENANTRY_LEDGER": "none", "CLOUDFLARE_BASE_URL": ready["url"],
            "CLOUDFLARE_EMAIL": ready["email"], "CLOUDFLARE_API_KEY": ready["key"],
            "NOTIFY_URL": f"http://127.0.0.1:{web.server_port}/hooks/{secret}",
            "NOTIFY_SMTP": f"smtp://127.0.0.1:{mail.server_address[1]}",
            "NOTIFY_FROM": "tenantry@partner.example", "NOTIFY_TO": "ops@partner.example"}

        def drift(program, expected, *words):
            call = [tenantry, "drift", "--config", "operator.yaml", "--notify", f"exec:{tree / 'tools' / program}", *words]
            result = subprocess.run(call, env=environment, capture_output=True, text=True, check=False, cwd=folder)
            assert result.returncode == expected, result
            assert secret not in result.stdout + result.stderr, result
            return result

        drift("notify-chat", 0)
        path, form, body = Webhook.posted.pop()
        assert path == f"/hooks/{secret}" and form == "application/json"
        lines = body["text"].splitlines()
        assert lines[0].startswith("Drift: 1 missing, 0 different, 0 unmanaged (1 medium);"), lines
        assert lines[1] == '- medium: missing acme/Acme "GmbH" $(id) &lt;b&gt;', lines
        drift("notify-chat", 0, "--notify-on", "high")
        assert not Webhook.posted
        drift("notify-mail", 2, "--detailed-exitcode")
        recipients, text = Mailbox.received.pop()
        message = email.message_from_bytes(text, policy=email.policy.default)
        assert recipients == ["ops@partner.example"] and message["To"] == "ops@partner.example"
        assert message["Subject"] == "tenantry drift: 1 medium", message["Subject"]
        assert 'medium: missing acme/Acme "GmbH" $(id) <b>' in message.get_content()
        # A message that does not arrive is told, and fails the job.
        Webhook.status = 500
        result = drift("notify-chat", 1)
        assert "warning: nobody was notified: " in result.stderr, result.stderr
        assert "Drift: 1 missing" in result.stdout
    finally:
        process.terminate()
        process.wait()
    print("both are told")


main()
