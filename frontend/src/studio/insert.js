// A step on an arrow without a mouse: room is made, the step stands between the two, one thing to undo.
import { selfAndAllChildren } from 'diagram-js/lib/util/Elements';

const BETWEEN = 50;

function StepOnArrow(commandStack, elementFactory, modeling, selection, spaceTool) {
  commandStack.register('arrow.step', {
    preExecute(context) {
      const { arrow } = context;
      const step = elementFactory.createShape({ type: 'bpmn:UserTask' });
      const [from, to] = arrow.waypoints;
      const axis = Math.abs(to.x - from.x) >= Math.abs(to.y - from.y) ? 'x' : 'y';
      const size = axis === 'x' ? step.width : step.height;
      const gap = to[axis] - from[axis];
      if (gap > 0) makeRoom(arrow, axis, from[axis], size + 2 * BETWEEN - gap);
      const way = gap > 0 ? BETWEEN + size / 2 : gap / 2;
      context.step = modeling.createShape(step, { ...from, [axis]: from[axis] + way }, arrow);
    },
  });

  function makeRoom(arrow, axis, from, missing) {
    if (missing <= 0) return;
    const around = [...selfAndAllChildren([arrow.parent], true), ...(arrow.parent.attachers ?? [])];
    const { movingShapes, resizingShapes } = spaceTool.calculateAdjustments(around, axis, missing, from + 1);
    spaceTool.makeSpace(movingShapes, resizingShapes, { x: 0, y: 0, [axis]: missing }, axis === 'x' ? 'e' : 's', from + 1);
  }

  this.insert = (arrow) => {
    const context = { arrow };
    commandStack.execute('arrow.step', context);
    selection.select(context.step);
  };
}
StepOnArrow.$inject = ['commandStack', 'elementFactory', 'modeling', 'selection', 'spaceTool'];

export const stepOnArrow = { __init__: ['stepOnArrow'], stepOnArrow: ['type', StepOnArrow] };
