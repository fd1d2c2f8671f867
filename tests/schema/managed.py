"""README's table of what can be managed, made from the schemas: fails when they differ.

managed.py TREE; with TENANTRY_ACCEPT=1 it writes the table anew.
"""

import json
import os
import pathlib
import sys

HEADER = "| in the manifest | what | fields |\n| --- | --- | --- |\n"


def schema(tree, name):
    return json.loads((tree / "schema" / f"{name}.json").read_text(encoding="utf-8"))


def referred(value):
    """The kind that a property holds, itself or in a list."""
    reference = value.get("$ref") or value.get("items", {}).get("$ref", "")
    return reference.removesuffix(".json") if reference.endswith(".json") else None


def first_sentence(text):
    return text.split(". ")[0].rstrip(".").replace("|", "\\|")


def fields_of(kind, kinds):
    names = []
    if kind.get("additionalProperties"):
        return "any setting by its id"  # those that are documented have their values in the schema
    for name, value in kind.get("properties", {}).items():
        if referred(value) in kinds:
            continue
        inner = value.get("properties")
        names += [f"`{name}.{each}`" for each in inner] if inner else [f"`{name}`"]
    return ", ".join(names)


def rows(tree, kinds, properties, path):
    for name, value in properties.items():
        kind = referred(value)
        if kind not in kinds:
            continue
        content = schema(tree, kind)
        place = f"{path}{name}" + ("[]" if value.get("type") == "array" else "")
        yield f"| `{place}` | {first_sentence(content['description'])} | {fields_of(content, kinds)} |\n"
        yield from rows(tree, kinds, content.get("properties", {}), place + ".")


def main():
    tree = pathlib.Path(sys.argv[1])
    kinds = {path.stem for path in (tree / "engine/kinds").glob("*.cpp")}
    customer = schema(tree, "customer")["properties"]["spec"]["properties"]
    table = HEADER + "".join(rows(tree, kinds, customer, ""))
    readme = (tree / "README.md").read_text(encoding="utf-8")
    begin = readme.index(HEADER)
    end = readme.index("\n\n", begin) + 1
    if readme[begin:end] == table:
        return
    if os.environ.get("TENANTRY_ACCEPT"):
        (tree / "README.md").write_text(readme[:begin] + table + readme[end:], encoding="utf-8")
        sys.exit("written; read it")
    sys.exit("README's table of what can be managed is not what the schemas say. It should be:\n" + table)


main()
