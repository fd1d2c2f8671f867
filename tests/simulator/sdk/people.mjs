// People and purchases with the official SDK: members and their roles, an invitation that its user
// accepts, the plan of a zone, what an account buys.
import assert from 'node:assert/strict';
import Cloudflare, { BadRequestError, NotFoundError, PermissionDeniedError } from 'cloudflare';

async function collect(pages) {
    const items = [];
    for await (const item of pages) items.push(item);
    return items;
}

function refused(type, code) {
    return (error) => {
        assert.ok(error instanceof type, `${error}`);
        assert.equal(error.errors[0].code, code);
        return true;
    };
}

async function manageMembers(client, account_id, quirks) {
    const roles = await collect(client.accounts.roles.list({ account_id }));
    const administrator = roles.find((role) => role.name === 'Administrator');
    assert.equal(administrator.id, '05784afa30c1afe1440e79d9351c7430');
    assert.deepEqual(await client.accounts.roles.get(administrator.id, { account_id }), administrator);

    const invitation = { account_id, email: 'ops@acme.example', roles: [administrator.id] };
    const member = await client.accounts.members.create(invitation);
    assert.equal(member.status, 'pending');
    assert.equal('roles' in member, !quirks);
    await assert.rejects(client.accounts.members.create(invitation), refused(BadRequestError, 1004));
    const members = await collect(client.accounts.members.list({ account_id, status: 'pending' }));
    assert.deepEqual(members.map((one) => one.email), ['ops@acme.example']);
    assert.equal(members[0].roles[0].name, 'Administrator');

    const [group] = await collect(client.iam.permissionGroups.list({ account_id, name: 'Billing' }));
    const [whole] = await collect(client.iam.resourceGroups.list({ account_id }));
    const policy = { access: 'allow', permission_groups: [{ id: group.id }], resource_groups: [{ id: whole.id }] };
    const changed = await client.accounts.members.update(member.id, { account_id, policies: [policy] });
    assert.equal(changed.policies[0].permission_groups[0].name, 'Billing');
    assert.equal((await client.accounts.members.delete(member.id, { account_id })).id, member.id);
    await assert.rejects(client.accounts.members.get(member.id, { account_id }), refused(NotFoundError, 1003));
}

async function acceptInvitation(client, ready, account_id) {
    const email = 'robot@acme.example';
    await fetch(`${ready.control}/users`, { method: 'POST', body: JSON.stringify({ email, token: 'robot' }) });
    const robot = new Cloudflare({ apiToken: 'robot', baseURL: ready.url, maxRetries: 0 });
    await client.accounts.members.create({ account_id, email, roles: ['05784afa30c1afe1440e79d9351c7430'] });
    await assert.rejects(robot.accounts.get({ account_id }), refused(PermissionDeniedError, 10000));
    const [membership] = await collect(robot.memberships.list({ status: 'pending' }));
    assert.equal(membership.account.id, account_id);
    assert.equal((await robot.memberships.update(membership.id, { status: 'accepted' })).status, 'accepted');
    assert.equal((await robot.accounts.get({ account_id })).id, account_id);
}

async function buyPlan(client, zone_id, quirks) {
    if (quirks) await assert.rejects(client.zones.subscriptions.get({ zone_id }));
    else await assert.rejects(client.zones.subscriptions.get({ zone_id }), refused(NotFoundError, 1207));
    const plans = await collect(client.zones.ratePlans.get({ zone_id }));
    assert.deepEqual(plans.map((plan) => plan.id), ['PARTNERS_FREE', 'PARTNERS_PRO', 'PARTNERS_BIZ', 'PARTNERS_ENT']);
    const bought = await client.zones.subscriptions.create({ zone_id, rate_plan: { id: 'PARTNERS_BIZ' }, frequency: 'monthly' });
    assert.equal(bought.state, 'Paid');
    assert.equal((await client.zones.get({ zone_id })).plan.legacy_id, 'business');
    assert.equal((await collect(client.zones.plans.list({ zone_id }))).length, 6);
    const changed = await client.zones.subscriptions.update({ zone_id, rate_plan: { id: 'partners_ent' } });
    assert.equal(changed.rate_plan.id, 'enterprise');
}

async function buyForAccount(client, account_id) {
    const body = { account_id, rate_plan: { id: 'TEAMS_STANDARD' }, frequency: 'yearly' };
    const bought = await client.accounts.subscriptions.create(body);
    assert.equal((await collect(client.accounts.subscriptions.get({ account_id })))[0].id, bought.id);
    const changed = await client.accounts.subscriptions.update(bought.id, { ...body, frequency: 'monthly' });
    assert.equal(changed.frequency, 'monthly');
    const gone = await client.accounts.subscriptions.delete(bought.id, { account_id });
    assert.equal(gone.subscription_id, bought.id);
    await assert.rejects(
        client.accounts.subscriptions.create({ account_id, rate_plan: { id: 'NOPE' } }), refused(BadRequestError, 1204));
}

export async function managePeopleAndPurchases(client, ready, quirks) {
    const { id: account_id } = await client.accounts.create({ name: 'People' });
    const { id: zone_id } = await client.zones.create({ account: { id: account_id }, name: 'people.example' });
    await manageMembers(client, account_id, quirks);
    await acceptInvitation(client, ready, account_id);
    await buyPlan(client, zone_id, quirks);
    await buyForAccount(client, account_id);
}
