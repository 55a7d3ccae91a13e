/** What a number of days stands for, by the format of its cell. */
export type NumberKind = 'number' | 'date' | 'datetime' | 'time';

const millisecondsOfDay = 86_400_000;
/** Days of the years 1 and 10000, which no date of a sheet lies beyond. */
const earliest = -693_593;
const latest = 2_958_466;
/** Formats that every program knows by number: ECMA-376 part 1, 18.8.30, with those of East Asia. */
const dates = new Set([14, 15, 16, 17, ...range(27, 31), 34, 35, 36, ...range(50, 54), 57, 58]);
const moments = new Set([22]);
const times = new Set([18, 19, 20, 21, 32, 33, 45, 47, 55, 56]);

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, i) => from + i);
}

/** What the numbers of a format stand for. @param code its own pattern; formats without one are known by number. */
export function kindOfFormat(id: number, code: string | undefined): NumberKind {
  if (code === undefined) {
    if (dates.has(id)) return 'date';
    if (moments.has(id)) return 'datetime';
    return times.has(id) ? 'time' : 'number';
  }
  const [section = ''] = code.split(';');
  // Texts, escaped characters, colours and conditions say nothing; [h] is a length of time, which is a number.
  const bare = section.replace(/"[^"]*"|\\.|_.|\*./g, '');
  if (/\[(h+|m+|s+)\]/i.test(bare)) return 'number';
  const pattern = bare.replace(/\[[^\]]*\]/g, '').replace(/general|am\/pm|a\/p/gi, '');
  const hasTime = /[hs]/i.test(pattern);
  const hasDay = /[yd]/i.test(pattern) || (/m/i.test(pattern) && !hasTime);
  if (hasDay) return hasTime ? 'datetime' : 'date';
  return hasTime ? 'time' : 'number';
}

/**
 * A number of days as ISO text, in the words of what it stands for; the number itself when it is no moment.
 * Days count from 1900, with the 29 February 1900 that Excel has and the calendar has not, or from 1904.
 */
export function momentText(days: number, kind: NumberKind, is1904: boolean): string {
  if (kind === 'number' || !(days > earliest && days < latest)) return String(days);
  const whole = Math.floor(days);
  const milliseconds = Math.round((days - whole) * millisecondsOfDay);
  const epoch = is1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, 30);
  const shift = !is1904 && days > 0 && days < 60 ? 1 : 0;
  const moment = new Date(epoch + (whole + shift) * millisecondsOfDay + milliseconds).toISOString();
  const [day = '', rest = ''] = moment.slice(0, -1).split('T');
  const time = rest.endsWith('.000') ? rest.slice(0, -4) : rest;
  if (days >= 0 && days < 1 && milliseconds < millisecondsOfDay && (kind === 'time' || !is1904)) return time;
  const hasTime = kind !== 'date' || milliseconds % millisecondsOfDay !== 0;
  return hasTime ? `${day} ${time}` : day;
}
