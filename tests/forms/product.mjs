// tenantry against a simulator, in a folder of its own.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import readline from 'node:readline';

const configuration = `apiVersion: tenantry/v1
kind: Configuration
spec: {pace: {identity: "off", address: "off"}}
`;

export class Product {
    static async start(folder, tenantry, simulator) {
        fs.rmSync(folder, { recursive: true, force: true });
        fs.mkdirSync(path.join(folder, 'manifests'), { recursive: true });
        fs.writeFileSync(path.join(folder, 'operator.yaml'), configuration);
        const server = spawn(simulator, ['--port', '0'], { stdio: ['ignore', 'pipe', 'inherit'] });
        const lines = readline.createInterface({ input: server.stdout });
        const [line] = await new Promise((resolve) => lines.once('line', (...words) => resolve(words)));
        return new Product(folder, tenantry, server, JSON.parse(line));
    }

    constructor(folder, tenantry, server, ready) {
        Object.assign(this, { folder, tenantry, server, ready });
    }

    stop() { this.server.kill(); }

    // A customer with an account for each of the texts.
    write(name, ...accounts) {
        fs.writeFileSync(path.join(this.folder, 'manifests', `${name}.yaml`),
            `apiVersion: tenantry/v1\nkind: Customer\nmetadata: {name: ${name}}\nspec:\n  accounts:\n`
            + accounts.map((account) => `    - ${account}\n`).join(''));
    }
    remove(name) { fs.rmSync(path.join(this.folder, 'manifests', `${name}.yaml`)); }

    async control(method, where, body) {
        const answer = await fetch(`${this.ready.control}/${where}`, { method, body: JSON.stringify(body) });
        assert(answer.ok, await answer.text());
    }

    // Runs a command with an output in each of the formats, which must end so; the files' paths.
    run(expected, formats, command, ...words) {
        const files = formats.map((format) => path.join(this.folder, `${command}.${format}`));
        const outputs = formats.flatMap((format, i) => ['--output', `${format}=${files[i]}`]);
        const configured = command === 'validate' ? [] : ['--config', path.join(this.folder, 'operator.yaml')];
        const ended = spawnSync(this.tenantry, [command, ...outputs, ...configured, ...words], {
            cwd: this.folder,
            encoding: 'utf8',
            env: { PATH: process.env.PATH, TENANTRY_LEDGER: path.join(this.folder, 'ledger.sqlite'),
                CLOUDFLARE_BASE_URL: this.ready.url, CLOUDFLARE_EMAIL: this.ready.email, CLOUDFLARE_API_KEY: this.ready.key },
        });
        assert.equal(ended.status, expected, `${command} ${words}: ${ended.stderr}`);
        return files;
    }
}
