// An editor with the published schemas and `tenantry validate` accept and refuse the same manifests.
// agreement.mjs SOURCE_TREE BUILD_FOLDER VERDICTS [SEED]
import fs from 'node:fs';
import path from 'node:path';
import { spawnSync } from 'node:child_process';
import { packagesIn, readSchemas, Judge } from './schemas.mjs';
import { fieldsOf, keywordCases } from './keyword_cases.mjs';
import { mutated, randomFrom } from './mutations.mjs';
import { block } from './yaml_text.mjs';

const [sourceTree, folder, verdicts, seedText = '1'] = process.argv.slice(2);
const here = import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname);
const mutationCount = 4000;
const packages = packagesIn(folder);
const schemas = readSchemas(sourceTree);
const judge = new Judge(packages, schemas);
const mistakes = [];

function yamlFilesIn(...parts) {
    const top = path.join(...parts);
    return fs.readdirSync(top, { recursive: true }).filter((name) => name.endsWith('.yaml')).sort()
        .map((name) => ({ name, text: fs.readFileSync(path.join(top, name), 'utf8') }));
}

const isConfiguration = (text) => /^kind: Configuration$/m.test(text);

function written(expect, files) {
    return files.map(({ name, text }) => ({ name, text, expect, configuration: isConfiguration(text) }));
}

// The seeds as values, one for each document.
function seedValues() {
    const files = [...yamlFilesIn(here, 'seeds/valid'), ...yamlFilesIn(sourceTree, 'manifests')];
    return files.flatMap(({ text }) => packages.yaml.parseAllDocuments(text).map((document) => document.toJS()));
}

function byKeyword(seeds) {
    const seen = new Set();
    const cases = seeds.flatMap((seed) => {
        const file = `${seed.kind.toLowerCase()}.json`;
        return [...keywordCases(schemas, file, seed, seen)].map(({ name, value, expect }) => (
            { name, text: block(value), expect, configuration: seed.kind === 'Configuration' }));
    });
    const roots = ['customer.json', 'profile.json', 'tenant.json', 'ignore.json', 'configuration.json'];
    const others = [...schemas.keys()].filter((name) => name !== 'output.json' && !roots.includes(name));
    // A membership is not written; only its roles are, in the Tenant document.
    const unwritten = new Set(['membership.json#/properties/email', 'membership.json#/properties/roles', 'membership.json#/properties/status']);
    for (const field of fieldsOf(schemas, [...roots, ...others])) {
        if (!seen.has(field) && !unwritten.has(field)) mistakes.push(`no seed in seeds/valid has the field ${field}`);
    }
    return cases;
}

function mutations(seeds) {
    const random = randomFrom(Number(seedText));
    return Array.from({ length: mutationCount }, (_, i) => {
        const seed = random.pick(seeds);
        const text = block(mutated(seed, random), random.pick([1, 3, 99]));
        return { name: `mutation ${i} of seed ${seedText}`, text, configuration: seed.kind === 'Configuration' };
    });
}

function verdictsOn(cases) {
    const input = cases.map(({ name, text, configuration }) => (
        `${JSON.stringify({ name, text, ...(configuration ? { configuration } : {}) })}\n`)).join('');
    const run = spawnSync(verdicts, [path.join(folder, 'configuration.yaml')], { input, encoding: 'utf8', maxBuffer: 2 ** 30 });
    if (run.status !== 0) throw new Error(`verdicts ended with ${run.status ?? run.signal}: ${run.stderr}`);
    const answers = run.stdout.trimEnd().split('\n').map((line) => JSON.parse(line).errors);
    if (answers.length !== cases.length) throw new Error(`${answers.length} verdicts on ${cases.length} manifests`);
    return answers;
}

// What belongs to one document alone; the rest compares documents with each other.
const ofOneDocument = new Set(['manifest.type', 'manifest.value', 'manifest.null', 'manifest.unknown-field',
    'manifest.missing-field', 'manifest.alternatives', 'manifest.duplicate-item', 'manifest.variable', 'manifest.kind', 'configuration.documents']);
const counts = (error) => ofOneDocument.has(error.code) || error.code.startsWith('yaml.');

class Differences {
    constructor() {
        this.entries = JSON.parse(fs.readFileSync(path.join(here, 'differences.json'), 'utf8')).differences
            .map((entry) => ({ ...entry, says: new RegExp(entry.says), uses: 0 }));
    }

    // Whether every error of the one side is one that the other is not meant to have.
    explain(side, errors) {
        const found = errors.map((error) => this.entries.find((entry) => entry.refused_by === side &&
            entry.code === (error.code ?? error.keyword) && entry.says.test(error.summary ?? `${error.path} ${error.message}`)));
        if (found.includes(undefined)) return false;
        for (const entry of new Set(found)) ++entry.uses;
        return true;
    }
}

const seeds = seedValues();
const groups = {
    'examples': written('accept', yamlFilesIn(sourceTree, 'manifests')),
    'valid seeds': written('accept', yamlFilesIn(here, 'seeds/valid')),
    'invalid seeds': written('refuse', yamlFilesIn(here, 'seeds/invalid')),
    'oddities of YAML': written(undefined, yamlFilesIn(here, 'seeds/yaml')),
    'keyword by keyword': byKeyword(seeds),
    'mutations': mutations(seeds),
};
const differences = new Differences();
const started = Date.now();
for (const [group, cases] of Object.entries(groups)) {
    const answers = verdictsOn(cases);
    let accepted = 0;
    let explained = 0;
    cases.forEach((item, i) => {
        const ours = answers[i].filter(counts);
        const theirs = judge.errors(item.text, item.configuration);
        const agree = (ours.length === 0) === (theirs.length === 0);
        if (agree && ours.length === 0) ++accepted;
        const meant = !agree && (ours.length > 0 ? differences.explain('tenantry', ours) : differences.explain('schema', theirs));
        if (meant) ++explained;
        const wanted = item.expect === undefined || (item.expect === 'accept') === (ours.length === 0);
        if (meant || (agree && wanted)) return;
        mistakes.push(`${item.name}: ${agree ? 'both are wrong' : 'they differ'}\n` +
            `  tenantry: ${JSON.stringify(ours)}\n  schema:   ${JSON.stringify(theirs)}\n${item.text}`);
    });
    console.log(`${group}: ${cases.length}, accepted by both ${accepted}, meant differences ${explained}`);
}
console.log(`judged in ${Date.now() - started} ms; meant differences by entry:`);
for (const { refused_by, code, says, uses } of differences.entries) {
    console.log(`  ${String(uses).padStart(4)} refused by ${refused_by} only: ${code} ${says.source}`);
    if (uses === 0) mistakes.push(`an entry of differences.json that nothing needs any more: ${code} ${says.source}`);
}
for (const mistake of mistakes.slice(0, 20)) console.log(`FAILED: ${mistake}`);
if (mistakes.length > 20) console.log(`... and ${mistakes.length - 20} more`);
process.exit(mistakes.length > 0 ? 1 : 0);
