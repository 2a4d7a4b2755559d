// Small comforts on every page. Everything works without them: no page waits for this file.
import { followConditions } from './forms.js';

document.documentElement.classList.add('js');

document.addEventListener('DOMContentLoaded', () => {
  guardAgainstDoubleSubmit();
  focusErrorSummary();
  focusSearchWithSlash();
  keepDrafts();
  followConditions();
  followClock();
  offerPrinting();
});

// A form with a [data-once] button is sent once, however fast somebody clicks.
function guardAgainstDoubleSubmit() {
  document.addEventListener('submit', (event) => {
    const form = event.target;
    if (!event.submitter?.hasAttribute('data-once') || event.defaultPrevented) return;
    if (form.dataset.sent && Date.now() - Number(form.dataset.sent) < 5000) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = String(Date.now());
  });
}

// After a failed submit the summary of what is wrong comes first, also for a screen reader.
function focusErrorSummary() {
  document.querySelector('[data-error-summary]')?.focus();
}

// "/" goes to the search field, as the page says.
function focusSearchWithSlash() {
  const search = document.querySelector('[data-search]');
  if (!search) return;
  document.addEventListener('keydown', (event) => {
    const typing = event.target.closest('input, textarea, select, [contenteditable]');
    if (event.key !== '/' || typing || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    search.focus();
  });
}

// A form with data-draft is kept as typed, two seconds after the last key and when the page is left.
function keepDrafts() {
  const form = document.querySelector('form[data-draft]');
  if (!form) return;
  const said = document.querySelector('[data-draft-status]');
  let waiting = null;
  let sending = false;
  let again = false;
  let finished = false;

  const keep = async () => {
    waiting = null;
    if (sending) {
      again = true;
      return;
    }
    sending = true;
    try {
      const answer = await fetch(form.dataset.draft, {
        method: 'POST', body: fields(form), headers: { Accept: 'application/json' }, redirect: 'error',
      });
      const told = await answer.json();
      if (!finished) said.textContent = told.message;
    } catch {
      if (!finished) said.textContent = form.dataset.draftFailed;
    } finally {
      sending = false;
      if (again && !finished) {
        again = false;
        keep();
      }
    }
  };

  form.addEventListener('input', () => {
    clearTimeout(waiting);
    waiting = setTimeout(keep, 2000);
  });
  form.addEventListener('submit', () => {
    finished = true;
    clearTimeout(waiting);
  });
  window.addEventListener('pagehide', () => {
    if (waiting && !finished) navigator.sendBeacon(form.dataset.draft, fields(form));
  });
}

function fields(form) {
  const data = new FormData(form);
  data.delete('_action');
  return data;
}

// While the clock is on its way, show how far it is; then show the page as it is at the new moment.
function followClock() {
  const bar = document.querySelector('[data-clock-progress]');
  if (!bar) return;
  const look = async () => {
    const answer = await fetch(bar.dataset.clockProgress, { headers: { Accept: 'application/json' } });
    const told = await answer.json();
    if (!told.running) {
      window.location.reload();
      return;
    }
    if (told.total) {
      bar.max = told.total;
      bar.value = told.done;
    }
    document.querySelector('[data-clock-now]').textContent = told.now;
    setTimeout(look, 1000);
  };
  setTimeout(look, 700);
}

function offerPrinting() {
  document.querySelectorAll('[data-print]').forEach((button) => {
    button.addEventListener('click', () => window.print());
  });
}
