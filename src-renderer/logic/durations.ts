/** How long something took, or will take: 0.4 s, 12 s, 3 min 20 s, 2 h 5 min. */
export function duration(seconds: number): string {
  if (seconds < 0.1) return 'under 0.1 s';
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  if (seconds < 59.5) return `${String(Math.round(seconds))} s`;
  const total = Math.round(seconds);
  if (total < 3600) return joined(Math.floor(total / 60), 'min', total % 60, 's');
  const minutes = Math.round(total / 60);
  return joined(Math.floor(minutes / 60), 'h', minutes % 60, 'min');
}

/** Time left, coarse so that it does not flicker: "about 20 s left". Nothing while it is not known. */
export function timeLeft(seconds: number | null): string {
  if (seconds === null) return '';
  if (seconds < 2) return 'almost done';
  const step = seconds < 20 ? 1 : seconds < 60 ? 5 : seconds < 600 ? 10 : 60;
  return `about ${duration(Math.max(step, Math.round(seconds / step) * step)).replace('.0 ', ' ')} left`;
}

/** When something was, as people say it: today by its time, else by its date. */
export function moment(iso: string, now: Date = new Date()): string {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return iso;
  const time = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' }).format(date);
  if (date.toDateString() === now.toDateString()) return `today ${time}`;
  const sameYear = date.getFullYear() === now.getFullYear();
  return `${new Intl.DateTimeFormat('en-GB', {
    day: 'numeric',
    month: 'short',
    ...(sameYear ? {} : { year: 'numeric' }),
  }).format(date)}, ${time}`;
}

function joined(large: number, largeUnit: string, small: number, smallUnit: string): string {
  return `${String(large)} ${largeUnit}${small === 0 ? '' : ` ${String(small)} ${smallUnit}`}`;
}
