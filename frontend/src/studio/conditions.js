// A condition on an arrow: built from known variables, or written out by who knows how.
import { composed, parsed, testsOf } from './condition-text.js';
import { el, group, text, choice, tick, button } from './dom.js';
import { choices } from './variables.js';

const GATEWAYS = ['bpmn:ExclusiveGateway', 'bpmn:InclusiveGateway'];

export function conditionFields(panel, flow) {
  const { words, properties } = panel;
  const source = flow.source;
  if (!GATEWAYS.includes(source?.type)) return null;
  const isDefault = source.businessObject.default === flow.businessObject;
  const other = tick('p-default', words.isDefault, isDefault, (on) => {
    properties.set(source, { default: on ? flow.businessObject : undefined });
    if (on) properties.setCondition(flow, undefined);
  });
  if (isDefault) return group(words.condition, other);
  const written = properties.condition(flow);
  const read = parsed(written);
  return group(words.condition, other,
    read ? builder(panel, flow, read) : null,
    text('p-condition', words.conditionText, written, (value) => properties.setCondition(flow, value),
      { hint: words.conditionHint, rows: 2 }));
}

function builder(panel, flow, { join, rows }) {
  const { words, known, properties } = panel;
  const state = { join, rows };
  const write = () => properties.setCondition(flow, composed(state, known.variables));
  const place = el('div', {});
  const show = () => place.replaceChildren(...fields());
  const add = () => {
    state.rows.push({ variable: '', test: '==', value: '' });
    show();
    place.querySelector(`#p-variable-${state.rows.length}`)?.focus();
  };
  const fields = () => [
    ...state.rows.flatMap((row, at) => comparison(panel, row, at ? `-${at + 1}` : '', { write, show })),
    ...(state.rows.length > 1
      ? [choice('p-join', words.join, state.join, Object.entries(words.joins), (value) => { state.join = value ?? 'and'; write(); }, { empty: '' })]
      : []),
    ...(state.rows[0]?.variable ? [button(words.oneMore, add, 'p-one-more')] : []),
  ];
  if (!rows.length) state.rows.push({ variable: '', test: '==', value: '' });
  show();
  return place;
}

// One comparison: a variable, what is asked of it, and with what. Without a variable it goes.
function comparison(panel, row, suffix, { write, show }) {
  const { words, known } = panel;
  const kind = known.variables[row.variable];
  const keep = (given) => {
    Object.assign(row, given);
    if (isWhole(row, kind ?? known.variables[row.variable])) write();
  };
  const changeVariable = (value) => {
    const [test] = testsOf(known.variables[value]);
    keep({ variable: value ?? '', test, value: known.variables[value] === 'boolean' ? 'True' : '' });
    show();
  };
  return [
    choice(`p-variable${suffix}`, words.variable, row.variable, choices(known), changeVariable),
    ...(row.variable ? [
      choice(`p-test${suffix}`, words.test, row.test, testsOf(kind).map((test) => [test, words.tests[test]]),
        (value) => { keep({ test: value ?? '==' }); show(); }, { empty: '' }),
      valueField(panel, row, kind, `p-value${suffix}`, keep),
    ] : []),
  ].filter(Boolean);
}

// Without a value there is nothing to compare with yet, save for a text that must be there or not.
const isWhole = ({ variable, test, value }, kind) => !variable || ['empty', 'filled'].includes(test) || kind === 'boolean' || value !== '';

function valueField(panel, row, kind, id, keep) {
  const { words } = panel;
  if (['empty', 'filled'].includes(row.test)) return null;
  const set = (value) => keep({ value: value ?? '' });
  if (kind === 'boolean') return choice(id, words.value, row.value, [['True', words.yes], ['False', words.no]], set, { empty: '' });
  if (kind === 'date') return text(id, words.value, row.value, set, { type: 'date' });
  if (kind === 'number') {
    return text(id, words.value, row.value, set, { check: (value) => (/^-?\d+([.,]\d+)?$/.test(value) ? '' : words.numberWrong) });
  }
  const list = el('datalist', { id: `${id}-known` }, ...comparedWith(panel, row.variable).map((value) => el('option', { value })));
  const field = text(id, words.value, row.value, set, { hint: row.test === 'in' ? words.inHint : words.valueHint, list: list.id });
  field.append(list);
  return field;
}

// What the conditions in the drawing compare a variable with: the values there are of it, as far as is drawn.
function comparedWith({ modeler, properties }, variable) {
  const conditions = modeler.get('elementRegistry').filter(({ type }) => type === 'bpmn:SequenceFlow').map((flow) => parsed(properties.condition(flow)));
  const rows = conditions.flatMap((one) => one?.rows ?? []).filter((row) => row.variable === variable);
  return [...new Set(rows.flatMap(({ value }) => value.split(', ')).filter(Boolean))].sort();
}
