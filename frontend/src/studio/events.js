// Timers, messages and signals of events; the message a receive task waits for.
import { group, text, choice, tick } from './dom.js';
import { inWords, isDuration, written } from './durations.js';

const NAMED = [
  ['bpmn:MessageEventDefinition', 'bpmn:Message', 'messageRef', 'message'],
  ['bpmn:SignalEventDefinition', 'bpmn:Signal', 'signalRef', 'signal'],
  ['bpmn:ErrorEventDefinition', 'bpmn:Error', 'errorRef', 'error'],
  ['bpmn:EscalationEventDefinition', 'bpmn:Escalation', 'escalationRef', 'escalation'],
];
const BY_ITSELF = ['bpmn:ReceiveTask', 'bpmn:SendTask'];

export function eventFields(panel, element) {
  const { properties } = panel;
  const parts = [];
  if (properties.definition(element, 'bpmn:TimerEventDefinition')) parts.push(...timer(panel, element));
  for (const [type, root, property, word] of NAMED) {
    if (properties.definition(element, type) || (word === 'message' && BY_ITSELF.includes(element.type))) {
      parts.push(reference(panel, element, type, root, property, panel.words[word]));
      if (word === 'message') parts.push(key(panel, element));
    }
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
    kind === 'timeDate'
      ? text('p-timer', words.timeDateValue, body, (value) => properties.setTimer(element, kind, value),
        {
          hint: words.timeDateHint, list: 'studio-dates', tell: (value) => panel.known.titles[value] ?? '',
          check: (value) => (isMoment(value, panel.known) ? '' : words.timeDateWrong),
        })
      : text('p-timer', words.timeDurationValue, body.replace(/^'(.*)'$/, '$1'),
        (value) => properties.setTimer(element, kind, isDuration(value ?? '') ? `'${value}'` : value), {
          hint: words.timeDurationHint, shape: written, tell: (value) => inWords(value, words.units) || (panel.known.titles[value] ?? ''),
          check: (value) => (isDuration(value) || value in panel.known.variables ? '' : words.timeDurationWrong),
        }),
  ];
}

// The name of a date, or a day between quotes: '2027-03-01'.
function isMoment(value, known) {
  return known.dates.includes(value) || /^'\d{4}-\d\d-\d\d(T\d\d:\d\d)?'$/.test(value);
}

function reference(panel, element, type, root, property, label) {
  const { properties, words } = panel;
  const holder = properties.definition(element, type) ?? element.businessObject;
  return text(`p-${property}`, label, holder.get(property)?.name,
    (value) => properties.setReference(element, type, root, property, value), { hint: words.messageHint, live: false, check: panel.name });
}

// Whose message it is: which case it belongs to.
function key(panel, element) {
  const { properties, words } = panel;
  return text('p-key', words.key, properties.property(element, 'key'), (value) => properties.setProperty(element, 'key', value),
    { hint: words.keyHint });
}
