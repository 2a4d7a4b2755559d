// A module of form-js: what we do not render or run is not in the palette nor in the panel, and the rest is named in the
// language of the page. The server refuses it all the same.

import { english } from './form-languages.js';
import { sources } from './form-lists.js';

// What the panel offers of the offered components and our forms do not run (docs/forms.md).
const GROUPS = new Set(['serialization', 'layout']);
const ENTRIES = new Set(['versionTag', 'verticalAlignment', 'searchable', 'disableCollapse', 'nonCollapsedItems']);

// `components`: what is offered, by type; `choice`: how a first option to choose is called; `lists`: of options.
export function offering(components, choice, lists) {
  class Offered {
    constructor(formFields, propertiesPanel) {
      for (const type of Object.keys(formFields._formFields)) {
        const { config } = formFields._formFields[type];
        if (type in components) name(config, components[type], choice);
        else if (type !== 'default') delete formFields._formFields[type];
      }
      propertiesPanel.registerProvider(this, 500); // after form-js's own
    }

    getGroups(field, editField) {
      const ours = english(field, editField);
      return (groups) => [
        ...sources(groups, field, editField, lists, choice).filter((group) => !GROUPS.has(group.id)).map(run).filter((group) => group.items || group.entries?.length || group.component),
        ...(ours ? [ours] : []),
      ];
    }
  }
  Offered.$inject = ['formFields', 'propertiesPanel'];
  return { __init__: ['offered'], offered: ['type', Offered] };
}

function run(group) {
  return group.entries ? { ...group, entries: group.entries.filter((entry) => !ENTRIES.has(entry.id)) } : group;
}

// A new component is called what it is in the palette, until somebody gives it its question.
function name(config, words, choice) {
  const { create } = config;
  config.name = words;
  config.create = (given = {}, ...rest) => {
    const made = create(given, ...rest);
    for (const label of ['label', 'dateLabel']) if (made[label] && !given[label]) made[label] = words;
    if (made.text && !given.text) made.text = words;
    if (made.values && !given.values) made.values = made.values.map((option) => ({ ...option, label: choice }));
    return made;
  };
}
