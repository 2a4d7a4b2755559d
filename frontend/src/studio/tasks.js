// What each kind of task says in the panel: who does it and by when, what Traject does itself, which table or process.
import { el, group, text, choice, button } from './dom.js';
import { inWords, isDuration, written } from './durations.js';
import { itemsAndVariables } from './variables.js';

export function userTask(panel, element) {
  const { words, properties, known } = panel;
  const task = element.businessObject;
  const others = panel.modeler.get('elementRegistry').filter((row) => row.type === 'bpmn:UserTask' && row.id !== element.id);
  return group(words.task,
    choice('p-role', words.role, task.get('camunda:candidateGroups'), known.roles,
      (value) => properties.set(element, { 'camunda:candidateGroups': value }), { hint: words.roleHint }),
    form(panel, element, () => formOf(task)),
    text('p-due', words.due, task.get('camunda:dueDate'), (value) => properties.set(element, { 'camunda:dueDate': value }), {
      hint: words.dueHint, list: 'studio-dates', shape: written,
      check: (value) => (isDuration(value) || known.dates.includes(value) ? '' : words.dueWrong),
      tell: (value) => inWords(value, words.units) || known.titles[value] || '',
    }),
    text('p-priority', words.priority, task.get('camunda:priority'),
      (value) => properties.set(element, { 'camunda:priority': value }),
      { hint: words.priorityHint, check: (value) => (/^(\d{1,2}|100)$/.test(value) ? '' : words.priorityWrong) }),
    choice('p-record', words.record, properties.property(element, 'record'), known.records,
      (value) => properties.setProperty(element, 'record', value), { hint: words.recordHint }),
    choice('p-not-by', words.notBy, properties.property(element, 'not_by'),
      others.map((row) => [row.id, row.businessObject.name ?? row.id]),
      (value) => properties.setProperty(element, 'not_by', value), { hint: words.notByHint }));
}

// The form of a task: chosen, opened, or made. `name` gives its name: the task's, which may still change.
function form(panel, element, name) {
  const { words, properties, forms } = panel;
  const there = forms.has(name());
  return el('div', { class: 'govuk-form-group' },
    choice('p-form', words.form, there ? name() : '', byWords([...forms].filter((key) => key !== 'start').map((key) => [key, calledForm(panel, key)])),
      (value) => properties.set(element, { 'camunda:formKey': value === element.id ? undefined : value }),
      { hint: there ? '' : words.formMissing }),
    openOrMake(panel, name));
}

// A form by the tasks it is of, with its name; one that no task has, by its name.
function calledForm({ modeler }, name) {
  const tasks = modeler.get('elementRegistry').filter(({ type, businessObject }) => type === 'bpmn:UserTask' && formOf(businessObject) === name);
  const titles = tasks.map(({ businessObject }) => businessObject.name).filter(Boolean);
  return titles.length ? `${titles.join(', ')} (${name})` : name;
}

const formOf = (task) => task.get('camunda:formKey') || task.id;

// What is asked when a case starts; only the start of the process itself has such a form.
export function startForm(panel, element) {
  const { words, forms } = panel;
  if (!['bpmn:Process', 'bpmn:Participant', 'bpmn:Lane'].includes(element.parent?.type)) return null;
  return group(words.startForm,
    el('p', { class: 'govuk-hint' }, forms.has('start') ? words.startFormHint : words.startFormMissing),
    openOrMake(panel, () => 'start'));
}

function openOrMake(panel, name) {
  const { words, known, forms } = panel;
  if (!forms.has(name())) return button(words.makeForm, () => panel.makeForm(name()));
  return el('a', { class: 'govuk-link', id: 'p-open-form', href: known.formAddress.replace('NAME', encodeURIComponent(name())) }, words.openForm);
}

export function serviceTask(panel, element) {
  const { words, properties, known } = panel;
  const task = element.businessObject;
  const topic = task.get('camunda:topic');
  const operation = known.operations.find((row) => row.name === topic);
  return group(words.operationGroup,
    choice('p-topic', words.operation, topic, byWords(known.operations.map(({ name, title }) => [name, title])),
      (value) => properties.set(element, { 'camunda:type': value ? 'external' : undefined, 'camunda:topic': value }), { hint: operation?.does || words.operationHint }),
    ...(operation?.inputs ?? []).map((given) => input(panel, element, given, true)),
    ...(operation?.optional ?? []).map((given) => input(panel, element, given, false)));
}

// What an operation asks: one of a list or a variable is chosen, a text is typed.
function input({ words, known, properties }, element, { name, what, options, isVariable }, needed) {
  const value = properties.property(element, name);
  const set = (given) => properties.setProperty(element, name, given);
  if (options || isVariable) {
    return choice(`p-input-${name}`, what, value, options ?? itemsAndVariables(known, element), set,
      { hint: needed ? words.choiceHint : words.choiceOptionalHint, unknown: words.notInList });
  }
  return text(`p-input-${name}`, what, value, set, { hint: needed ? words.inputHint : words.optionalHint });
}

const byWords = (options) => options.sort((one, other) => one[1].localeCompare(other[1]));

export function decision(panel, element) {
  const { words, properties, known } = panel;
  const task = element.businessObject;
  return group(words.decisionGroup,
    choice('p-decision', words.decision, task.get('camunda:decisionRef'), known.decisions,
      (value) => properties.set(element, { 'camunda:decisionRef': value })),
    text('p-result', words.result, task.get('camunda:resultVariable'),
      (value) => properties.set(element, { 'camunda:resultVariable': value }), { hint: words.resultHint, list: 'studio-variables', live: false, check: panel.name }));
}

export function call(panel, element) {
  const { words, properties, known } = panel;
  return group(words.callGroup,
    choice('p-call', words.called, element.businessObject.calledElement, known.processes,
      (value) => properties.set(element, { calledElement: value }), { hint: words.calledHint }));
}
