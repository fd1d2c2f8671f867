// Writes values as YAML text. Texts are quoted, so that they stay texts; a Plain stands as it is.

export class Plain {
    constructor(text) { this.text = text; }
}

const simpleKey = /^[A-Za-z_][\w.-]*$/;

function scalar(value) {
    if (value instanceof Plain) return value.text;
    return JSON.stringify(value);
}

function key(name) {
    // A quoted key too is only a text; "null" without quotes is none.
    return simpleKey.test(name) && !/^(null|true|false|n|y)$/i.test(name) ? name : JSON.stringify(name);
}

function isCollection(value) {
    return typeof value === 'object' && value !== null && !(value instanceof Plain);
}

export function flow(value) {
    if (Array.isArray(value)) return `[${value.map(flow).join(', ')}]`;
    if (!isCollection(value)) return scalar(value);
    return `{${Object.entries(value).map(([name, part]) => `${key(name)}: ${flow(part)}`).join(', ')}}`;
}

// Block style; below `depth` levels flow style.
export function block(value, depth = 99, indent = '') {
    if (!isCollection(value) || Object.keys(value).length === 0 || depth === 0) return `${flow(value)}\n`;
    const parts = Array.isArray(value)
        ? value.map((item) => ['-', item])
        : Object.entries(value).map(([name, part]) => [`${key(name)}:`, part]);
    return parts.map(([head, part]) => {
        const nested = isCollection(part) && Object.keys(part).length > 0 && depth > 1;
        const below = nested ? `\n${block(part, depth - 1, `${indent}  `)}` : ` ${flow(part)}\n`;
        return `${indent}${head}${below}`;
    }).join('');
}
