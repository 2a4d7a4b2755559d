// A task for each item of a list, or a number of times: the marker itself is chosen in the menu "Element wijzigen".
import { group, text, choice } from './dom.js';
import { MARKER, choices, itemName } from './variables.js';

export function repeatFields(panel, element) {
  const { words, known, properties, modeler } = panel;
  const marker = element.businessObject.get('loopCharacteristics');
  if (marker?.$type !== MARKER) return null;
  const set = (values) => modeler.get('modeling').updateModdleProperties(element, marker, values);
  const expression = (name, value) => set({ [name]: value ? properties.expression(marker, value) : undefined });
  return group(marker.isSequential ? words.oneByOne : words.allAtOnce,
    choice('p-list', words.list, marker.get('camunda:collection'), choices(known, 'list'),
      (value) => set({ 'camunda:collection': value, ...(value ? { loopCardinality: undefined } : {}) }), { hint: words.listHint }),
    text('p-item', words.item, itemName(marker), (value) => set({ 'camunda:elementVariable': value }),
      { hint: words.itemHint, live: false, check: panel.name }),
    text('p-times', words.times, marker.loopCardinality?.body,
      (value) => { expression('loopCardinality', value); if (value) set({ 'camunda:collection': undefined }); }, { hint: words.timesHint }),
    text('p-enough', words.enough, marker.completionCondition?.body, (value) => expression('completionCondition', value),
      { hint: words.enoughHint }));
}
