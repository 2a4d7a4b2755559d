// One part of the draft on the server: read it, save it, and never lose what was made.
//
// Saves follow the last change after a moment, one at a time. What could not be saved stays in this browser and is
// offered again. When somebody else saved first, the server keeps both; `onConflict` lets the person choose.

import { renewed, token } from './session.js';

const PAUSE = 1200;

export class DraftPart {
  constructor({ address, key }) {
    Object.assign(this, { address, key });
    this.revision = 0;
    this.waiting = null;
    this.sending = false;
    this.onState = () => {};
    this.onSaved = () => {};
    this.onConflict = () => {};
  }

  async load() {
    const answer = await fetch(this.address, { headers: { Accept: 'application/json' } });
    if (!answer.ok) throw new Error(`${this.address}: ${answer.status}`);
    const { content, revision } = await answer.json();
    this.revision = revision;
    return content;
  }

  // `read` gives the content when it is time to save.
  changed(read) {
    this.read = read;
    this.onState('dirty');
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.save(), PAUSE);
  }

  get dirty() {
    return this.waiting !== null || this.sending;
  }

  async save() {
    clearTimeout(this.waiting);
    if (this.sending || !this.read) {
      this.waiting = this.read ? setTimeout(() => this.save(), PAUSE) : null;
      return;
    }
    this.waiting = null;
    this.sending = true;
    try {
      await this.send(await this.read());
    } catch (error) {
      console.error(error);
      this.onState('unwritable');
    } finally {
      this.sending = false;
    }
  }

  async send(content) {
    this.remember(content);
    this.onState('saving');
    let answer = await this.post(content);
    if (isOut(answer) && await renewed()) answer = await this.post(content);
    if (!answer || answer.status >= 500 || isOut(answer)) {
      this.onState(isOut(answer) ? 'out' : 'offline');
      this.waiting = setTimeout(() => this.save(), 10 * PAUSE);
      return;
    }
    const said = await answer.json().catch(() => ({}));
    if (answer.ok) {
      this.revision = said.revision;
      this.forget();
      this.onState('saved');
      this.onSaved(said);
    } else if (answer.status === 409 && said.save) {
      this.forget();
      this.onState('conflict', said.error);
      this.onConflict(said, content);
    } else {
      this.onState(answer.status === 413 ? 'large' : 'refused', said.error);
    }
  }

  // The server's answer, or nothing where there is no connection.
  post(content) {
    return fetch(this.address, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'X-CSRFToken': token() },
      body: JSON.stringify({ content, revision: this.revision }),
    }).catch(() => null);
  }

  // Save over what somebody else saved; his version stays in the history.
  async overwrite(revision, content) {
    this.revision = revision;
    await this.send(content);
  }

  remember(content) {
    try {
      localStorage.setItem(this.key, JSON.stringify({ revision: this.revision, content }));
    } catch {
      // No room or not allowed: the page still warns before it is left with unsaved work.
    }
  }

  forget() {
    localStorage.removeItem(this.key);
  }

  // What an earlier visit could not save: {revision, content}, or null.
  left() {
    try {
      return JSON.parse(localStorage.getItem(this.key));
    } catch {
      return null;
    }
  }
}

// The session ended, or another one began: nobody is signed in, or the token is of the session before (a page, not JSON).
function isOut(answer) {
  return answer?.status === 401 || (answer?.status === 400 && !answer.headers.get('Content-Type').includes('json'));
}

// How long a form of the page waits for what is being kept, in milliseconds, and how often it looks.
const PATIENCE = 5000;
const LOOK = 100;

// A button of the page sends its form when what was made before is kept: to try a table is to try it as it stands.
export function keepBeforeSending(part) {
  document.addEventListener('submit', async (event) => {
    if (!part.dirty) return;
    event.preventDefault();
    event.stopImmediatePropagation(); // it was not sent yet, also for what counts how often a form is sent
    part.save();
    for (let waited = 0; part.dirty && waited < PATIENCE; waited += LOOK) {
      await new Promise((resume) => { setTimeout(resume, LOOK); });
    }
    if (part.dirty) event.target.submit(); // no connection: the browser asks whether to leave
    else event.target.requestSubmit(event.submitter);
  }, true);
}

// Leaving with unsaved work: it is sent, kept in this browser meanwhile, and the browser asks first. Back on line, and back
// from the tab where one signed in again, it is sent at once.
export function keepOnLeaving(part) {
  for (const back of ['online', 'focus']) window.addEventListener(back, () => { if (part.waiting !== null) part.save(); });
  window.addEventListener('beforeunload', (event) => {
    document.activeElement?.blur();
    if (!part.dirty) return;
    part.save();
    event.preventDefault();
  });
}
