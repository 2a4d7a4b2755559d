// The slider over the days of a tried case: the drawing fills, the lists follow. Without JavaScript its form asks the
// server for the page of that day.
//
// <form data-slider="ID OF ITS JSON" data-diagram-id="ID OF THE DRAWING">: an input of type range, [data-slider-day],
// [data-slider-play]; elsewhere [data-slider-open] and [data-slider-list] with items that say their data-day.

// All of it plays in about a quarter of a minute.
const [STEPS, PAUSE] = [150, 100];
const form = document.querySelector('[data-slider]');
if (form) follow(form);

function follow(place) {
  const all = JSON.parse(document.getElementById(place.dataset.slider).textContent);
  const range = place.querySelector('[type=range]');
  const show = () => showDay(place, all, range);
  place.querySelector('[data-slider-show]').remove();
  range.addEventListener('input', show);
  player(place.querySelector('[data-slider-play]'), range, show);
}

function showDay(place, { begin, passages, stays }, range) {
  const day = Number(range.value);
  const said = words(begin, day);
  place.querySelector('[data-slider-day]').textContent = said;
  range.setAttribute('aria-valuetext', said);
  const open = stays.filter(([since, until]) => since <= day && (until === null || until > day));
  const current = {};
  open.forEach(([, , element]) => { current[element] = (current[element] ?? 0) + 1; });
  const visited = [...new Set(passages.filter(([at]) => at <= day).map(([, element]) => element))];
  document.getElementById(place.dataset.diagramId)?.dispatchEvent(new CustomEvent('marks', { detail: { visited, current } }));
  document.querySelectorAll('[data-slider-list] > li').forEach((item) => { item.hidden = Number(item.dataset.day) > day; });
  const list = document.querySelector('[data-slider-open]');
  list?.replaceChildren(...(open.length ? open.map((stay) => stay[3]) : [list.dataset.none]).map(item));
}

function words(begin, day) {
  const date = new Date(`${begin}T12:00:00Z`);
  date.setUTCDate(date.getUTCDate() + day);
  return date.toLocaleDateString(document.documentElement.lang, { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });
}

function item(sentence) {
  const made = document.createElement('li');
  made.textContent = sentence;
  return made;
}

function player(button, range, show) {
  const names = { play: button.textContent, stop: button.dataset.stop };
  let going = null;
  const stop = () => {
    clearInterval(going);
    going = null;
    button.textContent = names.play;
  };
  button.addEventListener('click', () => {
    if (going) return stop();
    if (range.value === range.max) range.value = 0;
    button.textContent = names.stop;
    going = setInterval(() => {
      range.value = Number(range.value) + Math.max(1, Math.ceil(range.max / STEPS));
      show();
      if (range.value === range.max) stop();
    }, PAUSE);
    return undefined;
  });
}
