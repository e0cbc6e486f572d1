import type { Timeline } from "guestpass";
import { useId } from "preact/hooks";
import { Instant } from "../../parts/instant";
import { sentenceOfReason } from "../../policy/sentences";
import type { Moment } from "./moment";
import "./timeline.css";

/** One bar of the chart. */
export interface Course {
  label: string;
  timeline: Timeline;
}

const BAR_HEIGHT = 26;
const BAR_TOP = 20;
const ROW_HEIGHT = 54;
const AXIS_HEIGHT = 26;
/** Marks of the axis, besides the one at its end. */
const TICKS = 4;
/** Spans of time that are listed below the chart at most. */
const LISTED_MAX = 12;

/** How an answer changes over the range: a bar for each course, and the same as a list. */
export function TimelineChart(props: {
  title: string;
  courses: readonly Course[];
  moment: Moment;
  onTime: (at_ms: number) => void;
}) {
  const { title, courses, moment, onTime } = props;
  const id = useId();
  const { from_ms, span, at_ms } = moment;
  const place = (instant_ms: number) => percent((instant_ms - from_ms) / span.duration_ms);
  const bottom = courses.length * ROW_HEIGHT;
  return (
    <section class="card card-body" aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>{`${title}, over ${span.label}`}</h2>
      <svg
        class="timeline"
        width="100%"
        height={bottom + AXIS_HEIGHT}
        role="img"
        aria-labelledby={`${id}-title`}
        aria-describedby={`${id}-list`}
        onClick={(event) => {
          const { left, width } = event.currentTarget.getBoundingClientRect();
          const part = Math.min(0.9999, Math.max(0, (event.clientX - left) / width));
          onTime(Math.floor(from_ms + part * span.duration_ms));
        }}
      >
        <defs>
          <pattern id={`${id}-denied`} width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
            <rect class="timeline-denied-ground" width="7" height="7" />
            <line class="timeline-denied-line" x1="0" y1="0" x2="0" y2="7" />
          </pattern>
        </defs>
        {courses.map((course, index) => (
          <Bar
            key={course.label}
            course={course}
            top={index * ROW_HEIGHT}
            place={place}
            pattern={`url(#${id}-denied)`}
          />
        ))}
        {Array.from({ length: TICKS + 1 }, (_, index) => (
          <Tick key={index} index={index} bottom={bottom} from_ms={from_ms} duration_ms={span.duration_ms} />
        ))}
        {courses.map((course, index) => (
          <line
            key={course.label}
            class="timeline-now"
            x1={place(at_ms)}
            x2={place(at_ms)}
            y1={index * ROW_HEIGHT + BAR_TOP - 4}
            y2={index * ROW_HEIGHT + BAR_TOP + BAR_HEIGHT + 4}
          />
        ))}
      </svg>
      <p class="timeline-key soft">
        <span class="timeline-key-allowed" aria-hidden="true" /> allowed
        <span class="timeline-key-denied" aria-hidden="true" /> denied
        <span class="timeline-key-now" aria-hidden="true" /> the time chosen above; choose another one with a click
      </p>
      <div id={`${id}-list`} class="timeline-lists">
        {courses.map((course) => (
          <CourseList key={course.label} course={course} />
        ))}
      </div>
    </section>
  );
}

function Bar(props: { course: Course; top: number; place: (instant_ms: number) => string; pattern: string }) {
  const { course, top, place, pattern } = props;
  return (
    <g>
      <text class="timeline-label" x="0" y={top + 14}>
        {course.label}
      </text>
      {course.timeline.segments.map(({ start, end, decision }) => {
        const [from, until] = [new Date(start).getTime(), new Date(end).getTime()];
        const isAllowed = decision.effect === "allow";
        const [x, width] = [place(from), `${Number.parseFloat(place(until)) - Number.parseFloat(place(from))}%`];
        return (
          <rect
            key={start}
            class={isAllowed ? "timeline-allowed" : "timeline-denied"}
            x={x}
            y={top + BAR_TOP}
            width={width}
            height={BAR_HEIGHT}
            {...(isAllowed ? {} : { fill: pattern })}
          >
            <title>{`${isAllowed ? "Allowed" : "Denied"}: ${sentenceOfReason(decision.reason)}`}</title>
          </rect>
        );
      })}
    </g>
  );
}

function Tick(props: { index: number; bottom: number; from_ms: number; duration_ms: number }) {
  const { index, bottom, from_ms, duration_ms } = props;
  const x = percent(index / TICKS);
  const at = from_ms + (duration_ms * index) / TICKS;
  const anchor = index === 0 ? "start" : index === TICKS ? "end" : "middle";
  return (
    <g class={index % 2 === 1 ? "timeline-between" : undefined}>
      <line class="timeline-tick" x1={x} x2={x} y1={bottom} y2={bottom + 5} />
      <text class="timeline-date" x={x} y={bottom + 19} text-anchor={anchor}>
        {tickText(at, duration_ms)}
      </text>
    </g>
  );
}

/** What the chart shows, in words. */
function CourseList(props: { course: Course }) {
  const { label, timeline } = props.course;
  const further = timeline.segments.length - LISTED_MAX;
  return (
    <div>
      <h3>{label}</h3>
      <ul class="course">
        {timeline.segments.slice(0, LISTED_MAX).map(({ start, end, decision }) => (
          <li key={start}>
            <span>
              <Instant at={start} /> – <Instant at={end} />
            </span>
            <span>
              <strong>{decision.effect === "allow" ? "Allowed" : "Denied"}</strong>
              {`: ${sentenceOfReason(decision.reason)}`}
            </span>
          </li>
        ))}
        {further > 0 && <li>{`${further} more, in the chart only`}</li>}
        {timeline.cut_at !== null && <li>There is more after this than can be shown.</li>}
      </ul>
    </div>
  );
}

function percent(part: number): string {
  return `${Math.min(1, Math.max(0, part)) * 100}%`;
}

function tickText(at_ms: number, duration_ms: number): string {
  const day_ms = 24 * 3_600_000;
  const options: Intl.DateTimeFormatOptions =
    duration_ms <= day_ms
      ? { hour: "2-digit", minute: "2-digit" }
      : duration_ms < 200 * day_ms
        ? { day: "numeric", month: "short" }
        : { month: "short", year: "numeric" };
  return new Intl.DateTimeFormat(undefined, options).format(at_ms);
}
