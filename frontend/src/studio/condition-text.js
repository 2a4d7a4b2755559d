// A condition as the diagram holds it, and as comparisons one can choose: {join: 'and' | 'or', rows: [{variable, test, value}]}.
//
// `test` is an operator, 'in' (one of a list), 'empty' or 'filled'; `value` is what somebody would type, a list with commas.

const NAME = '([a-z][a-z0-9_]*)';
const COMPARISON = new RegExp(`^${NAME}\\s*(==|!=|<=|>=|<|>)\\s*('[^']*'|True|False|None|-?\\d+(?:\\.\\d+)?)$`);
const IN = new RegExp(`^${NAME}\\s+in\\s+[[(]((?:\\s*'[^',]*'\\s*,?)+)[\\])]$`);
const BARE = new RegExp(`^(not\\s+)?${NAME}$`);

// Null where it says more than can be chosen: that one stays a text.
export function parsed(written) {
  const text = written.trim();
  if (!text) return { join: 'and', rows: [] };
  for (const join of ['and', 'or']) {
    const rows = text.split(new RegExp(`\\s+${join}\\s+(?=(?:[^']*'[^']*')*[^']*$)`)).map((part) => comparison(part.trim()));
    if (rows.every(Boolean)) return { join, rows };
  }
  return null;
}

function comparison(text) {
  const [, one, test, literal] = text.match(COMPARISON) ?? [];
  if (literal === 'None') return ['==', '!='].includes(test) ? { variable: one, test: test === '==' ? 'empty' : 'filled', value: '' } : null;
  if (one) return { variable: one, test, value: literal.replace(/^'(.*)'$/, '$1') };
  const [, some, list] = text.match(IN) ?? [];
  if (some) return { variable: some, test: 'in', value: [...list.matchAll(/'([^']*)'/g)].map(([, item]) => item).join(', ') };
  const [, not, bare] = text.match(BARE) ?? [];
  return bare ? { variable: bare, test: not ? '!=' : '==', value: 'True' } : null;
}

// `kinds`: the kind of each variable.
export function composed({ join, rows }, kinds) {
  return rows.filter(({ variable }) => variable).map((row) => written(row, kinds[row.variable])).join(` ${join} `);
}

function written({ variable, test, value }, kind) {
  if (test === 'empty' || test === 'filled') return `${variable} ${test === 'empty' ? '==' : '!='} None`;
  if (test === 'in') return `${variable} in [${value.split(',').map((item) => quoted(item.trim())).join(', ')}]`;
  return `${variable} ${test} ${literal(value, kind)}`;
}

function literal(value, kind) {
  if (kind === 'boolean') return value === 'False' ? 'False' : 'True';
  return kind === 'number' ? String(Number(value.replace(',', '.'))) : quoted(value);
}

const quoted = (text) => `'${text.replaceAll("'", '')}'`;

// What can be asked of a variable of a kind.
export function testsOf(kind) {
  if (kind === 'boolean') return ['==', '!=', 'filled', 'empty'];
  if (kind === 'text') return ['==', '!=', 'in', 'filled', 'empty'];
  return kind === 'list' ? ['filled', 'empty'] : ['==', '!=', '<', '<=', '>', '>=', 'filled', 'empty'];
}
