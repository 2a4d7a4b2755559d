// Who works at the page, and the token of its forms. Both are in the page; a session that ended while it stood open takes
// the token with it, and signing in again, in another tab, brings another.

export const person = () => document.querySelector('[data-person]').dataset.person;

export const token = () => document.querySelector('input[name=csrf_token]').value;

// True when the same person is signed in again: the page then has the new token. Never somebody else's: what one draws is
// not saved in the name of who took the place at the keyboard.
export async function renewed() {
  const answer = await fetch(location.pathname, { headers: { Accept: 'text/html' } }).catch(() => null);
  if (!answer?.ok) return false;
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  if (page.querySelector('[data-person]')?.dataset.person !== person()) return false;
  const given = page.querySelector('input[name=csrf_token]').value;
  document.querySelectorAll('input[name=csrf_token]').forEach((field) => { field.value = given; });
  return true;
}
