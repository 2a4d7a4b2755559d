// The editor of a form in the studio: form-js to draw it, our own server to show it as the real page does.
//
// <div data-form data-part="ADDRESS" data-preview="ADDRESS OF THE PREVIEW" data-editable></div>
//
// What our forms do not run is not in the palette; the server refuses it too. The bpmn.io mark stays visible.
import './studio/form-nl.js';
import { FormEditor } from '@bpmn-io/form-js-editor';

import { FormMarks } from './studio/form-marks.js';
import { offering } from './studio/form-parts.js';
import { tolerant, withOwnIds } from './studio/form-tolerance.js';
import { deskOf, json, keep, opened } from './studio/keeping.js';
import { followConditions } from './forms.js';

const container = document.querySelector('[data-form]');
if (container) open(container);

async function open(place) {
  const words = json('studio-words');
  const editor = 'editable' in place.dataset ? make(place, words) : null;
  const desk = deskOf(place, editor && new FormMarks(editor, place, words.check));
  const showForm = () => preview(place.dataset.preview);
  if (editor && !(await edit(editor, desk, showForm))) return;
  await showForm();
  place.dataset.ready = '';
}

function make(container, words) {
  return new FormEditor({
    container, additionalModules: [tolerant(words.unknownComponent), offering(json('studio-components'), words.choice, json('studio-lists'))],
  });
}

async function edit(editor, desk, saved) {
  let schema;
  const show = async (content) => {
    schema = JSON.parse(content);
    await editor.importSchema(withOwnIds(schema));
  };
  if (!(await opened(desk, show))) return false;
  desk.problems.show(json('studio-problems'));
  const read = async () => `${JSON.stringify(kept(editor.saveSchema(), schema), null, 2)}\n`;
  editor.on('changed', keep(desk, { read, show, saved }));
  return true;
}

// The editor adds marks of its own (its version); what the form said before stays as it was.
function kept(saved, before) {
  const { exporter, ...form } = saved;
  return { ...form, ...('exporter' in before ? { exporter: before.exporter } : {}) };
}

async function preview(address) {
  const answer = await fetch(address);
  const place = document.querySelector('[data-preview-place]');
  if (!answer.ok) return;
  place.innerHTML = await answer.text();
  followConditions();
}
