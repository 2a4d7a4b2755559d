// What the check finds, on the elements of a drawing.
export class DrawingMarks {
  constructor(modeler) {
    this.modeler = modeler;
    this.marked = [];
  }

  show(problems) {
    const canvas = this.modeler.get('canvas');
    const registry = this.modeler.get('elementRegistry');
    this.marked.filter(([id]) => registry.get(id)).forEach(([id, marker]) => canvas.removeMarker(id, marker));
    this.marked = problems.filter((row) => registry.get(row.element))
      .map((row) => [row.element, row.severity === 'error' ? 'studio-error' : 'studio-warning']);
    this.marked.forEach(([id, marker]) => canvas.addMarker(id, marker));
  }

  find({ element }) {
    return element && this.modeler.get('elementRegistry').get(element);
  }

  select(element) {
    this.modeler.get('selection').select(element);
    this.modeler.get('canvas').scrollToElement(element);
    this.modeler.get('canvas').focus?.();
  }
}
