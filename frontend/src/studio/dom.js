// Making elements and the fields of the panel, with the classes of the design system.

export function el(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === false || value === null || value === undefined) continue;
    if (name.startsWith('on')) made.addEventListener(name.slice(2), value);
    else made.setAttribute(name, value === true ? '' : value);
  }
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

export function group(title, ...fields) {
  const shown = fields.filter(Boolean);
  if (!shown.length) return null;
  return el('fieldset', { class: 'govuk-fieldset studio-group' },
    el('legend', { class: 'govuk-fieldset__legend govuk-fieldset__legend--s' }, title), ...shown);
}

// How long after the last key what was typed is taken over.
const PAUSE = 700;

// `shape` gives what is kept of what was typed; `check` a sentence when that cannot be, `tell` what it says in words.
// It is set while one types; a name in programs (`live: false`) only when one is done, for half a name is another name.
// `settled` is told when one is done.
export function text(id, label, value, set, { hint = '', rows = 0, type = null, list = null, live = true, shape, check, tell, settled } = {}) {
  const said = el('p', { class: 'govuk-error-message', id: `${id}-error`, 'aria-live': 'polite' });
  const told = tell ? el('p', { class: 'govuk-hint', id: `${id}-told`, 'aria-live': 'polite' }, tell(value ?? '')) : null;
  const described = [hint && `${id}-hint`, `${id}-error`, told && `${id}-told`].filter(Boolean).join(' ');
  const kind = rows ? 'govuk-textarea' : 'govuk-input';
  const field = el(rows ? 'textarea' : 'input', {
    class: kind, id, type, rows: rows || null, list, autocomplete: 'off', 'aria-describedby': described,
  });
  field.value = value ?? '';
  let kept = value ?? '';
  let waiting;
  const take = () => {
    clearTimeout(waiting);
    const typed = field.value.trim();
    const given = typed && shape ? shape(typed) : typed;
    const wrong = given && check ? check(given) : '';
    said.textContent = wrong || '';
    field.toggleAttribute('aria-invalid', Boolean(wrong));
    field.classList.toggle(`${kind}--error`, Boolean(wrong));
    if (wrong || given === kept) return;
    kept = given;
    if (told) told.textContent = tell(given);
    set(given || undefined);
  };
  if (live) {
    field.addEventListener('input', () => {
      clearTimeout(waiting);
      waiting = setTimeout(take, PAUSE);
    });
  }
  field.addEventListener('change', () => {
    take();
    settled?.();
  });
  return labelled(id, label, field, hint, said, told);
}

// `options`: [[value, label], …]; a value that is no option stays visible, marked as unknown.
export function choice(id, label, value, options, set, { hint = '', empty = '–', unknown = '?' } = {}) {
  const field = el('select', { class: 'govuk-select', id, 'aria-describedby': hint ? `${id}-hint` : null });
  const known = options.some(([key]) => key === value);
  const all = [['', empty], ...options, ...(value && !known ? [[value, `${value} ${unknown}`]] : [])];
  all.forEach(([key, words]) => field.append(el('option', { value: key }, words)));
  field.value = value ?? '';
  field.addEventListener('change', () => set(field.value || undefined));
  return labelled(id, label, field, hint);
}

export function tick(id, label, value, set) {
  const box = el('input', { class: 'govuk-checkboxes__input', id, type: 'checkbox' });
  box.checked = Boolean(value);
  box.addEventListener('change', () => set(box.checked));
  return el('div', { class: 'govuk-checkboxes govuk-checkboxes--small govuk-form-group' },
    el('div', { class: 'govuk-checkboxes__item' }, box,
      el('label', { class: 'govuk-label govuk-checkboxes__label', for: id }, label)));
}

export function button(label, act, id = null) {
  return el('button', { type: 'button', id, class: 'govuk-button govuk-button--secondary app-button-small', onclick: act }, label);
}

function labelled(id, label, field, hint, ...said) {
  return el('div', { class: 'govuk-form-group' },
    el('label', { class: 'govuk-label', for: id }, label),
    hint ? el('div', { class: 'govuk-hint', id: `${id}-hint` }, hint) : null, field, ...said);
}
