import { useId } from "preact/hooks";
import { Field } from "../../parts/field";
import { Instant } from "../../parts/instant";
import { fieldValueOf } from "../../parts/instant-field";
import { type Moment, momentAt, movedTo, SPANS } from "./moment";
import "./question.css";

/** When: a slider over the range of the chart, and a field for any other time. */
export function TimeSlider(props: { moment: Moment; onMoment: (moment: Moment) => void }) {
  const { moment, onMoment } = props;
  const id = useId();
  const { at_ms, from_ms, span } = moment;
  const steps = Math.floor(span.duration_ms / span.step_ms);
  const step = Math.min(steps - 1, Math.max(0, Math.round((at_ms - from_ms) / span.step_ms)));
  return (
    <div class="time">
      <div class="time-slider">
        <label for={id}>Time</label>
        <p class="time-at">
          <Instant at={at_ms} />
          <button type="button" class="button button-quiet" onClick={() => onMoment(momentAt(Date.now(), span))}>
            Now
          </button>
        </p>
        <input
          id={id}
          type="range"
          min={0}
          max={steps - 1}
          value={step}
          aria-valuetext={spoken(at_ms)}
          onInput={(event) =>
            onMoment({ ...moment, at_ms: from_ms + event.currentTarget.valueAsNumber * span.step_ms })
          }
        />
        <p class="time-ends">
          <Instant at={from_ms} dateOnly />
          <Instant at={from_ms + span.duration_ms} dateOnly />
        </p>
      </div>
      <Field label="Exact time">
        {(control) => (
          <input
            {...control}
            type="datetime-local"
            value={fieldValueOf(at_ms)}
            onInput={(event) => {
              const chosen_ms = new Date(event.currentTarget.value).getTime();
              if (!Number.isNaN(chosen_ms)) {
                onMoment(movedTo(moment, chosen_ms));
              }
            }}
          />
        )}
      </Field>
      <Field label="Range">
        {(control) => (
          <select
            {...control}
            value={span.name}
            onChange={(event) => {
              const chosen = SPANS.find(({ name }) => name === event.currentTarget.value) ?? SPANS[0];
              onMoment(movedTo({ ...moment, span: chosen }, at_ms));
            }}
          >
            {SPANS.map(({ name, label }) => (
              <option key={name} value={name}>
                {label}
              </option>
            ))}
          </select>
        )}
      </Field>
    </div>
  );
}

function spoken(instant_ms: number): string {
  return new Intl.DateTimeFormat(undefined, { dateStyle: "full", timeStyle: "short" }).format(instant_ms);
}
