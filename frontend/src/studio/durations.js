// Durations as people write them and as the diagram holds them (ISO 8601), and in words again to check by.

const ISO = /^P(?=\d|T\d)(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/;
// "14", "14 dagen", "2 weeks", "3 maanden", "1 year".
const SPOKEN = /^(\d{1,4})\s*(d|w|m|j|y|$)[a-z]*$/i;
const UNITS = { '': 'D', d: 'D', w: 'W', m: 'M', j: 'Y', y: 'Y' };

// What the diagram holds for what somebody typed; anything else stays as it is.
export function written(typed) {
  const spoken = typed.match(SPOKEN);
  if (spoken) return `P${spoken[1]}${UNITS[spoken[2].toLowerCase()]}`;
  return /^p[\dt]/i.test(typed) ? typed.toUpperCase() : typed;
}

export function isDuration(value) {
  return ISO.test(value) && /[1-9]/.test(value);
}

// "P1M14D" as "1 maand, 14 dagen"; `units` holds [one, more] for years, months, weeks, days, hours, minutes, seconds.
export function inWords(value, units) {
  const found = value.match(ISO);
  if (!found) return '';
  return found.slice(1).map((count, nth) => (count ? `${count} ${units[nth][Number(count) === 1 ? 0 : 1]}` : ''))
    .filter(Boolean).join(', ');
}
