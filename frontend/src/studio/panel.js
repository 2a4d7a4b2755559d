// The panel beside the drawing: what the chosen element is, who does it, when, and why. Plain fields, no library.
import { el, group, text, choice, button } from './dom.js';
import { conditionFields } from './conditions.js';
import { eventFields } from './events.js';
import { Properties } from './properties.js';

export class Panel {
  constructor({ container, modeler, words, known, editable, forms }) {
    Object.assign(this, { container, modeler, words, known, editable, forms });
    this.properties = new Properties(modeler);
    const bus = modeler.get('eventBus');
    bus.on('selection.changed', ({ newSelection }) => this.show(newSelection[0]));
    bus.on('commandStack.changed', () => this.refresh());
    this.show(null);
  }

  show(element) {
    this.element = element?.type === 'label' ? element.labelTarget : element;
    this.draw();
  }

  // After an undo or a move the fields show what is there now; a field somebody is typing in is left alone.
  refresh() {
    const typing = this.container.contains(document.activeElement) && document.activeElement.matches('input, textarea');
    if (!typing) this.draw();
  }

  draw() {
    const focused = document.activeElement?.id;
    const inside = this.container.contains(document.activeElement);
    const { element, words } = this;
    const title = element ? `${this.kind(element)}: ${element.businessObject.name ?? element.id}` : words.nothing;
    this.container.replaceChildren(
      el('h2', { class: 'govuk-heading-s studio-panel__title' }, title),
      ...(element ? this.groups(element).filter(Boolean) : [el('p', { class: 'govuk-body-s' }, words.choose)]),
    );
    this.container.querySelectorAll('input, select, textarea, button').forEach((field) => { field.disabled = !this.editable; });
    if (inside && focused) document.getElementById(focused)?.focus();
  }

  kind(element) {
    return this.words.kinds[element.type.replace('bpmn:', '')] ?? this.words.kinds.Other;
  }

  groups(element) {
    const { words, properties } = this;
    const general = group(words.general,
      text('p-name', words.name, element.businessObject.name, (value) => properties.set(element, { name: value })),
      text('p-documentation', words.documentation, properties.documentation(element),
        (value) => properties.setDocumentation(element, value), { rows: 5, hint: words.documentationHint }));
    return [general, this.own(element), this.technical(element)];
  }

  own(element) {
    const makers = {
      'bpmn:UserTask': () => this.userTask(element),
      'bpmn:ServiceTask': () => this.serviceTask(element),
      'bpmn:BusinessRuleTask': () => this.decision(element),
      'bpmn:CallActivity': () => this.call(element),
      'bpmn:SequenceFlow': () => conditionFields(this, element),
    };
    return makers[element.type]?.() ?? eventFields(this, element);
  }

  userTask(element) {
    const { words, properties, known } = this;
    const task = element.businessObject;
    const others = this.modeler.get('elementRegistry').filter((row) => row.type === 'bpmn:UserTask' && row.id !== element.id);
    return group(words.task,
      choice('p-role', words.role, task.get('camunda:candidateGroups'), known.roles,
        (value) => properties.set(element, { 'camunda:candidateGroups': value }), { hint: words.roleHint }),
      this.form(element),
      text('p-due', words.due, task.get('camunda:dueDate'),
        (value) => properties.set(element, { 'camunda:dueDate': value }), { hint: words.dueHint, list: 'studio-dates' }),
      text('p-priority', words.priority, task.get('camunda:priority'),
        (value) => properties.set(element, { 'camunda:priority': value }), { hint: words.priorityHint }),
      choice('p-record', words.record, properties.property(element, 'record'), known.records.map((name) => [name, name]),
        (value) => properties.setProperty(element, 'record', value), { hint: words.recordHint }),
      choice('p-not-by', words.notBy, properties.property(element, 'not_by'),
        others.map((row) => [row.id, row.businessObject.name ?? row.id]),
        (value) => properties.setProperty(element, 'not_by', value), { hint: words.notByHint }));
  }

  form(element) {
    const { words, properties } = this;
    const task = element.businessObject;
    const name = task.get('camunda:formKey') || element.id;
    const there = this.forms.has(name);
    return el('div', { class: 'govuk-form-group' },
      choice('p-form', words.form, there ? name : '', [...this.forms].sort().map((key) => [key, key]),
        (value) => properties.set(element, { 'camunda:formKey': value === element.id ? undefined : value }),
        { hint: there ? '' : words.formMissing }),
      there
        ? el('a', { class: 'govuk-link', href: this.known.formAddress.replace('NAME', name) }, words.openForm)
        : button(words.makeForm, () => this.makeForm(element, name)));
  }

  async makeForm(element, name) {
    await this.onNewForm(name);
    this.forms.add(name);
    this.draw();
  }

  serviceTask(element) {
    const { words, properties, known } = this;
    const task = element.businessObject;
    const topic = task.get('camunda:topic');
    const operation = known.operations.find((row) => row.name === topic);
    const inputs = [...(operation?.inputs ?? []), ...(operation?.optional ?? [])];
    return group(words.operationGroup,
      choice('p-topic', words.operation, topic, known.operations.map((row) => [row.name, row.name]),
        (value) => properties.set(element, { 'camunda:type': value ? 'external' : undefined, 'camunda:topic': value }),
        { hint: words.operationHint }),
      ...inputs.map((name) => text(`p-input-${name}`, name, properties.input(element, name),
        (value) => properties.setInput(element, name, value), { hint: words.inputHint })));
  }

  decision(element) {
    const { words, properties, known } = this;
    const task = element.businessObject;
    return group(words.decisionGroup,
      choice('p-decision', words.decision, task.get('camunda:decisionRef'), known.decisions,
        (value) => properties.set(element, { 'camunda:decisionRef': value })),
      text('p-result', words.result, task.get('camunda:resultVariable'),
        (value) => properties.set(element, { 'camunda:resultVariable': value }), { list: 'studio-variables' }));
  }

  call(element) {
    const { words, properties, known } = this;
    return group(words.callGroup,
      choice('p-call', words.called, element.businessObject.calledElement, known.processes,
        (value) => properties.set(element, { calledElement: value })));
  }

  technical(element) {
    const { words, properties } = this;
    return group(words.technical,
      text('p-id', words.id, element.id, (value) => {
        if (/^[A-Za-z_][A-Za-z0-9_]{0,63}$/.test(value ?? '')) properties.set(element, { id: value });
        else this.draw();
      }, { hint: words.idHint }));
  }
}
