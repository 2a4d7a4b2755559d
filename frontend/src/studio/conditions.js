// A condition on an arrow: built from a known variable, or written out by who knows how.
import { el, group, text, choice, tick } from './dom.js';
import { choices } from './variables.js';

const SIMPLE = /^\s*([a-z][a-z0-9_]*)\s*(==|!=|<=|>=|<|>)\s*('[^']*'|True|False|None|-?\d+(?:\.\d+)?)\s*$/;
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
  const read = written.match(SIMPLE);
  return group(words.condition, other,
    read || !written ? builder(panel, flow, read) : null,
    text('p-condition', words.conditionText, written, (value) => properties.setCondition(flow, value),
      { hint: words.conditionHint, rows: 2 }));
}

function builder(panel, flow, read) {
  const { words, known, properties } = panel;
  const state = { variable: read?.[1] ?? '', test: read?.[2] ?? '==', value: plain(read?.[3]) };
  const kind = known.variables[state.variable];
  const write = () => {
    if (state.variable) properties.setCondition(flow, `${state.variable} ${state.test} ${literal(state.value, known.variables[state.variable])}`);
  };
  const tests = Object.entries(words.tests).filter(([key]) => kind !== 'boolean' || ['==', '!='].includes(key));
  return el('div', {},
    choice('p-variable', words.variable, state.variable, choices(known),
      (value) => { state.variable = value ?? ''; write(); }),
    choice('p-test', words.test, state.test, tests, (value) => { state.test = value ?? '=='; write(); }, { empty: '' }),
    kind === 'boolean'
      ? choice('p-value', words.value, state.value, [['True', words.yes], ['False', words.no]],
        (value) => { state.value = value ?? 'True'; write(); })
      : text('p-value', words.value, state.value, (value) => { state.value = value ?? ''; write(); }));
}

function plain(value) {
  return value?.startsWith("'") ? value.slice(1, -1) : value ?? '';
}

function literal(value, kind) {
  if (kind === 'boolean') return value === 'False' ? 'False' : 'True';
  if (kind === 'number') return Number.isFinite(Number(value)) && value !== '' ? String(Number(value)) : '0';
  return value === 'None' ? 'None' : `'${String(value).replaceAll("'", '')}'`;
}
