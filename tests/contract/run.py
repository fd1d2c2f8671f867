"""Holds the client's requests and the simulator's answers against an OpenAPI document.

run.py CLIENT SIMULATOR SIMULATOR_SOURCES WORK_FOLDER; TENANTRY_OPENAPI names the document.
"""

import collections
import os
import pathlib
import sys

SKIPPED = 77


def record_all(client_program, simulator_program, routes, folder, document):
    """All exchanges: of the client and of plain requests, as documented and as seen in the wild; and what there is to
    complain about already."""
    import bodies
    import catalogue
    import client
    import live_objects
    import provocations
    import whole_objects
    from shown import Shown
    from simulator import Simulator
    recorded, failures = [], []

    def scenario(name, act, *options):
        with Simulator(simulator_program, folder / f"{name}.jsonl", *options) as simulator:
            act(simulator)
        recorded.extend(simulator.exchanges())

    def with_client(act):
        return lambda sim: act(client.Client(client_program, sim, folder / "manifests"))

    for mode in ([], ["--quirks"]):
        size = ["--rate", "off", "--units", "2", *mode]
        name = mode[0][2:] if mode else "plain"
        scenario(f"client-{name}", with_client(client.create_and_change), "--tenant", "60x2", *size)
        scenario(f"lost-{name}", with_client(client.lose_answers), "--tenant", "3x1", "--fault", "drop-after=25%", *size)
        scenario(f"many-{name}", with_client(client.read_many_accounts), "--tenant", "501x0", *size)
        scenario(f"raw-{name}", lambda sim: provocations.ask_everything(sim, bool(mode), routes), "--tenant", "8x1", "--tenants", "2", *size)
    scenario("organizations", lambda sim: provocations.ask_organizations(sim, routes), "--organizations", "--tenant", "8x1",
             "--tenants", "2", "--units", "2")
    scenario("limits", provocations.ask_too_much, "--tenant", "501x0", "--max-pending", "0", "--rate", "3/60s")

    size = ["--rate", "off", "--units", "2"]
    scenario("bodies", lambda sim: failures.extend(bodies.try_bodies(sim, simulator_program, document, routes)), *size)
    scenario("catalogue", lambda sim: failures.extend(catalogue.try_catalogue(sim, document, routes)), *size)
    shown = Shown(document, routes)
    scenario("objects", lambda sim: failures.extend(
        whole_objects.try_generated(sim, simulator_program, document, routes, shown)), *size)
    for kind, options in live_objects.TENANTS.items():
        scenario(f"tenants-{kind}", lambda sim, kind=kind: live_objects.ask_about_tenants(sim, shown, kind), *options)
    failures.extend(shown.missing())
    return recorded, failures


def judge(document, routes, recorded):
    import used
    from deviations import Known
    from exchange import Holder, looks
    holder, known = Holder(document), Known()
    held, unknown, answered = 0, collections.Counter(), collections.defaultdict(collections.Counter)
    judged = {}
    for exchange in recorded:
        key = looks(exchange)
        if key not in judged:
            judged[key] = holder.hold(exchange)
        operation, found = judged[key]
        held += operation is not None
        asker = "client" if exchange["request_headers"].get("User-Agent", "").startswith("tenantry/") else "raw"
        expected = asker == "client" and tells_that_there_is_none(exchange)
        answered[f"{exchange['method']} {exchange['route']}"][asker, 2 if expected else exchange["status"] // 100] += 1
        unknown.update(deviation for deviation in found if not known.explains(deviation))
    summary(document, routes, recorded, held, answered, known)
    yield from complaints(routes, answered, known, unknown)
    yield from used.differences(document, recorded)


def tells_that_there_is_none(exchange):
    """404 with code 1207 is how a zone says that it never had a paid plan, 1005 that it cannot be held: answers, not
    refusals."""
    codes = [error["code"] for error in (exchange["response_body"] or {}).get("errors", [])]
    return any(exchange["route"].endswith(part) and codes == [code]
               for part, code in (("/subscription", 1207), ("/hold", 1005)))


def summary(document, routes, recorded, held, answered, known):
    print(f"{len(recorded)} exchanges, {held} of them of operations in the document; "
          f"{len(routes)} routes of the simulator, {len(document.operations())} operations in the document")
    for name in (f"{method} {path}" for method, path in routes):
        counts = answered[name]
        parts = [f"{asker} {status}XX: {count}" for (asker, status), count in sorted(counts.items())]
        print(f"  {name}  {', '.join(parts)}")
    print("known deviations, and how often each was met:")
    for entry, uses in zip(known.entries, known.uses):
        print(f"  {uses:5} {entry['operation']} {entry['part']} {entry['at']} {entry['what']}")


def complaints(routes, answered, known, unknown):
    for method, path in routes:
        statuses = {status for _, status in answered[f"{method} {path}"]}
        if not {2, 4} <= statuses:
            yield f"{method} {path} was not answered both well and badly, only {sorted(statuses)}"
        if answered[f"{method} {path}"]["client", 4]:
            yield f"{method} {path} of the client was refused"
    for entry in known.unused(routes):
        yield f"an entry of deviations.json that nothing needs any more: {entry}"
    for deviation, count in sorted(unknown.items()):
        yield f"not in deviations.json ({count} times): {deviation}"


def main(arguments):
    document_file = os.environ.get("TENANTRY_OPENAPI")
    if not document_file:
        print("skipped: TENANTRY_OPENAPI names no OpenAPI document")
        return SKIPPED
    import provocations
    from openapi import Document
    client, simulator, sources, folder = arguments
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    routes, document = provocations.routes(sources), Document(document_file)
    assert routes, f"no routes found in {sources}"
    recorded, failures = record_all(client, simulator, routes, folder, document)
    failures += judge(document, routes, recorded)
    for failure in failures:
        print("FAILED:", failure)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
