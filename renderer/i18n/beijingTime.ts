const SECOND_MS = 1_000;
const MINUTE_S = 60;
const HOUR_S = 3_600;
const DAY_S = 86_400;

const parts = new Intl.DateTimeFormat('en-US', {
  timeZone: 'Asia/Shanghai',
  hourCycle: 'h23',
  year: 'numeric',
  month: 'numeric',
  day: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
});

/** `14:02:31` in Beijing, from ms since the epoch. */
export function formatClock(at: number): string {
  const { hour, minute, second } = read(at);
  return `${hour}:${minute}:${second}`;
}

/** `2018年7月9日` in Beijing. */
export function formatDate(at: number, locale: string): string {
  const { year, month, day } = read(at);
  return locale === 'en' ? `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}` : `${year}年${month}月${day}日`;
}

/** `星期一`, `Monday` in Beijing. */
export function formatWeekday(at: number, locale: string): string {
  return new Intl.DateTimeFormat(locale, { timeZone: 'Asia/Shanghai', weekday: 'long' }).format(at);
}

/** The clock alone when it is today in Beijing, else with month and day before it. */
export function formatMoment(at: number, now: number, locale: string): string {
  const moment = read(at);
  if (formatDate(at, 'en') === formatDate(now, 'en')) {
    return formatClock(at);
  }
  const day = locale === 'en' ? `${moment.month.padStart(2, '0')}-${moment.day.padStart(2, '0')}` : `${moment.month}月${moment.day}日`;
  return `${day} ${formatClock(at)}`;
}

/** When a time limit is over. One in days is over at 24:00 of its last day, which is the day that people have to know. */
export function formatDue(at: number, now: number, locale: string): string {
  const isMidnight = formatClock(at) === '00:00:00';
  return isMidnight ? formatMoment(at - 1, now, locale).replace(/\d\d:\d\d:\d\d$/, '24:00') : formatMoment(at, now, locale);
}

/** `00:12`, `1:02:31`, `3天2小时` for a duration in ms; never negative. */
export function formatAge(durationMs: number, locale: string): string {
  const seconds = Math.max(0, Math.floor(durationMs / SECOND_MS));
  const minutesAndSeconds = `${two(Math.floor(seconds / MINUTE_S) % 60)}:${two(seconds % MINUTE_S)}`;
  if (seconds < HOUR_S) {
    return minutesAndSeconds;
  }
  if (seconds < DAY_S) {
    return `${Math.floor(seconds / HOUR_S)}:${minutesAndSeconds}`;
  }
  const days = Math.floor(seconds / DAY_S);
  const hours = Math.floor((seconds % DAY_S) / HOUR_S);
  return locale === 'en' ? `${days} d ${hours} h` : `${days}天${hours}小时`;
}

/** A rough age for lists: `12秒`, `3分`, `5小时`, `2天`. */
export function formatRoughAge(durationMs: number, locale: string): string {
  const seconds = Math.max(0, Math.floor(durationMs / SECOND_MS));
  const units = locale === 'en' ? [' s', ' min', ' h', ' d'] : ['秒', '分钟', '小时', '天'];
  const [value, unit] =
    seconds < MINUTE_S ? [seconds, units[0]] : seconds < HOUR_S ? [seconds / MINUTE_S, units[1]] : seconds < DAY_S ? [seconds / HOUR_S, units[2]] : [seconds / DAY_S, units[3]];
  return `${Math.floor(value)}${unit}`;
}

function read(at: number): Record<'year' | 'month' | 'day' | 'hour' | 'minute' | 'second', string> {
  const found = { year: '', month: '', day: '', hour: '', minute: '', second: '' };
  for (const { type, value } of parts.formatToParts(at)) {
    if (type in found) {
      found[type as keyof typeof found] = value;
    }
  }
  return found;
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}
