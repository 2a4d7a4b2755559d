// A group of the panel of form-js: what a component says in English. Its texts stand in the component's `properties`
// (label_en, description_en, text_en), those of an option beside its label; form-js keeps both untouched.
// The labels here are English, as all of form-js: form-nl.js says them in Dutch.
import { h } from 'preact';

const LABELLED = new Set(['textfield', 'textarea', 'number', 'datetime', 'checkbox', 'radio', 'select', 'checklist', 'taglist', 'group', 'dynamiclist']);

// The group for a component; null where it says nothing itself.
export function english(field, editField) {
  const entries = [...texts(field, editField), ...options(field, editField)];
  return entries.length ? { id: 'english', label: 'In English', entries } : null;
}

function texts(field, editField) {
  const entry = (name, label, long = false) => {
    const value = field.properties?.[name] ?? '';
    const write = (given) => editField(field, ['properties'], changed(field.properties, name, given));
    return { id: `english-${name}`, component: Entry, label, value, long, write, isEdited };
  };
  if (field.type === 'text') return [entry('text_en', 'English text', true)];
  return [
    ...(LABELLED.has(field.type) ? [entry('label_en', 'English label')] : []),
    ...(field.description ? [entry('description_en', 'English description')] : []),
  ];
}

function options(field, editField) {
  if (!Array.isArray(field.values)) return [];
  return field.values.map((option, index) => {
    const write = (given) => editField(field, 'values', field.values.map((one) => (one === option ? changed(option, 'label_en', given) : one)));
    return { id: `english-option-${index}`, component: Entry, label: option.label, value: option.label_en ?? '', write, isEdited };
  });
}

// Nothing given is nothing kept.
function changed(before = {}, name, given) {
  const { [name]: _, ...others } = before;
  return given ? { ...others, [name]: given } : others;
}

const isEdited = (node) => Boolean(node?.value);

function Entry({ id, label, value, long, write }) {
  const place = `bio-properties-panel-${id}`;
  return h('div', { class: 'bio-properties-panel-entry', 'data-entry-id': id },
    h('div', { class: 'bio-properties-panel-textfield' },
      h('label', { for: place, class: 'bio-properties-panel-label' }, label),
      h(long ? 'textarea' : 'input', {
        id: place, class: 'bio-properties-panel-input', lang: 'en', value, autocomplete: 'off',
        onInput: (event) => write(event.target.value),
      })));
}
