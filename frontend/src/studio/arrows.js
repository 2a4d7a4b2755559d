// Arrows by choosing instead of dragging: where an arrow leads, and a new one from a step. For who works without a mouse.
import { group, choice, button } from './dom.js';

const NO_END = ['bpmn:StartEvent', 'bpmn:BoundaryEvent'];

export function arrowFields(panel, element) {
  const { words, modeler } = panel;
  if (!panel.editable) return null;
  const modeling = modeler.get('modeling', false);
  if (element.type === 'bpmn:SequenceFlow') {
    return group(words.arrows, choice('p-leads-to', words.leadsTo, element.target?.id, steps(panel, element.source),
      (id) => id && modeling.reconnectEnd(element, find(panel, id), middle(find(panel, id)))));
  }
  if (!isStep(element) || element.type === 'bpmn:EndEvent') return null;
  const leaving = element.outgoing.filter((row) => row.type === 'bpmn:SequenceFlow');
  const toArrow = (flow) => button(`${words.arrowTo} ${flow.target.businessObject.name || flow.target.id}`,
    () => modeler.get('selection').select(flow));
  return group(words.arrows, ...leaving.map(toArrow), choice('p-connect', words.connect, '', steps(panel, element),
    (id) => { if (id) modeling.connect(element, find(panel, id)); panel.draw(); }, { hint: words.connectHint }));
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
