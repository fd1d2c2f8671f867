// Random changes to valid values, from a seed, so that a run can be repeated.
import { Plain } from './yaml_text.mjs';

// mulberry32: small, and the same everywhere.
export function randomFrom(seed) {
    let state = seed >>> 0;
    const next = () => {
        state = (state + 0x6d2b79f5) >>> 0;
        let t = Math.imul(state ^ (state >>> 15), state | 1);
        t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
        return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
    };
    return { below: (count) => Math.floor(next() * count), pick: (list) => list[Math.floor(next() * list.length)] };
}

// What YAML readers take for something, each once plain and once quoted.
const words = ['no', 'on', 'yes', 'off', 'y', 'n', 'No', 'ON', 'true', 'True', 'FALSE', 'false', 'null', 'Null', '~',
    '1e3', '0123', '00', '0o17', '0x1F', '0b1', '+5', '-5', '5', '5.0', '5.', '.5', '1_000', '12:30:45', '2024-01-01',
    '2024-01-01T10:00:00Z', '.inf', '-.Inf', '.NaN', '1e400', '9223372036854775808', '123456789012345678901234567890',
    'acme.example', 'full', 'standard', 'tenantry/v1', 'Customer', '30s', '1200/300s', 'off'];
const texts = ['', ' ', '\t', 'a', 'ä', 'Ümläut GmbH', '日本', '😀', 'a\nb', 'a b', 'a\u00a0b', 'a@b', 'a@b.c', '@', 'a@ b',
    'a@b@c', 'a\u00a0@b', 'bücher.example', 'ACME.Example.', 'a..b', '-a.example', 'a-.example', 'a_b.example', '.example',
    'example', 'a.b/c', 'xn--zzzzzzzz.example', 'x'.repeat(64) + '.example', 'x'.repeat(63) + '.example', '${env:NAME}',
    'acme-1', '-acme', 'acme-', 'Acme', '0123456789abcdef0123456789abcdef', '0123456789ABCDEF0123456789ABCDEF',
    '<script>', '\u001b[31m', '\u0000', '\u2028', '\ufeff', '#', ': ', '- a', '&a', '*a', '!a', '%a', '|', '>', '`', '\'', '"',
    '\\', 'EMEA resale', 'enterprise', 'partial', 'secondary', 'internal', '500ms', '30', '1200/300', '1/1s'];
const lengths = [1, 2, 3, 62, 63, 64, 99, 100, 101, 119, 120, 121, 253, 254, 255, 2000, 2001, 4096, 4097];
const keys = ['name', 'id', 'type', 'unit', 'settings', 'zones', 'accounts', 'spec', 'metadata', 'labels', 'defaults',
    'paused', 'previously', 'enforce_twofactor', 'Name', 'nmae', 'constructor', 'toString', '__proto__', '', ' ', '<<', 'no', '1',
    'a key with blanks', 'ключ'];

function randomScalar(random) {
    const kind = random.below(7);
    if (kind <= 1) return new Plain(random.pick(words));
    if (kind === 2) return random.pick(words);
    if (kind === 3) return random.pick(texts);
    if (kind === 4) return random.pick(['x', 'ä', 'a.', '0', '😀']).repeat(random.pick(lengths));
    return random.pick([null, true, false, 0, 1, -1, 5, 64, 65, 100, 101, 2 ** 53]);
}

function randomValue(random) {
    const kind = random.below(8);
    if (kind === 0) return random.pick([[], {}, [[]], [{}], { name: 'a' }, ['a'], ['a', 'a'], [1, 1], [null]]);
    if (kind === 1) return { [random.pick(keys)]: randomScalar(random) };
    if (kind === 2) return [randomScalar(random), randomScalar(random)];
    return randomScalar(random);
}

// Another value of the same type: more of these are right than of any values.
function similarValue(value, random) {
    if (typeof value === 'boolean') return new Plain(random.pick(['true', 'True', 'FALSE', 'false', 'yes', 'off']));
    if (typeof value === 'number') return random.pick([0, 1, 19, 20, 21, 64, 65, 100, 101, new Plain('08'), new Plain('1e1')]);
    if (typeof value !== 'string') return value;
    const kind = random.below(4);
    if (kind === 0) return new Plain(random.pick(words));
    if (kind === 1) return value.replace(/./u, random.pick(texts));
    return kind === 2 ? random.pick(texts) : random.pick(['x', 'ä', '0']).repeat(random.pick(lengths));
}

// All places in a value, as [container, key].
function placesIn(value) {
    if (typeof value !== 'object' || value === null || value instanceof Plain) return [];
    return Object.keys(value).flatMap((name) => [[value, name], ...placesIn(value[name])]);
}

const changes = {
    remove: (map, name) => { Array.isArray(map) ? map.splice(Number(name), 1) : delete map[name]; },
    add: (map, _, random) => {
        if (Array.isArray(map)) map.push(randomValue(random));
        else set(map, random.pick(keys), randomValue(random));
    },
    rename: (map, name, random) => {
        if (Array.isArray(map)) return;
        const value = map[name];
        delete map[name];
        set(map, random.pick([...keys, `${name}s`, name.toUpperCase(), name.slice(1)]), value);
    },
    replace: (map, name, random) => set(map, name, randomValue(random)),
    similar: (map, name, random) => set(map, name, similarValue(map[name], random)),
    again: (map, name) => { if (Array.isArray(map)) map.push(structuredClone(plainless(map[name]))); },
    wrap: (map, name) => set(map, name, [map[name]]),
    unwrap: (map, name) => { if (Array.isArray(map[name])) set(map, name, map[name][0] ?? null); },
    empty: (map, name) => set(map, name, Array.isArray(map[name]) ? [] : {}),
};

const often = [...Object.keys(changes), 'replace', 'replace', ...Array(8).fill('similar')];

// A plain assignment to __proto__ would vanish.
function set(map, name, value) {
    Object.defineProperty(map, name, { value, enumerable: true, configurable: true, writable: true });
}

// structuredClone drops the class of a Plain; as text it is as good.
function plainless(value) {
    return value instanceof Plain ? value.text : value;
}

export function mutated(seed, random) {
    const root = { value: structuredClone(seed) };
    const count = random.pick([1, 1, 1, 2, 3]);
    for (let i = 0; i < count; ++i) {
        const places = placesIn(root.value);
        if (places.length === 0) break;
        const [container, name] = random.pick(places);
        changes[random.pick(often)](container, name, random);
    }
    return root.value;
}
