// What the server's check finds: a mark on the element, and a sentence in the list that selects it.
import { el } from './dom.js';

export class Problems {
  constructor({ modeler, list, heading, words }) {
    Object.assign(this, { modeler, list, heading, words });
    this.marked = [];
  }

  show(problems) {
    const errors = problems.filter((row) => row.severity === 'error').length;
    this.heading.textContent = this.words.found.replace('%e', errors).replace('%w', problems.length - errors);
    this.list.replaceChildren(...(problems.length
      ? problems.map((row) => this.row(row))
      : [el('li', {}, this.words.none)]));
    this.mark(problems);
  }

  row(problem) {
    const error = problem.severity === 'error';
    const known = problem.element && this.modeler?.get('elementRegistry').get(problem.element);
    return el('li', {},
      el('strong', { class: `status status--${error ? 'late' : 'soon'}` },
        el('span', { class: 'status__shape', 'aria-hidden': 'true' }), error ? this.words.error : this.words.warning),
      ' ', known
        ? el('button', { type: 'button', class: 'app-link-button', onclick: () => this.select(known) }, problem.message)
        : elsewhere(problem),
      problem.file.endsWith('.json') && problem.element ? el('span', { class: 'app-soft' }, ` ${problem.element}`) : null);
  }

  mark(problems) {
    if (!this.modeler) return;
    const canvas = this.modeler.get('canvas');
    const registry = this.modeler.get('elementRegistry');
    this.marked.filter(([id]) => registry.get(id)).forEach(([id, marker]) => canvas.removeMarker(id, marker));
    this.marked = problems.filter((row) => registry.get(row.element))
      .map((row) => [row.element, row.severity === 'error' ? 'studio-error' : 'studio-warning']);
    this.marked.forEach(([id, marker]) => canvas.addMarker(id, marker));
  }

  select(element) {
    this.modeler.get('selection').select(element);
    this.modeler.get('canvas').scrollToElement(element);
    this.modeler.get('canvas').focus?.();
  }
}

// A sentence about another part of the draft leads there.
function elsewhere({ address, message }) {
  return new URL(address, location).pathname === location.pathname ? message : el('a', { class: 'govuk-link', href: address }, message);
}
