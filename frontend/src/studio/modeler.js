// The modeler of diagrams as the studio uses it: palette, keyboard authoring, minimap, search; Dutch on a Dutch page.
import BpmnModeler from 'bpmn-js/lib/Modeler';
import camunda from 'camunda-bpmn-moddle/resources/camunda.json';
import { CreateAppendAnythingModule } from 'bpmn-js-create-append-anything';
import minimap from 'diagram-js-minimap';

import { stepOnArrow } from './insert.js';
import { firstName } from './names.js';
import dutch from './nl.js';

export const moddleExtensions = { camunda };
const originals = new WeakMap();

export function makeModeler(container, language) {
  const additionalModules = [CreateAppendAnythingModule, minimap, firstName, stepOnArrow];
  if (language.startsWith('nl')) additionalModules.push(dutch);
  return new BpmnModeler({ container, moddleExtensions, additionalModules });
}

// Opens a diagram; gives in words what the modeler does not understand, and would leave out of a changed diagram.
export async function read(modeler, content, words) {
  const { warnings } = await modeler.importXML(content);
  originals.set(modeler, content);
  return [...new Set(warnings.filter((warning) => !kept(warning)).map((warning) => told(warning, words)))];
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

// A warning of the modeler in our words: "unparsable content <x> detected / line: 1 … nested error: duplicate ID <y>",
// "unresolved reference <z>", "failed to import <bpmn:SequenceFlow id="z" />", "no bpmnElement referenced in <…>".
function told({ message }, words) {
  const [, unread, line] = message.match(/unparsable content <(\S+)> detected\s+line: (\d+)/) ?? [];
  const [, twice] = message.match(/duplicate ID <([^>]+)>/) ?? [];
  const [, missing] = message.match(/unresolved reference <([^>]+)>/) ?? [];
  const [, undrawn] = message.match(/(?:failed to import|no bpmnElement referenced in) <\S+ id="([^"]+)"/) ?? [];
  if (line) return (twice ? words.twice : words.element).replace('%l', line).replace('%n', twice ?? unread);
  if (missing) return words.reference.replace('%n', missing);
  return undrawn ? words.undrawn.replace('%n', undrawn) : message;
}
