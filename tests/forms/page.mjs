// The page in Chromium, as somebody who uses it: search, filters, keyboard, dark, without a script, and
// with ten thousand steps in it.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { Product } from './product.mjs';

const [packages, folder, tenantry, simulator] = process.argv.slice(2);
const { chromium } = createRequire(path.join(path.resolve(packages), 'package.json'))('playwright-core');

// The page of a file, watched: it asks for nothing but itself, and no part of it is refused or fails.
async function open(browser, file, options = {}) {
    const context = await browser.newContext(options);
    const page = await context.newPage();
    const asked = [];
    page.on('request', (request) => asked.push(request.url()));
    page.on('console', (message) => assert.fail(`the console says ${message.text()}`));
    page.on('pageerror', (error) => assert.fail(`the script failed: ${error.message}`));
    const url = pathToFileURL(file).href;
    await page.goto(url);
    assert.deepEqual(asked, [url]);
    return page;
}

const shown = (page) => page.locator('.remark:visible');
const told = async (page) => Number((await page.locator('#shown').innerText()).split(' ')[0]);
const focused = (page) => page.evaluate(() => document.activeElement.closest('.remark')?.querySelector('.subject').textContent ?? '');

async function searches(page) {
    const all = await shown(page).count();
    await page.keyboard.press('/');
    await page.keyboard.type('acme zone');
    const found = await shown(page).count();
    assert(found > 1 && found < all, `${found} of ${all}`);
    assert.equal(await told(page), found);
    for (const text of await shown(page).allTextContents()) assert(/acme/i.test(text) && /zone/i.test(text), text);
    assert.equal(await page.locator('section.customer:visible').count(), 1); // nobody is left without remarks

    // From the search into what it found, and through it.
    await page.keyboard.press('Enter');
    const first = await focused(page);
    assert.notEqual(first, '');
    await page.keyboard.press('j');
    const second = await focused(page);
    assert.notEqual(second, first);
    await page.keyboard.press('k');
    assert.equal(await focused(page), first);
    await page.keyboard.press('ArrowDown');
    assert.equal(await focused(page), second);
    const details = page.locator('.remark:focus-within > p');
    const was = await details.getAttribute('aria-expanded');
    await page.keyboard.press('Enter');
    assert.notEqual(await details.getAttribute('aria-expanded'), was);
    await page.keyboard.press('Escape');
    assert.equal(await shown(page).count(), all);
    // At its ends it stays where it is.
    for (let i = 0; i < all + 2; ++i) await page.keyboard.press('j');
    const last = await focused(page);
    await page.keyboard.press('j');
    assert.equal(await focused(page), last);
}

async function filters(page) {
    const all = await shown(page).count();
    let sum = 0;
    for (const button of await page.locator('button[data-filter=level]').all()) {
        const count = Number((await button.innerText()).split(' ')[0]);
        sum += count;
        await button.focus();
        await page.keyboard.press('Space');
        assert.equal(await button.getAttribute('aria-pressed'), 'true');
        assert.equal(await shown(page).count(), count);
        await button.click();
    }
    assert.equal(sum, all);
    const rules = page.locator('#rule option');
    for (const option of (await rules.all()).slice(1)) {
        await page.locator('#rule').selectOption(await option.getAttribute('value'));
        assert.equal(await shown(page).count(), Number(/\((\d+)\)/.exec(await option.innerText())[1]));
    }
    await page.keyboard.press('Escape');
    await page.locator('details.timeline > summary').click();
    const moments = page.locator('button[data-filter=moment]');
    assert(await moments.count() > 0);
    const value = Number(await moments.first().locator('xpath=following-sibling::meter').getAttribute('value'));
    await moments.first().click();
    assert.equal(await shown(page).count(), value);
    await page.keyboard.press('Escape');
    assert.equal(await shown(page).count(), all);
    await page.locator('#fold').click();
    assert.equal(await page.locator('.remark:not(.open)').count(), 0);
}

