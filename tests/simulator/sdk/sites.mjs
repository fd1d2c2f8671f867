// Settings and holds of zones, Access users, service users and an account's own token, with the
// official SDK.
import assert from 'node:assert/strict';
import Cloudflare, { BadRequestError, NotFoundError, PermissionDeniedError } from 'cloudflare';

async function collect(pages) {
    const items = [];
    for await (const item of pages) items.push(item);
    return items;
}

function refused(kind, code) {
    return (error) => {
        assert.ok(error instanceof kind);
        assert.equal(error.errors[0].code, code);
        return true;
    };
}

async function manageSettings(client, zone_id) {
    const ssl = await client.zones.settings.edit('ssl', { zone_id, value: 'strict' });
    assert.deepEqual([ssl.id, ssl.value, ssl.editable], ['ssl', 'strict', true]);
    assert.deepEqual(await client.zones.settings.get('ssl', { zone_id }), ssl);
    await client.zones.settings.edit('ssl_recommender', { zone_id, enabled: true });
    assert.equal((await client.zones.settings.get('ssl_recommender', { zone_id })).enabled, true);
    const strict_transport_security = { enabled: true, include_subdomains: true, max_age: 86400, nosniff: true, preload: false };
    const header = await client.zones.settings.edit('security_header', { zone_id, value: { strict_transport_security } });
    assert.deepEqual(header.value, { strict_transport_security });
    await assert.rejects(client.zones.settings.edit('ssl', { zone_id, value: 'on' }), refused(BadRequestError, 1007));
    await assert.rejects(client.zones.settings.edit('polish', { zone_id, value: 'lossy' }), refused(BadRequestError, 1015));
    await assert.rejects(client.zones.settings.get('nope', { zone_id }), refused(BadRequestError, 1003));
}

async function manageHold(client, zone_id, quirks) {
    await assert.rejects(client.zones.holds.get({ zone_id }), refused(BadRequestError, 1005));
    // With quirks billing does not know a new zone at its first call.
    if (quirks) await assert.rejects(client.zones.subscriptions.get({ zone_id }));
    await client.zones.subscriptions.create({ zone_id, rate_plan: { id: 'PARTNERS_ENT' } });
    assert.equal((await client.zones.holds.get({ zone_id })).hold, true);
    assert.equal((await client.zones.holds.edit({ zone_id, include_subdomains: true })).include_subdomains, true);
    assert.equal((await client.zones.holds.delete({ zone_id })).hold, false);
    assert.equal((await client.zones.holds.delete({ zone_id })).hold, false);
    assert.equal((await client.zones.holds.create({ zone_id, include_subdomains: false })).hold, true);
}

async function manageAccessUsers(client, account_id) {
    const users = client.zeroTrust.access.users;
    const jane = await users.create({ account_id, email: 'jane@sites.example', name: 'Jane' });
    assert.deepEqual(await users.get(jane.id, { account_id }), jane);
    const renamed = await users.update(jane.id, { account_id, email: jane.email, name: 'Jane Doe' });
    assert.equal(renamed.name, 'Jane Doe');
    assert.equal((await collect(users.list({ account_id, email: jane.email, per_page: 1000 }))).length, 1);
    await users.delete(jane.id, { account_id });
    await assert.rejects(users.get(jane.id, { account_id }), refused(NotFoundError, 7003));
}

async function manageIdentities(client, ready, account_id) {
    const email = 'robot@sites.example';
    const { result } = await client.post('/users', { body: { email } });
    const robot = new Cloudflare({ apiEmail: email, apiKey: result.api_key, baseURL: ready.url, maxRetries: 0 });
    assert.equal((await robot.user.get()).id, result.id);
    await assert.rejects(robot.accounts.get({ account_id }), refused(PermissionDeniedError, 10000));
    const token = { account: account_id, token: 'owned' };
    await fetch(`${ready.control}/account-tokens`, { method: 'POST', body: JSON.stringify(token) });
    const owned = new Cloudflare({ apiToken: 'owned', baseURL: ready.url, maxRetries: 0 });
    assert.equal((await owned.accounts.tokens.verify({ account_id })).status, 'active');
    await assert.rejects(collect(owned.accounts.list()), refused(BadRequestError, 1001));
    await assert.rejects(owned.user.tokens.verify(), (error) => error.errors[0].code === 1000);
}

export async function manageSites(client, ready, quirks) {
    const { id: account_id } = await client.accounts.create({ name: 'Sites' });
    const { id: zone_id } = await client.zones.create({ account: { id: account_id }, name: 'sites.example' });
    await manageSettings(client, zone_id);
    await manageHold(client, zone_id, quirks);
    await manageAccessUsers(client, account_id);
    await manageIdentities(client, ready, account_id);
}
