// The panel beside the drawing: what the chosen element is, who does it, when, and why. Plain fields, no library.
import { arrowFields } from './arrows.js';
import { el, group, text } from './dom.js';
import { conditionFields } from './conditions.js';
import { eventFields } from './events.js';
import { Properties } from './properties.js';
import { repeatFields } from './repeats.js';
import { call, decision, serviceTask, startForm, userTask } from './tasks.js';

// How long a browser takes letters typed on a list for the beginning of one word.
const LETTERS = 1000;

export class Panel {
  constructor({ container, modeler, words, known, editable, forms }) {
    Object.assign(this, { container, modeler, words, known, editable, forms });
    this.properties = new Properties(modeler);
    this.name = (value) => (/^[a-z][a-z0-9_]{0,59}$/.test(value) ? '' : words.nameWrong);
    const bus = modeler.get('eventBus');
    bus.on('selection.changed', ({ newSelection }) => this.show(newSelection[0]));
    // A moment later: while a field tells of its change on the way to the next, neither has the focus.
    bus.on('commandStack.changed', () => { setTimeout(() => this.refresh()); }); // a value given back would stop the others
    container.addEventListener('keydown', ({ key, target }) => {
      if (key.length === 1 && target.matches('select')) this.letter = performance.now();
    });
    container.addEventListener('input', ({ target }) => { this.touched = target; });
    container.addEventListener('pointerdown', () => { this.pressed = true; });
    addEventListener('pointerup', () => this.release());
    addEventListener('pointercancel', () => this.release());
    this.show(null);
  }

  show(element) {
    this.element = element?.type === 'label' ? element.labelTarget : element;
    this.draw();
  }

  // After an undo or a move the fields show what is there now. Left alone are a field somebody is typing in, a list in
  // which somebody chooses by letters until he is done (a new one would begin again at each letter), and everything while
  // the button of the mouse is down: what it was pressed on must be there when it comes up.
  refresh() {
    const field = this.container.contains(document.activeElement) ? document.activeElement : null;
    if (this.pressed) {
      this.late = true;
    } else if (field?.matches('select') && performance.now() - this.letter < LETTERS) {
      clearTimeout(this.later);
      this.later = setTimeout(() => this.refresh(), LETTERS);
    } else if (field && field === this.touched && field.matches('input:not([type=checkbox]), textarea')) {
      this.container.querySelector('h2').textContent = this.title();
    } else {
      this.draw();
    }
  }

  release() {
    this.pressed = false;
    if (!this.late) return;
    this.late = false;
    setTimeout(() => this.refresh()); // after the click
  }

  title() {
    const { element, words } = this;
    return element ? `${this.kind(element)}: ${element.businessObject.name || element.id}` : words.nothing;
  }

  draw() {
    const focused = document.activeElement?.id;
    const inside = this.container.contains(document.activeElement);
    const { element, words } = this;
    this.container.replaceChildren(
      el('h2', { class: 'govuk-heading-s studio-panel__title', tabindex: -1 }, this.title()),
      ...(element ? this.groups(element).filter(Boolean) : [el('p', { class: 'govuk-body-s' }, words.choose)]),
    );
    this.container.querySelectorAll('input, select, textarea, button').forEach((field) => { field.disabled = !this.editable; });
    if (inside) (document.getElementById(focused) ?? this.container.querySelector('h2')).focus();
  }

  kind(element) {
    return this.words.kinds[element.type.replace('bpmn:', '')] ?? this.words.kinds.Other;
  }

  groups(element) {
    const { words, properties } = this;
    const general = group(words.general,
      text('p-name', words.name, element.businessObject.name, (value) => this.rename(element, value),
        { settled: () => this.settleName(element) }),
      text('p-documentation', words.documentation, properties.documentation(element),
        (value) => properties.setDocumentation(element, value), { rows: 5, hint: words.documentationHint }));
    return [general, this.own(element), repeatFields(this, element), arrowFields(this, element), this.technical(element)];
  }

  own(element) {
    const makers = {
      'bpmn:UserTask': userTask,
      'bpmn:ServiceTask': serviceTask,
      'bpmn:BusinessRuleTask': decision,
      'bpmn:CallActivity': call,
      'bpmn:StartEvent': startForm,
      'bpmn:SequenceFlow': conditionFields,
    };
    return (makers[element.type] ?? eventFields)(this, element);
  }

  rename(element, name) {
    const first = this.modeler.get('firstName');
    first.waits = true;
    this.properties.set(element, { name });
    first.waits = false;
  }

  // No drawing anew: somebody is on his way to the next field.
  settleName(element) {
    this.modeler.get('firstName').give(element);
    document.getElementById('p-id').value = element.id;
  }

  async makeForm(name) {
    if (!await this.onNewForm(name)) return;
    this.forms.add(name);
    this.draw();
    document.getElementById('p-open-form')?.focus();
  }

  technical(element) {
    const { words, properties } = this;
    const taken = (value) => value !== element.id && this.modeler.get('elementRegistry').get(value);
    return group(words.technical,
      text('p-id', words.id, element.id, (value) => value && properties.set(element, { id: value }), {
        hint: words.idHint, live: false,
        check: (value) => (taken(value) ? words.idTaken : /^[A-Za-z_][A-Za-z0-9_]{0,63}$/.test(value) ? '' : words.idWrong),
      }));
  }
}
