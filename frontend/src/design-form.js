// The editor of a form in the studio: form-js to draw it, our own server to show it as the real page does.
//
// <div data-form data-part="ADDRESS" data-preview="ADDRESS OF THE PREVIEW" data-editable></div>
//
// What our forms do not run is not in the palette; the server refuses it too. The bpmn.io mark stays visible.
import { FormEditor } from '@bpmn-io/form-js-editor';

import { DraftPart, keepOnLeaving } from './studio/draft.js';
import { el } from './studio/dom.js';
import { Problems } from './studio/problems.js';
import { showConflict, showLeft, showState } from './studio/state.js';
import { followConditions } from './forms.js';

const json = (id) => JSON.parse(document.getElementById(id).textContent);
const container = document.querySelector('[data-form]');
if (container) open(container);

async function open(place) {
  const words = json('studio-words');
  const editable = 'editable' in place.dataset;
  const token = document.querySelector('input[name=csrf_token]').value;
  const part = new DraftPart({ address: place.dataset.part, token, key: `draft:${place.dataset.part}` });
  const problems = new Problems({
    list: document.querySelector('[data-problem-list]'), heading: document.getElementById('check'), words: words.check,
  });
  const state = document.querySelector('[data-draft-state]');
  if (!editable) {
    await preview(place.dataset.preview);
    return;
  }
  const editor = new FormEditor({ container: place, additionalModules: [only(json('studio-components'))] });
  let schema;
  try {
    schema = JSON.parse(await part.load());
    await editor.importSchema(schema);
  } catch (error) {
    console.error(error);
    place.replaceChildren(el('p', { class: 'diagram-failed' }, words.failed));
    return;
  }
  const read = async () => `${JSON.stringify(kept(editor.saveSchema(), schema), null, 2)}\n`;
  part.onState = (name, sentence) => showState(state, words.states, name, sentence);
  part.onSaved = (said) => {
    problems.show(said.problems);
    preview(place.dataset.preview);
  };
  part.onConflict = (said, mine) => showConflict(state, words.conflict, said, {
    theirs: () => location.reload(),
    mine: () => part.overwrite(said.revision, mine),
  });
  editor.on('changed', () => part.changed(read));
  keepOnLeaving(part);
  const left = part.left();
  if (left) {
    showLeft(state, words.left, {
      back: async () => {
        await editor.importSchema(JSON.parse(left.content));
        part.changed(read);
      },
      away: () => part.forget(),
    });
  }
  await preview(place.dataset.preview);
  place.dataset.ready = '';
}

// The editor adds marks of its own (its version); what the form said before stays as it was.
function kept(saved, before) {
  const { exporter, ...form } = saved;
  return { ...form, ...('exporter' in before ? { exporter: before.exporter } : {}) };
}

// A module of form-js that takes out of the palette what we do not render, and names the rest in the page's language.
function only(components) {
  class Allowed {
    constructor(formFields) {
      for (const type of Object.keys(formFields._formFields)) {
        const part = formFields._formFields[type];
        if (type !== 'default' && !(type in components)) delete formFields._formFields[type];
        else if (type in components) part.config.name = components[type];
      }
    }
  }
  Allowed.$inject = ['formFields'];
  return { __init__: ['allowedComponents'], allowedComponents: ['type', Allowed] };
}

async function preview(address) {
  const answer = await fetch(address);
  const place = document.querySelector('[data-preview-place]');
  if (!answer.ok) return;
  place.innerHTML = await answer.text();
  followConditions();
}
