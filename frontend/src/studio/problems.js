// What the server's check finds: a mark where it is, and a sentence in the list that selects what is marked.
//
// `marks`, of an editor that marks: show(problems), find(problem) and select(what was found).
import { el } from './dom.js';

export class Problems {
  constructor({ marks, list, heading, words }) {
    Object.assign(this, { marks, list, heading, words });
  }

  show(problems) {
    const errors = problems.filter((row) => row.severity === 'error').length;
    this.heading.textContent = this.words.found.replace('%e', errors).replace('%w', problems.length - errors);
    this.list.replaceChildren(...(problems.length
      ? problems.map((row) => this.row(row))
      : [el('li', {}, this.words.none)]));
    this.marks?.show(problems);
  }

  row(problem) {
    const error = problem.severity === 'error';
    const known = this.marks?.find(problem);
    return el('li', {},
      el('strong', { class: `status status--${error ? 'late' : 'soon'}` },
        el('span', { class: 'status__shape', 'aria-hidden': 'true' }), error ? this.words.error : this.words.warning),
      ' ', known
        ? el('button', { type: 'button', class: 'app-link-button', onclick: () => this.marks.select(known) }, problem.message)
        : elsewhere(problem),
      problem.file.endsWith('.json') && problem.element ? el('span', { class: 'app-soft' }, ` ${problem.element}`) : null);
  }
}

// A sentence about another part of the draft leads there.
function elsewhere({ address, message }) {
  return new URL(address, location).pathname === location.pathname ? message : el('a', { class: 'govuk-link', href: address }, message);
}
