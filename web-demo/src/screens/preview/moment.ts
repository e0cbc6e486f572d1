/** How far the slider and the chart reach. */
export interface Span {
  name: string;
  label: string;
  duration_ms: number;
  /** What one step of the slider is. */
  step_ms: number;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const YEAR_MS = 365 * DAY_MS;

export const SPANS: readonly [Span, ...Span[]] = [
  { name: "weeks-4", label: "4 weeks", duration_ms: 28 * DAY_MS, step_ms: 6 * HOUR_MS },
  { name: "day", label: "1 day", duration_ms: DAY_MS, step_ms: 15 * MINUTE_MS },
  { name: "week", label: "1 week", duration_ms: 7 * DAY_MS, step_ms: HOUR_MS },
  { name: "weeks-12", label: "12 weeks", duration_ms: 84 * DAY_MS, step_ms: DAY_MS },
  { name: "year", label: "1 year", duration_ms: YEAR_MS, step_ms: DAY_MS },
  { name: "years-12", label: "12 years", duration_ms: 12 * YEAR_MS, step_ms: 7 * DAY_MS },
];

/** The instant that is asked about, and the range around it. Milliseconds since 1970 in UTC; the end is exclusive. */
export interface Moment {
  at_ms: number;
  from_ms: number;
  span: Span;
}

export function momentAt(at_ms: number, span: Span): Moment {
  return { at_ms, from_ms: startOfDay(at_ms), span };
}

/** The same range if the instant lies in it, else one that begins on the day of the instant. */
export function movedTo(moment: Moment, at_ms: number): Moment {
  const isInside = at_ms >= moment.from_ms && at_ms < moment.from_ms + moment.span.duration_ms;
  return isInside ? { ...moment, at_ms } : momentAt(at_ms, moment.span);
}

export function iso(instant_ms: number): string {
  return new Date(instant_ms).toISOString();
}

/** In the person's own zone. */
function startOfDay(instant_ms: number): number {
  const day = new Date(instant_ms);
  day.setHours(0, 0, 0, 0);
  return day.getTime();
}
