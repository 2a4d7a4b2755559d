// Arrows by choosing instead of dragging: where an arrow leads, and a new one from a step. For who works without a mouse.
import { group, choice, button } from './dom.js';

const NO_END = ['bpmn:StartEvent', 'bpmn:BoundaryEvent'];

export function arrowFields(panel, element) {
  const { words, modeler } = panel;
  if (!panel.editable) return null;
  const modeling = modeler.get('modeling', false);
  if (element.type === 'bpmn:SequenceFlow') {
    const lead = (step) => modeling.reconnectEnd(element, step, middle(step));
    return group(words.arrows, button(words.insert, () => insert(panel, element), 'p-insert'), ...toStep(panel, element.source, 'p-leads-to', words.leadsTo, words.lead, lead, element.target?.id));
  }
  if (!isStep(element) || element.type === 'bpmn:EndEvent') return null;
  const leaving = element.outgoing.filter((row) => row.type === 'bpmn:SequenceFlow');
  return group(words.arrows, ...leaving.map((flow) => toArrow(panel, flow)),
    ...toStep(panel, element, 'p-connect', words.connect, words.draw, (step) => modeling.connect(element, step)));
}

// Next one says what it is.
function insert({ modeler }, arrow) {
  modeler.get('stepOnArrow').insert(arrow);
  document.getElementById('p-name').focus();
}

// In the drawing, so that Delete takes the arrow away; Tab leads on to its fields.
function toArrow({ words, modeler }, flow) {
  return button(`${words.arrowTo} ${flow.target.businessObject.name || flow.target.id}`, () => {
    modeler.get('selection').select(flow);
    modeler.get('canvas').focus();
  });
}

// A step, and a button that does it: who chooses with the arrow keys passes every step on the way.
function toStep(panel, from, id, label, doing, act, now = '') {
  const field = choice(id, label, now, steps(panel, from), () => {}, { hint: panel.words.stepHint });
  const chosen = () => find(panel, field.querySelector('select').value);
  return [field, button(doing, () => { if (chosen()) act(chosen()); }, `${id}-now`)];
}

// What an arrow can lead to: every other step within the same process or subprocess.
function steps(panel, from) {
  return panel.modeler.get('elementRegistry')
    .filter((row) => isStep(row) && row !== from && !NO_END.includes(row.type)
      && row.businessObject.$parent === from.businessObject.$parent)
    .map((row) => [row.id, `${panel.kind(row)}: ${row.businessObject.name || row.id}`])
    .sort((one, other) => one[1].localeCompare(other[1]));
}

function isStep(element) {
  return element.type !== 'label' && !element.labelTarget && element.businessObject.$instanceOf('bpmn:FlowNode');
}

function find(panel, id) {
  return panel.modeler.get('elementRegistry').get(id);
}

function middle({ x, y, width, height }) {
  return { x: x + width / 2, y: y + height / 2 };
}
