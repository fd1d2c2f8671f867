"""The deviations that are known, each with its reason, and whether one of them explains what was found."""

import fnmatch
import json
import pathlib

FILE = pathlib.Path(__file__).parent / "deviations.json"
FIELDS = ("operation", "part", "at", "what")


class Known:
    def __init__(self):
        with open(FILE, encoding="utf-8") as text:
            self.entries = json.load(text)["deviations"]
        for entry in self.entries:
            assert set(entry) == {*FIELDS, "why"} and entry["why"], f"an entry needs {FIELDS} and why: {entry}"
        self.uses = [0] * len(self.entries)

    def explains(self, deviation):
        for number, entry in enumerate(self.entries):
            if all(fnmatch.fnmatchcase(getattr(deviation, field), entry[field]) for field in FIELDS):
                self.uses[number] += 1
                return True
        return False

    def unused(self, routes):
        """Entries of operations that the simulator has and that never deviated in this way. What it does not have
        (yet) cannot deviate."""
        asked = [f"{method} {path}" for method, path in routes]
        return [entry for entry, uses in zip(self.entries, self.uses)
                if uses == 0 and any(fnmatch.fnmatchcase(name, entry["operation"]) for name in [*asked, "unknown route"])]
