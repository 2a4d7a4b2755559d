// Conditional parts of a form come and go while somebody answers. Without this file they are all there, with a line that
// says when to fill them in; what counts is decided by the server either way.

export function followConditions() {
  const parts = [...document.querySelectorAll('[data-hide-when]')].map((element) => ({
    element, tree: JSON.parse(element.dataset.hideWhen), scope: element.dataset.scope, form: element.closest('form'),
  }));
  if (!parts.length) return;
  const settle = () => {
    // A hidden answer counts as none, so a part can hang on a part that hangs on a part.
    for (let round = 0; round < 5; round += 1) parts.forEach(show);
  };
  document.addEventListener('input', settle);
  document.addEventListener('change', settle);
  settle();
}

function show({ element, tree, scope, form }) {
  try {
    element.hidden = evaluate(tree, (path) => answer(form, scope, path)) === true;
  } catch {
    element.hidden = false; // a condition only the server can work out
  }
}

const ORDER = {
  '<': (a, b) => a < b, '<=': (a, b) => a <= b, '>': (a, b) => a > b, '>=': (a, b) => a >= b,
};
const SUMS = { '+': (a, b) => a + b, '-': (a, b) => a - b, '*': (a, b) => a * b, '/': (a, b) => a / b };

// The tree that app/forms/feel.py writes.
function evaluate([kind, ...parts], look) {
  const value = (part) => evaluate(part, look);
  switch (kind) {
    case 'value': return parts[0];
    case 'path': return look(parts);
    case 'and': return parts.every((part) => value(part) === true);
    case 'or': return parts.some((part) => value(part) === true);
    case 'not': return value(parts[0]) !== true;
    case 'negative': return -value(parts[0]);
    case 'list': return parts.map(value);
    case '=': return value(parts[0]) === value(parts[1]);
    case '!=': return value(parts[0]) !== value(parts[1]);
    case 'in': return (value(parts[1]) ?? []).includes(value(parts[0]));
    default:
  }
  const [left, right] = parts.slice(-2).map(value);
  if (kind in ORDER) return left !== null && right !== null && ORDER[kind](left, right);
  if (kind in SUMS && typeof left === 'number' && typeof right === 'number') return SUMS[kind](left, right);
  throw new Error(`${kind} is for the server`);
}

// The answer under a path: in the own row first, then in what is around it.
function answer(form, scope, path) {
  if (['this', 'parent', 'i'].includes(path[0])) throw new Error('rows are for the server');
  const key = path.join('.');
  for (let prefix = scope; ; prefix = prefix.replace(/[^-]+-\d+-$/, '')) {
    const found = read(form, prefix + key);
    if (found !== undefined || !prefix) return found ?? null;
  }
}

function read(form, name) {
  const inputs = [...form.querySelectorAll(`[name="${CSS.escape(name)}"]`)];
  const day = form.querySelector(`[name="${CSS.escape(name)}-day"]`);
  if (!inputs.length && !day) return undefined;
  if ((inputs[0] ?? day).closest('[data-hide-when][hidden]')) return null;
  if (!inputs.length) return date(form, name);
  if (inputs[0].type === 'radio') return inputs.find((input) => input.checked)?.value ?? null;
  if (inputs[0].type === 'checkbox') {
    if (inputs.length === 1 && inputs[0].value === 'true') return inputs[0].checked;
    return inputs.filter((input) => input.checked).map((input) => input.value);
  }
  const text = inputs[0].value.trim();
  if (text === '') return null;
  if (!['numeric', 'decimal'].includes(inputs[0].inputMode)) return text;
  const number = Number(text.replace(/\s/g, '').replace(',', '.'));
  return Number.isNaN(number) ? null : number;
}

function date(form, name) {
  const [year, month, day] = ['year', 'month', 'day'].map(
    (part) => form.querySelector(`[name="${CSS.escape(`${name}-${part}`)}"]`).value.trim(),
  );
  return year && month && day ? `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}` : null;
}
