// What the check finds, at the components of a form.
import { isOf, LastingMarks } from './lasting-marks.js';

export class FormMarks {
  constructor(editor, place, words) {
    Object.assign(this, { editor, place, marks: new LastingMarks(place, words) });
  }

  show(problems) {
    this.marks.show(problems.filter((problem) => problem.place?.component && isOf(this.place, problem))
      .map((problem) => [`.fjs-element[data-id="${CSS.escape(problem.place.component)}"]`, problem]));
  }

  find(problem) {
    if (!problem.place?.component || !isOf(this.place, problem)) return null;
    return this.editor.get('formFieldRegistry').get(problem.place.component);
  }

  // The editor brings what is chosen into view itself.
  select(field) {
    this.editor.get('selection').set(field);
  }
}
