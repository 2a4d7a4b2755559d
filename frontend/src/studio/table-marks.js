// What the check finds, on the rows, cells and columns of a decision table; of the table as a whole in a list above it.
import { el } from './dom.js';
import { isOf, LastingMarks } from './lasting-marks.js';

export class TableMarks {
  constructor(place, words) {
    this.place = place;
    this.words = words;
    this.marks = new LastingMarks(place, words);
    this.whole = el('ul', { class: 'govuk-list', 'data-table-findings': true });
    place.before(this.whole);
  }

  show(problems) {
    const own = problems.filter((problem) => problem.place?.rows && isOf(this.place, problem));
    this.marks.show(own.flatMap((problem) => this.spots(problem.place).map((spot) => [spot, problem])));
    this.whole.replaceChildren(...own.filter(({ place }) => !place.rows.length && !place.column)
      .map(({ severity, message }) => el('li', { class: `studio-whole studio-whole--${severity}` }, `${this.words[severity]}: ${message}`)));
  }

  // Where a finding stands, by the names of the row and the column: their numbers change while one works.
  spots({ rows, column }) {
    const names = [...this.place.querySelectorAll('td.rule-index')].map((cell) => cell.dataset.rowId);
    const columns = [...this.place.querySelectorAll('thead [data-col-id]')].map((cell) => cell.dataset.colId);
    const at = column ? `[data-col-id="${CSS.escape(columns[column - 1])}"]` : '';
    if (!rows.length) return at ? [`thead ${at}`] : [];
    return rows.map((row) => `td${at || '.rule-index'}[data-row-id="${CSS.escape(names[row - 1])}"]`);
  }

  find(problem) {
    const [spot] = problem.place?.rows && isOf(this.place, problem) ? this.spots(problem.place) : [];
    return spot && this.place.querySelector(spot) ? spot : null;
  }

  // To the cell, or to the first of the row.
  select(spot) {
    const found = this.place.querySelector(spot);
    found?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    (found?.matches('.rule-index') ? found.parentElement : found)?.querySelector('[contenteditable]')?.focus();
  }
}
