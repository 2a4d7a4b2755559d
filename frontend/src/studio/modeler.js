// The modeler of diagrams as the studio uses it: palette, keyboard authoring, minimap, search; Dutch on a Dutch page.
import BpmnModeler from 'bpmn-js/lib/Modeler';
import camunda from 'camunda-bpmn-moddle/resources/camunda.json';
import { CreateAppendAnythingModule } from 'bpmn-js-create-append-anything';
import minimap from 'diagram-js-minimap';

import { stepOnArrow } from './insert.js';
import { lost } from './lost.js';
import { menuInView } from './menu.js';
import { firstName } from './names.js';
import dutch from './nl.js';

export const moddleExtensions = { camunda };
const originals = new WeakMap();

export function makeModeler(container, language) {
  const additionalModules = [CreateAppendAnythingModule, minimap, firstName, menuInView, stepOnArrow];
  if (language.startsWith('nl')) additionalModules.push(dutch);
  return new BpmnModeler({ container, moddleExtensions, additionalModules });
}

// Opens a diagram; gives in words what the modeler does not understand, and would leave out of a changed diagram.
export async function read(modeler, content, words) {
  const { warnings } = await modeler.importXML(content);
  originals.set(modeler, content);
  return lost(warnings.filter((warning) => !kept(warning)), words);
}

// The diagram to save: as it was while nothing is changed (or all of it undone), for the modeler writes defaults, numbers
// and the order of the drawing its own way.
export async function write(modeler) {
  if (!modeler.get('commandStack').canUndo() && originals.has(modeler)) return originals.get(modeler);
  return (await modeler.saveXML({ format: true })).xml;
}

// A list to repeat over is named by its variable; bpmn-js looks for an element of that name and would drop it.
function kept({ element, property, value }) {
  if (property !== 'bpmn:loopDataInputRef') return false;
  element.set('camunda:collection', value);
  return true;
}
