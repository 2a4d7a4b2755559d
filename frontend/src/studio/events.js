// Timers, messages and signals of events; the message a receive task waits for.
import { group, text, choice, tick } from './dom.js';

export function eventFields(panel, element) {
  const { properties } = panel;
  const parts = [];
  if (properties.definition(element, 'bpmn:TimerEventDefinition')) parts.push(...timer(panel, element));
  if (properties.definition(element, 'bpmn:MessageEventDefinition') || element.type === 'bpmn:ReceiveTask') {
    parts.push(reference(panel, element, 'bpmn:MessageEventDefinition', 'bpmn:Message', 'messageRef', panel.words.message));
  }
  if (properties.definition(element, 'bpmn:SignalEventDefinition')) {
    parts.push(reference(panel, element, 'bpmn:SignalEventDefinition', 'bpmn:Signal', 'signalRef', panel.words.signal));
  }
  if (element.type === 'bpmn:BoundaryEvent') {
    parts.push(tick('p-interrupts', panel.words.interrupts, element.businessObject.cancelActivity !== false,
      (on) => properties.set(element, { cancelActivity: on })));
  }
  return group(panel.words.event, ...parts);
}

function timer(panel, element) {
  const { words, properties } = panel;
  const definition = properties.definition(element, 'bpmn:TimerEventDefinition');
  const kind = definition.timeDate ? 'timeDate' : 'timeDuration';
  const body = definition[kind]?.body ?? '';
  return [
    choice('p-timer-kind', words.timerKind, kind, [['timeDuration', words.timeDuration], ['timeDate', words.timeDate]],
      (value) => properties.setTimer(element, value ?? 'timeDuration', value === 'timeDate' ? '' : "'P14D'"), { empty: '' }),
    text('p-timer', kind === 'timeDate' ? words.timeDateValue : words.timeDurationValue,
      kind === 'timeDuration' ? body.replace(/^'(.*)'$/, '$1') : body,
      (value) => properties.setTimer(element, kind, kind === 'timeDuration' ? quoted(value) : value),
      { hint: kind === 'timeDate' ? words.timeDateHint : words.timeDurationHint, list: kind === 'timeDate' ? 'studio-dates' : null }),
  ];
}

// P14D is a duration and stands between quotes in the diagram; a variable's name does not.
function quoted(value) {
  return /^P[0-9T]/i.test(value ?? '') ? `'${value.toUpperCase()}'` : value;
}

function reference(panel, element, type, root, property, label) {
  const { properties, words } = panel;
  const holder = properties.definition(element, type) ?? element.businessObject;
  return text(`p-${property}`, label, holder.get(property)?.name, (value) => properties.setReference(element, type, root, value),
    { hint: words.messageHint });
}
