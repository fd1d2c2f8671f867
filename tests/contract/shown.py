"""Which GETs have shown a bare object, and which a full one: all have to, or say why not."""

import fnmatch
import re

# Reads that show nothing of which a body, /control or an option makes less or more.
ALWAYS_ALIKE = {
    "/accounts/{account_id}/roles*": "a catalogue that nobody writes",
    "/accounts/{account_id}/iam/permission_groups*": "a catalogue that nobody writes",
    "/zones/{zone_id}/available_*": "a catalogue that nobody writes",
    "/organizations": "a unit has nothing that may be absent",
    "/tenants/{tenant_id}/memberships": "the caller alone, with all that it has",
    "/user/tokens/verify": "says only that the token is good",
}


# Reads of which a full object shows no more than a bare one: other values of as many members.
AS_MUCH = {
    "/accounts/{account_id}/profile": "all of it is required",
    "/accounts/{account_id}/iam/resource_groups*": "all of it is required",
    "/zones/{zone_id}/subscription": "the simulator tells all of every plan",
    "/user/tenants": "flags have a value each",
    "/tenants/{tenant_id}/account_types": "plain texts",
    "/tenants/{tenant_id}/entitlements": "each has a value",
}


def told(value):
    """How many values in it say something."""
    if isinstance(value, (dict, list)):
        return sum(told(below) for below in (value.values() if isinstance(value, dict) else value))
    return int(value not in (None, ""))


class Shown:
    """The GETs of the simulator that the document has, and how much the bare and the full objects told that each showed."""

    def __init__(self, document, routes):
        self.sizes = {path: {} for method, path in routes if method == "GET" and document.find(method, path)[2]}
        self.paged = {path for path in self.sizes if any(p.get("name") == "page" for p in document.parameters("GET", path))}
        self.lists = {}

    def read(self, sim, route, ids, kinds, **more):
        result = sim.good("GET", route.format(**ids), **more)
        for kind in kinds:
            self.sizes[route].setdefault(kind, []).extend(map(told, result if isinstance(result, list) else [result]))
        return result

    def item_of(self, collection):
        """The route to one object of a collection, and the parameter for its id; None when there is none."""
        found = [path for path in self.sizes if re.fullmatch(re.escape(collection) + r"/\{\w+\}", path)]
        return (found[0], found[0].split("/")[-1][1:-1]) if found else (None, None)

    def read_all(self, sim, route, ids, kinds):
        """Whatever shows the object at that route, or at the object above it. Lists that have pages are read at the end."""
        above = route[:route.rindex("}") + 1] if "}" in route else route
        for path in dict.fromkeys([self.item_of(route)[0], route, above, above.rpartition("/")[0]]):
            if path not in self.sizes or not set(re.findall(r"\{(\w+)\}", path)) <= set(ids):
                continue
            if path in self.paged:
                made = ids[self.item_of(path)[1]]
                self.lists.setdefault((path, path.format(**ids)), {})[made] = kinds
            else:
                self.read(sim, path, ids, kinds)

    def read_lists(self, sim):
        """Complaints about lists that lack an object that was made."""
        for (route, path), made in self.lists.items():
            found, items, page = {}, [None], 1
            more = {"type": "full,partial,secondary,internal"} if route == "/zones" else {}
            while items:
                items = sim.good("GET", path, {"page": page, "per_page": 50, **more})
                found |= {item["id"]: told(item) for item in items}
                page += 1
            yield from (f"GET {path} does not list {one}" for one in sorted(set(made) - set(found)))
            for one, kinds in made.items():
                for kind in kinds:
                    self.sizes[route].setdefault(kind, []).append(found.get(one, 0))
        tenant = sim.good("GET", "/user/tenants")[0]["id"]
        self.read(sim, "/tenants/{tenant_id}/accounts", {"tenant_id": tenant}, set(self.sizes["/accounts"]))

    def missing(self):
        """Complaints about reads that showed no bare object, or no full one, or in a full one nothing more."""
        for path, sizes in self.sizes.items():
            alike, as_much = (any(fnmatch.fnmatchcase(path, pattern) for pattern in table) for table in (ALWAYS_ALIKE, AS_MUCH))
            if alike != (not sizes):
                yield f"GET {path} is {'' if alike else 'not '}always alike in shown.py, and showed {sorted(sizes)} objects"
            elif sizes and set(sizes) != {"bare", "full"}:
                yield f"GET {path} was not asked for both a bare and a full object, only for {sorted(sizes)}"
            elif sizes and as_much != (min(sizes["bare"]) >= max(sizes["full"])):
                yield f"GET {path} tells {min(sizes['bare'])} values of a bare object, of a full one {max(sizes['full'])}"
        for pattern in [*ALWAYS_ALIKE, *AS_MUCH]:
            if not fnmatch.filter(self.sizes, pattern):
                yield f"there is no GET {pattern}, which is in a table of shown.py"
