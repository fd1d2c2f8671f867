// guide.mjs SIMULATOR [--quirks]: what the tenant guide does, with the unmodified official SDK.
// It proves that the simulator answers what real clients demand, in shape and in status.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import Cloudflare, { BadRequestError, NotFoundError, PermissionDeniedError } from 'cloudflare';
import { managePeopleAndPurchases } from './people.mjs';
import { manageSites } from './sites.mjs';

const [simulator, ...options] = process.argv.slice(2);
const quirks = options.includes('--quirks');

const program = spawn(simulator, ['--units', '2', ...options], { stdio: ['ignore', 'pipe', 'inherit'] });
const firstLine = await new Promise((resolve, reject) => {
    createInterface({ input: program.stdout }).once('line', resolve);
    program.once('exit', () => reject(new Error('the simulator did not start')));
});
program.removeAllListeners('exit');
const ready = JSON.parse(firstLine);

async function collect(pages) {
    const items = [];
    for await (const item of pages) items.push(item);
    return items;
}

async function aTokenIsVerified() {
    const client = new Cloudflare({ apiToken: ready.token, baseURL: ready.url, maxRetries: 0 });
    assert.equal((await client.user.tokens.verify()).status, 'active');
}

async function aWrongKeyIsRefused() {
    const client = new Cloudflare({
        apiEmail: ready.email, apiKey: 'wrong', baseURL: ready.url, maxRetries: 0,
    });
    await assert.rejects(client.user.get(), PermissionDeniedError);
}

async function findUnit(client) {
    const [tenant] = await collect(client.user.tenants.list());
    const tag = quirks ? tenant.tenant_tag : tenant.id;
    const { tenant_units: units } = await client.tenants.get(tag);
    assert.equal(units.length, 2);
    assert.deepEqual(await collect(client.tenants.accountTypes.list(tag)), ['standard', 'enterprise']);
    assert.equal((await collect(client.tenants.memberships.list(tag)))[0].user_email, ready.email);
    assert.equal((await client.tenants.entitlements.get(tag)).partial_setup_allowed.value, true);
    // The SDK follows the OpenAPI document and cannot send the page that the documentation demands.
    if (!quirks) assert.equal((await collect(client.tenants.accounts.list(tag))).length, 0);
    return units[1].unit_tag;
}

async function updateAccount(client, account) {
    const update = { account_id: account.id, id: account.id, name: 'Acme AG', type: 'standard' };
    if (quirks) {
        await assert.rejects(client.accounts.update(update), (error) => {
            assert.ok(error instanceof BadRequestError);
            assert.equal(error.errors[0].code, 1001);
            return true;
        });
        return;
    }
    const settings = { abuse_contact_email: 'abuse@acme.example', enforce_twofactor: true };
    const updated = await client.accounts.update({ ...update, settings });
    assert.equal(updated.name, 'Acme AG');
    assert.deepEqual(updated.settings, settings);
}

async function manageAccounts(client, unit) {
    const params = { name: 'Acme GmbH', type: 'standard', unit: { id: unit }, 'Idempotency-Key': 'acme-1' };
    const account = await client.accounts.create(params);
    assert.equal((await client.accounts.create(params)).id, account.id);
    for (let i = 0; i < 11; ++i) await client.accounts.create({ name: `Customer ${i}`, unit: { id: unit } });

    const all = await collect(client.accounts.list({ per_page: 5 }));
    assert.equal(all.length, 12);
    assert.equal(new Set(all.map((item) => item.id)).size, 12);
    const read = await client.accounts.get({ account_id: account.id });
    assert.deepEqual(read, account);
    assert.equal(read.managed_by.parent_org_id, unit);
    await updateAccount(client, account);
    return account;
}

async function manageZones(client, account) {
    const zone = await client.zones.create({ account: { id: account.id }, name: 'acme.example', type: 'full' });
    assert.equal(zone.status, 'pending');
    assert.equal(zone.name_servers.length, 2);
    await assert.rejects(
        client.zones.create({ account: { id: account.id }, name: 'ACME.example' }),
        (error) => {
            assert.ok(error instanceof BadRequestError);
            assert.equal(error.status, 400);
            assert.equal(error.errors[0].code, 1061);
            return true;
        });
    for (let i = 0; i < 7; ++i)
        await client.zones.create({ account: { id: account.id }, name: `acme-${i}.example` });

    const zones = await collect(client.zones.list({ account: { id: account.id }, per_page: 5 }));
    assert.equal(zones.length, 8);
    assert.equal((await collect(client.zones.list({ name: 'ends_with:-3.example' }))).length, 1);
    assert.equal((await collect(client.zones.list({ type: ['partial', 'secondary'] }))).length, 0);
    assert.deepEqual(await client.zones.get({ zone_id: zone.id }), zone);
    assert.equal((await client.zones.edit({ zone_id: zone.id, paused: true })).paused, true);
    assert.equal((await client.zones.activationCheck.trigger({ zone_id: zone.id })).id, zone.id);
    await assert.rejects(client.zones.activationCheck.trigger({ zone_id: zone.id }), BadRequestError);
    assert.equal((await client.zones.delete({ zone_id: zone.id })).id, zone.id);
    await assert.rejects(client.zones.get({ zone_id: zone.id }), NotFoundError);
}

async function deleteAccount(client, account) {
    assert.equal((await client.accounts.delete({ account_id: account.id })).id, account.id);
    await assert.rejects(client.accounts.get({ account_id: account.id }), NotFoundError);
    assert.equal((await collect(client.zones.list({ account: { id: account.id } }))).length, 0);
}

try {
    const client = new Cloudflare({ apiEmail: ready.email, apiKey: ready.key, baseURL: ready.url, maxRetries: 0 });
    assert.equal((await client.user.get()).email, ready.email);
    await aTokenIsVerified();
    await aWrongKeyIsRefused();
    const account = await manageAccounts(client, await findUnit(client));
    await manageZones(client, account);
    await deleteAccount(client, account);
    await managePeopleAndPurchases(client, ready, quirks);
    await manageSites(client, ready, quirks);
    console.log(`the official SDK is content${quirks ? ' with --quirks' : ''}`);
} finally {
    program.kill('SIGTERM');
}
const code = await new Promise((resolve) => program.once('exit', resolve));
assert.equal(code, 0);
