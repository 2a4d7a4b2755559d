// Where the options of a choice come from, chosen instead of typed: written here, or a list that Traject has. form-js
// would have the name of a list typed, and offers formulas, which our forms do not run.
// The labels here are English, as all of form-js: form-nl.js says them in Dutch.
import { getOptionsSource, OPTIONS_SOURCES } from '@bpmn-io/form-js-viewer';
import { h } from 'preact';

const { STATIC, INPUT } = OPTIONS_SOURCES;

// The groups of the panel, with our entries in the place of those about the source. `lists`: [[name, words], …].
export function sources(groups, field, editField, lists, option) {
  const entries = { valuesSource: source(field, editField, option), dynamicOptions: list(field, editField, lists) };
  return groups.map((group) => (group.id in entries ? { ...group, tooltip: undefined, entries: [entries[group.id]] } : group));
}

function source(field, editField, option) {
  const write = (value) => editField(field, value === INPUT ? { valuesKey: '' } : { values: [{ label: option, value: 'value' }] });
  return { id: 'valuesSource-select', component: Choice, label: 'Type', value: getOptionsSource(field), options: [[STATIC, 'Static'], [INPUT, 'Input data']], write };
}

function list(field, editField, lists) {
  const value = field.valuesKey ?? '';
  const there = lists.some(([name]) => name === value);
  const options = [['', '<none>'], ...lists, ...(value && !there ? [[value, value]] : [])];
  return { id: 'dynamicOptions-key', component: Choice, label: 'Input values key', value, options, write: (given) => editField(field, 'valuesKey', given) };
}

function Choice({ id, label, value, options, write }) {
  const place = `bio-properties-panel-${id}`;
  return h('div', { class: 'bio-properties-panel-entry', 'data-entry-id': id },
    h('div', { class: 'bio-properties-panel-select' },
      h('label', { for: place, class: 'bio-properties-panel-label' }, label),
      h('select', { id: place, class: 'bio-properties-panel-input', value, onChange: (event) => write(event.target.value) },
        options.map(([name, words]) => h('option', { value: name, selected: name === value }, words)))));
}