// How well what stands in an element can be told from what it stands on (WCAG 2: at least 4.5).
function contrastsIn() {
    const color = (text) => text.match(/[\d.]+/g).map(Number);
    const luminance = ([r, g, b]) => [r, g, b].map((part) => part / 255)
        .map((part) => (part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
        .reduce((sum, part, i) => sum + part * [0.2126, 0.7152, 0.0722][i], 0);
    const paper = (element) => {
        const own = color(getComputedStyle(element).backgroundColor);
        return own.length === 4 && own[3] === 0 ? (element.parentElement ? paper(element.parentElement) : [255, 255, 255]) : own;
    };
    const found = { paper: luminance(paper(document.body)) };
    for (const selector of ['h1', '.summary', '.whose', '.keys', '.error .level', '.warning .level', '.note .level', '.subject', '.says',
        'dt', 'dd', 'del', 'ins', 'dd small', 'button', 'button[aria-pressed=true]', 'input', 'select']) {
        const element = document.querySelector(selector);
        if (!element) { found[selector] = 0; continue; }
        const [one, other] = [luminance(color(getComputedStyle(element).color)), luminance(paper(element))].sort((a, b) => b - a);
        found[selector] = (one + 0.05) / (other + 0.05);
    }
    return found;
}

async function readsInLightAndDark(page) {
    await page.locator('button[data-filter=level]').first().click();
    for (const [scheme, isPaper] of [['light', (paper) => paper > 0.8], ['dark', (paper) => paper < 0.05]]) {
        await page.emulateMedia({ colorScheme: scheme });
        const { paper, ...contrasts } = await page.evaluate(contrastsIn);
        assert(isPaper(paper), `${scheme}: ${paper}`);
        for (const [what, contrast] of Object.entries(contrasts)) assert(contrast >= 4.5, `${what} in ${scheme}: ${contrast}`);
    }
    await page.keyboard.press('Escape');
}

// Were markup to get past the escapes, nothing in it would run, and nothing be fetched.
async function obeysNobody(browser, file) {
    const page = await (await browser.newContext()).newPage();
    await page.goto(pathToFileURL(file).href);
    const refused = await page.evaluate(async () => {
        const found = [];
        document.addEventListener('securitypolicyviolation', (event) => found.push(event.effectiveDirective));
        document.body.insertAdjacentHTML('beforeend', '<img src="https://elsewhere.example/x.png" onerror="window.ran = true"><b style="color: red">x</b>');
        const script = document.createElement('script');
        script.textContent = 'window.ran = true';
        document.body.append(script);
        await new Promise((resolve) => setTimeout(resolve, 100));
        return { found: [...new Set(found)].sort(), ran: window.ran ?? false };
    });
    assert.equal(refused.ran, false);
    for (const directive of ['img-src', 'script-src-elem', 'style-src-attr']) assert(refused.found.includes(directive), JSON.stringify(refused));
}

async function isReadWithoutScript(browser, file, remarks) {
    const page = await open(browser, file, { javaScriptEnabled: false });
    assert.equal(await shown(page).count(), remarks);
    assert(!await page.locator('#controls').isVisible());
    assert(await page.locator('.remark.note dl').first().isVisible());
}

// What a browser works from the click on the file to what a search found, in milliseconds: the time of the page's own thread, which
// is what somebody waits for on a machine that does nothing else. (This one does.)
async function timeToInteract(browser, file) {
    const context = await browser.newContext();
    const page = await context.newPage();
    const devtools = await context.newCDPSession(page);
    await devtools.send('Performance.enable', { timeDomain: 'threadTicks' });
    await page.goto(pathToFileURL(file).href);
    await page.keyboard.press('/');
    await page.keyboard.type('c499');
    await page.waitForFunction(() => document.getElementById('shown').value.startsWith('20 of '));
    await page.keyboard.press('Enter');
    assert.match(await focused(page), /^c499\//);
    const { metrics } = await devtools.send('Performance.getMetrics');
    return 1000 * metrics.find(({ name }) => name === 'TaskDuration').value;
}

const product = await Product.start(folder, tenantry, simulator);
let browser;
try {
    const account = { id: '023e105f4ecef8ad9ca31a8372d0c353', name: 'Globex', settings: { enforce_twofactor: true } };
    await product.control('POST', 'accounts', account);
    product.write('globex', '{name: Globex, settings: {enforce_twofactor: false}}');
    product.write('acme', '{name: "<img src=x onerror=alert(1)>", zones: [{name: a.example}, {name: b.example}]}');
    product.write('hurt', '{name: Hurt, unit: no such unit}');
    const [small] = product.run(3, ['html'], 'plan');
    browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] });
    const page = await open(browser, small);
    const remarks = await shown(page).count();
    await searches(page);
    await filters(page);
    await readsInLightAndDark(page);
    await isReadWithoutScript(browser, small, remarks);
    await obeysNobody(browser, small);

    for (const name of ['globex', 'acme', 'hurt']) product.remove(name);
    for (let customer = 0; customer < 500; ++customer) {
        const zones = Array.from({ length: 19 }, (_, i) => `{name: z${i}.c${customer}.example}`);
        product.write(`c${customer}`, `{name: C${customer}, zones: [${zones.join(', ')}]}`);
    }
    const [large] = product.run(0, ['html'], 'plan');
    const took = await timeToInteract(browser, large);
    assert(took > 10 && took < 2000, `10,000 steps take ${took} ms to interact with`);
    console.log(`${remarks} remarks used, and 10,000 within ${Math.round(took)} ms`);
} finally {
    await browser?.close();
    product.stop();
}
