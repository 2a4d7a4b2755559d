// The modeler of the studio for tests: opened and saved by name, and everything it says counted.
import { makeModeler, read, write } from '../../../frontend/src/studio/modeler.js';
import dutch, { words } from '../../../frontend/src/studio/nl.js';

const said = new Set();
const [, translate] = dutch.translate;
dutch.translate = ['value', (template, places) => { said.add(template); return translate(template, places); }];

// What the page brings (app/web/studio/words.py), as far as these tests read it.
const lostWords = { element: '%l %n', twice: '%l %n', reference: '%n', undrawn: '%n' };
const modeler = makeModeler(document.getElementById('canvas'), 'nl');

// What is saved of a diagram that was only opened, and what the modeler itself would write for it.
window.openAndSave = async (xml) => {
  const lost = await read(modeler, xml, lostWords);
  return { kept: await write(modeler), lost };
};

window.rewritten = async (xml) => {
  await read(modeler, xml, lostWords);
  return (await modeler.saveXML({ format: true })).xml;
};

// A task dropped on an arrow and named in the drawing: its name in programs, and that after taking the name back.
window.namedInTheDrawing = async (xml, name) => {
  await modeler.importXML(xml);
  const flow = modeler.get('elementRegistry').find((row) => row.type === 'bpmn:SequenceFlow');
  const shape = modeler.get('elementFactory').createShape({ type: 'bpmn:UserTask' });
  const task = modeler.get('modeling').createShape(shape, { x: 300, y: 200 }, flow.parent);
  const before = task.id;
  modeler.get('modeling').updateLabel(task, name);
  const named = task.id;
  modeler.get('modeling').updateLabel(task, 'Later anders');
  const later = task.id;
  modeler.get('commandStack').undo();
  modeler.get('commandStack').undo();
  return { named, later, undone: task.id === before };
};

// Everything that the palette, the context pads and the menus of the elements say that is not in the list of words.
window.untranslated = async (xml) => {
  await modeler.importXML(xml);
  modeler.get('palette').getEntries();
  modeler.get('popupMenu')._getEntries(modeler.get('canvas').getRootElement(), modeler.get('popupMenu')._getProviders('bpmn-create'));
  for (const element of modeler.get('elementRegistry').getAll().filter((row) => row.parent)) {
    modeler.get('contextPad').getEntries(element);
    for (const menu of ['bpmn-replace', 'bpmn-append']) {
      const providers = modeler.get('popupMenu')._getProviders(menu);
      modeler.get('popupMenu')._getEntries(element, providers);
      modeler.get('popupMenu')._getHeaderEntries(element, providers);
    }
  }
  return { missing: [...said].filter((words_) => !(words_ in words)).sort(), said: said.size };
};
