import { Field } from "./field";

/** An instant is chosen in the person's own zone; below it stands what that is in UTC. */
export function InstantField(props: {
  label: string;
  /** What is in the field: `2026-11-24T22:15` in the person's zone, or nothing. */
  value: string;
  onInput: (value: string) => void;
  errors?: readonly string[];
  isRequired?: boolean;
}) {
  const instant = instantOf(props.value);
  const hint = instant === null ? `In your time zone, ${zone()}` : `${instant.slice(0, 16).replace("T", " ")} UTC`;
  return (
    <Field label={props.label} hint={hint} {...(props.errors ? { errors: props.errors } : {})}>
      {(control) => (
        <input
          {...control}
          type="datetime-local"
          aria-required={props.isRequired === true}
          value={props.value}
          onInput={(event) => props.onInput(event.currentTarget.value)}
        />
      )}
    </Field>
  );
}

/** What a field says, as RFC 3339 in UTC; null when it says no instant. */
export function instantOf(value: string): string | null {
  const date = new Date(value);
  return value === "" || Number.isNaN(date.getTime()) ? null : date.toISOString();
}

/** An instant as a field takes it, to the minute. */
export function fieldValueOf(instant: string | number): string {
  const date = new Date(instant);
  if (Number.isNaN(date.getTime())) {
    return "";
  }
  const two = (number: number) => String(number).padStart(2, "0");
  const day = `${String(date.getFullYear()).padStart(4, "0")}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day}T${two(date.getHours())}:${two(date.getMinutes())}`;
}

/** The next full hour, some hours later: what is most often meant. */
export function hoursFromNow(hours: number): string {
  const hour = 3_600_000;
  return fieldValueOf((Math.floor(Date.now() / hour) + 1 + hours) * hour);
}

function zone(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone;
}
