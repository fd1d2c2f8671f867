// What is published is sound: every schema is JSON Schema draft-07, every property says what it is
// for, every reference leads somewhere, and every example is valid and names its schema.
import fs from 'node:fs';
import path from 'node:path';
import { packagesIn, readSchemas, resolved, Judge, makeAjv } from './schemas.mjs';

const [sourceTree, folder] = process.argv.slice(2);
const packages = packagesIn(folder);
const schemas = readSchemas(sourceTree);
const mistakes = [];

// Words of draft-07, of newer drafts where they are only places, and those that editors know.
const known = new Set(['$schema', '$id', '$ref', '$defs', '$comment', 'title', 'description', 'markdownDescription',
    'examples', 'type', 'enum', 'const', 'default', 'pattern', 'patternErrorMessage', 'minLength', 'maxLength',
    'minimum', 'maximum', 'minItems', 'maxItems', 'uniqueItems', 'items', 'properties', 'required',
    'additionalProperties', 'minProperties', 'maxProperties', 'format', 'oneOf', 'anyOf', 'allOf', 'not', 'if', 'then', 'else', 'propertyNames']);

function checkWords(file, schema, pointer) {
    for (const word of Object.keys(schema)) {
        if (!known.has(word) && !word.startsWith('x-')) mistakes.push(`${file}#${pointer}: unknown word ${word}`);
    }
    if (schema.$ref !== undefined) {
        try {
            resolved(schemas, file, schema);
        } catch (error) {
            mistakes.push(`${file}#${pointer}: ${schema.$ref} leads nowhere: ${error.message}`);
        }
    }
}

// The engine matches no pattern against longer texts, for std::regex recurses.
const longestForPattern = 2048;

function checkLength(file, schema, pointer) {
    if (file === 'output.json') return; // nothing that comes in
    if (schema.pattern === undefined || schema.maxLength <= longestForPattern) return;
    if (/[*+]|,\}/.test(schema.pattern)) mistakes.push(`${file}#${pointer} has a pattern without end and no maxLength`);
}

let properties = 0;
function walk(file, schema, pointer) {
    if (typeof schema === 'boolean') return;
    checkWords(file, schema, pointer);
    checkLength(file, schema, pointer);
    for (const group of ['properties', '$defs']) {
        for (const [name, part] of Object.entries(schema[group] ?? {})) {
            const place = `${pointer}/${group}/${name}`;
            walk(file, part, place);
            const { schema: meant } = resolved(schemas, file, part);
            if (group !== 'properties') continue;
            ++properties;
            if (!(part.description ?? meant.description)) mistakes.push(`${file}#${place} has no description`);
        }
    }
    for (const word of ['items', 'additionalProperties', 'not', 'if', 'then', 'else', 'propertyNames']) {
        if (schema[word] !== undefined) walk(file, schema[word], `${pointer}/${word}`);
    }
    for (const word of ['oneOf', 'anyOf', 'allOf']) {
        (schema[word] ?? []).forEach((part, i) => walk(file, part, `${pointer}/${word}/${i}`));
    }
}

const ajv = makeAjv(packages.Ajv, schemas);
for (const [file, schema] of schemas) {
    if (schema.$schema !== 'http://json-schema.org/draft-07/schema#') mistakes.push(`${file} names another draft`);
    if (!ajv.validateSchema(schema)) mistakes.push(`${file}: ${ajv.errorsText(ajv.errors)}`);
    if (!schema.title || !schema.description) mistakes.push(`${file} has no title or no description`);
    walk(file, schema, '');
    ajv.getSchema(file); // compiles, so that what no walk sees is seen
}

// The examples, wherever they lie in manifests/.
const judge = new Judge(packages, schemas);
const examples = fs.readdirSync(path.join(sourceTree, 'manifests'), { recursive: true })
    .filter((name) => /\.ya?ml$/.test(name)).map((name) => path.join(sourceTree, 'manifests', name));
for (const file of examples) {
    const text = fs.readFileSync(file, 'utf8');
    for (const error of judge.errors(text)) mistakes.push(`${file}: ${JSON.stringify(error)}`);
    const modeline = /^# yaml-language-server: \$schema=(\S+)$/m.exec(text);
    if (!modeline) mistakes.push(`${file} does not name its schema for editors`);
    else if (!fs.existsSync(path.join(path.dirname(file), modeline[1]))) {
        mistakes.push(`${file} names a schema that is not there: ${modeline[1]}`);
    }
}

console.log(`${schemas.size} schemas with ${properties} properties, ${examples.length} examples`);
if (examples.length === 0) mistakes.push('no examples in manifests/');
for (const mistake of mistakes) console.log(`FAILED: ${mistake}`);
process.exit(mistakes.length > 0 ? 1 : 0);
