// The language server behind the YAML support of editors, really started: it has nothing against the
// examples, marks a mistake, and explains a field under the cursor. editor.mjs SOURCE_TREE BUILD_FOLDER
import fs from 'node:fs';
import path from 'node:path';
import { spawn } from 'node:child_process';
import { pathToFileURL } from 'node:url';

const [sourceTree, folder] = process.argv.slice(2);
const settings = { yaml: { validate: true, hover: true, completion: false, format: { enable: false }, schemaStore: { enable: false } } };

// Speaks the language server protocol: JSON with a length in front, over stdin and stdout.
class Server {
    constructor() {
        const program = path.join(folder, 'node_modules/yaml-language-server/bin/yaml-language-server');
        this.process = spawn(process.execPath, [program, '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] });
        this.process.stdout.on('data', (data) => this.receive(data));
        this.process.on('exit', (code) => { if (!this.stopping) throw new Error(`the server ended with ${code}`); });
        this.input = Buffer.alloc(0);
        this.answers = new Map();
        this.diagnostics = new Map();
        this.ids = 0;
    }

    send(message) {
        const body = JSON.stringify({ jsonrpc: '2.0', ...message });
        this.process.stdin.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
    }

    ask(method, params) {
        const id = ++this.ids;
        this.send({ id, method, params });
        return new Promise((resolve) => this.answers.set(id, resolve));
    }

    receive(data) {
        this.input = Buffer.concat([this.input, data]);
        for (;;) {
            const head = this.input.indexOf('\r\n\r\n');
            if (head < 0) return;
            const length = Number(/Content-Length: (\d+)/.exec(this.input.subarray(0, head))[1]);
            if (this.input.length < head + 4 + length) return;
            const message = JSON.parse(this.input.subarray(head + 4, head + 4 + length));
            this.input = this.input.subarray(head + 4 + length);
            this.handle(message);
        }
    }

    handle({ id, method, params, result }) {
        if (method === 'textDocument/publishDiagnostics') this.diagnostics.get(params.uri)?.(params.diagnostics);
        else if (method === 'workspace/configuration') this.send({ id, result: params.items.map(({ section }) => settings[section] ?? null) });
        else if (method !== undefined && id !== undefined) this.send({ id, result: null });
        else if (method === undefined) this.answers.get(id)?.(result);
    }

    async start() {
        await this.ask('initialize', { processId: process.pid, rootUri: pathToFileURL(sourceTree).href,
            capabilities: { workspace: { configuration: true }, textDocument: { publishDiagnostics: {}, hover: { contentFormat: ['markdown'] } } } });
        this.send({ method: 'initialized', params: {} });
        this.send({ method: 'workspace/didChangeConfiguration', params: { settings } });
    }

    // The diagnostics of a text, as if it stood in this file.
    open(file, text) {
        const uri = pathToFileURL(file).href;
        const answer = new Promise((resolve) => this.diagnostics.set(uri, resolve));
        this.send({ method: 'textDocument/didOpen', params: { textDocument: { uri, languageId: 'yaml', version: 1, text } } });
        return answer;
    }

    async hover(file, text, word) {
        const before = text.slice(0, text.indexOf(word)).split('\n');
        const position = { line: before.length - 1, character: before.at(-1).length + 1 };
        const answer = await this.ask('textDocument/hover', { textDocument: { uri: pathToFileURL(file).href }, position });
        return JSON.stringify(answer?.contents ?? null);
    }

    stop() {
        this.stopping = true;
        this.process.kill();
    }
}

const wrong = `# yaml-language-server: $schema=../../schema/customer.json
apiVersion: tenantry/v1
kind: Customer
metadata: {name: acme}
spec:
  accounts:
    - name: Acme GmbH
      type: gold
      zones:
        - name: acme.example
          paused: maybe
          colour: red
`;

const server = new Server();
await server.start();
const mistakes = [];
const examples = fs.readdirSync(path.join(sourceTree, 'manifests'), { recursive: true })
    .filter((name) => /\.ya?ml$/.test(name)).map((name) => path.join(sourceTree, 'manifests', name));
for (const file of examples) {
    for (const { message } of await server.open(file, fs.readFileSync(file, 'utf8'))) mistakes.push(`${file}: ${message}`);
}

const file = path.join(sourceTree, 'manifests/customers/wrong.yaml'); // never written
const lines = (await server.open(file, wrong)).map(({ range }) => range.start.line);
for (const [line, text] of wrong.split('\n').entries()) {
    const expected = /gold|maybe|colour/.test(text);
    if (expected !== lines.includes(line)) mistakes.push(`line ${line + 1} is ${expected ? 'not ' : ''}marked: ${text}`);
}
const schema = JSON.parse(fs.readFileSync(path.join(sourceTree, 'schema/zone.json'), 'utf8'));
const hover = await server.hover(file, wrong, 'paused');
if (!hover.includes(schema.properties.paused.description.slice(0, 20))) mistakes.push(`no description for paused: ${hover}`);

console.log(`${examples.length} examples without a mark; ${lines.length} marks in the wrong one; hover: ${hover.slice(0, 80)}`);
for (const mistake of mistakes) console.log(`FAILED: ${mistake}`);
server.stop();
process.exit(mistakes.length > 0 ? 1 : 0);
