// For every keyword of every field of a schema, manifests that break just this one, and manifests at
// the edge of what it allows. They are made from a valid value that has every field, so a new field
// or kind is covered once a seed has it.
import { resolved } from './schemas.mjs';
import { Plain } from './yaml_text.mjs';

const samples = [['null', null], ['boolean', true], ['integer', 7], ['number', new Plain('1.5')],
    ['string', 'text'], ['array', []], ['object', {}]];
const oddTexts = ['', ' ', 'a b', '@', 'a@', '..', '-', 'ä', 'A', 'a\nb', '1200', '0s', 'x'.repeat(40)];

// What breaks one keyword, as replacements of the value.
const breakers = {
    // Every integer is a number.
    type: (types) => samples.filter(([name]) => ![types].flat().includes(name) &&
        !(name === 'integer' && [types].flat().includes('number'))).map(([, value]) => value),
    enum: () => ['no such', ''],
    const: () => ['another'],
    minLength: (least) => (least > 0 ? ['x'.repeat(least - 1)] : []),
    maxLength: (most, text) => ['x'.repeat(most + 1), 'ä'.repeat(most + 1), text.padStart(most + 1, 'x.')],
    pattern: (pattern) => oddTexts.filter((text) => !new RegExp(pattern, 'u').test(text)),
    minimum: (least) => [least - 1],
    maximum: (most) => [most + 1],
    uniqueItems: (unique, items) => (unique && items.length > 0 ? [[...items, items[0]]] : []),
    minItems: (least, items) => [items.slice(0, least - 1)],
    required: (names, map) => names.map((name) => Object.fromEntries(
        Object.entries(map).filter(([key]) => key !== name))),
    minProperties: (least) => (least > 0 ? [{}] : []),
    maxProperties: (most, map) => [Object.fromEntries(
        Array.from({ length: most + 1 }, (_, i) => [`k${i}`, Object.values(map)[0]]))],
    propertyNames: ({ pattern }, map) => oddTexts.filter((text) => !new RegExp(pattern, 'u').test(text))
        .map((text) => ({ ...map, [text]: Object.values(map)[0] })),
    additionalProperties: (allowed, map) => (allowed === false ? [{ ...map, surplus: 1 }, { ...map, '': 1 }] : []),
};

// What a keyword just allows; a pattern may still refuse it.
const edges = {
    enum: (choices) => choices,
    minLength: (least) => ['x'.repeat(least)],
    maxLength: (most, text) => ['x'.repeat(most), 'ä'.repeat(most), text.padStart(most, 'x.')],
    minimum: (least) => [least],
    maximum: (most) => [most],
};

function replaced(value, path, part) {
    if (path.length === 0) return part;
    const copy = Array.isArray(value) ? [...value] : { ...value };
    copy[path[0]] = replaced(value[path[0]], path.slice(1), part);
    return copy;
}

// Yields {name, value, expect}; adds the places of all fields it met to `seen`.
export function* keywordCases(schemas, file, root, seen) {
    yield* walk(file, schemas.get(file), '', root, []);

    function* walk(home, given, pointer, value, path) {
        const { file: here, schema } = resolved(schemas, home, given);
        // The place of the definition, not of the reference to it.
        const place = given.$ref === undefined ? pointer : (given.$ref.split('#')[1] ?? '');
        for (const [word, content] of Object.entries(schema)) {
            for (const [i, part] of (breakers[word]?.(content, value) ?? []).entries()) {
                if (path.length === 0 && part === null) continue; // a document with only comments
                yield { name: `${file} ${path.join('.') || 'root'} ${word} ${i}`, value: replaced(root, path, part), expect: 'refuse' };
            }
            for (const part of edges[word]?.(content, value) ?? []) {
                if (schema.pattern !== undefined && !new RegExp(schema.pattern, 'u').test(part)) continue;
                yield { name: `${file} ${path.join('.')} at the edge of ${word}`, value: replaced(root, path, part), expect: 'accept' };
            }
        }
        for (const [name, part] of Object.entries(schema.properties ?? {})) {
            if (value === null || typeof value !== 'object' || !(name in value)) continue;
            seen.add(`${here}#${place}/properties/${name}`);
            yield* walk(here, part, `${place}/properties/${name}`, value[name], [...path, name]);
        }
        if (schema.items && Array.isArray(value)) {
            for (const [i, item] of value.entries()) yield* walk(here, schema.items, `${place}/items`, item, [...path, i]);
        }
        if (typeof schema.additionalProperties === 'object' && value !== null && typeof value === 'object' && !Array.isArray(value)) {
            for (const name of Object.keys(value)) {
                if (name in (schema.properties ?? {})) continue;
                yield* walk(here, schema.additionalProperties, `${place}/additionalProperties`, value[name], [...path, name]);
            }
        }
    }
}

// The places of all fields of the schemas, as keywordCases names them.
export function fieldsOf(schemas, files) {
    const fields = new Set();
    const walk = (file, schema, place) => {
        if (typeof schema !== 'object' || schema.$ref !== undefined) return;
        for (const group of ['properties', '$defs']) {
            for (const [name, part] of Object.entries(schema[group] ?? {})) {
                if (group === 'properties') fields.add(`${file}#${place}/properties/${name}`);
                walk(file, part, `${place}/${group}/${name}`);
            }
        }
        if (schema.items) walk(file, schema.items, `${place}/items`);
        if (schema.additionalProperties) walk(file, schema.additionalProperties, `${place}/additionalProperties`);
    };
    for (const file of files) walk(file, schemas.get(file), '');
    return fields;
}
