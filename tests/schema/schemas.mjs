// The published schemas, and ajv's judgement of YAML text by them. The packages lie in the build
// folder, so they are looked up from there.
import fs from 'node:fs';
import path from 'node:path';
import { createRequire } from 'node:module';

export function packagesIn(folder) {
    const require = createRequire(path.resolve(folder, 'anchor.js'));
    return { Ajv: require('ajv'), yaml: require('yaml') };
}

export function readSchemas(sourceTree) {
    const folder = path.join(sourceTree, 'schema');
    const files = fs.readdirSync(folder).filter((name) => name.endsWith('.json')).sort();
    return new Map(files.map((name) => [name, JSON.parse(fs.readFileSync(path.join(folder, name), 'utf8'))]));
}

export function makeAjv(Ajv, schemas) {
    const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true });
    for (const [name, schema] of schemas) ajv.addSchema(schema, name);
    return ajv;
}

// The schema with a reference followed, and the file it stands in.
export function resolved(schemas, file, schema) {
    while (schema.$ref !== undefined) {
        const [name, pointer = ''] = schema.$ref.split('#');
        if (name !== '') file = name;
        schema = schemas.get(file);
        for (const part of pointer.split('/').slice(1)) schema = schema?.[part];
        if (schema === undefined) throw new Error(`${file}: nothing stands at ${pointer}`);
    }
    return { file, schema };
}

const yamlOptions = { version: '1.2', schema: 'core', uniqueKeys: true, merge: false };
const kinds = new Map([['Customer', 'customer.json'], ['Profile', 'profile.json'], ['Tenant', 'tenant.json'],
    ['Ignore', 'ignore.json']]);

export class Judge {
    constructor({ Ajv, yaml }, schemas) {
        this.yaml = yaml;
        this.ajv = makeAjv(Ajv, schemas);
    }

    // All errors of a text as {keyword, path, message}; none when it is accepted.
    errors(text, configuration) {
        const documents = this.yaml.parseAllDocuments(text, yamlOptions);
        const broken = [...documents].flatMap((document) => document.errors);
        if (broken.length > 0) return broken.map((error) => ({ keyword: 'yaml', path: '', message: error.code }));
        const values = [...documents].map((document) => document.toJS({ maxAliasCount: 100 }));
        if (configuration && values.length !== 1) return [{ keyword: 'documents', path: '', message: '' }];
        return values.flatMap((value) => this.documentErrors(value, configuration));
    }

    documentErrors(value, configuration) {
        if (value === null && !configuration) return []; // only comments
        const file = configuration ? 'configuration.json' : kinds.get(value?.kind);
        if (file === undefined) return [{ keyword: 'kind', path: '', message: '' }];
        const validate = this.ajv.getSchema(file);
        if (validate(value)) return [];
        return validate.errors.map(({ keyword, instancePath, message }) => ({ keyword, path: instancePath, message }));
    }
}
