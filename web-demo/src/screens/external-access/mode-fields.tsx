import { Choice } from "../../parts/choice";
import { fieldValueOf, hoursFromNow, instantOf, InstantField } from "../../parts/instant-field";
import type { KeptMode } from "./shapes";

/** What stands in the fields. The period is kept while another mode is looked at. */
export interface ModeInput {
  kind: "continuous" | "period" | "disabled";
  from: string;
  until: string;
}

/** What the fields begin with. */
export function inputOf(mode: KeptMode): ModeInput {
  if (typeof mode === "string") {
    return { kind: mode, from: hoursFromNow(0), until: hoursFromNow(8) };
  }
  return { kind: "period", from: fieldValueOf(mode.period.start_ms), until: fieldValueOf(mode.period.end_ms) };
}

/** The mode as changes take it; null when an instant is missing. */
export function changeModeOf(input: ModeInput, kept: KeptMode | null): unknown {
  if (input.kind !== "period") {
    return input.kind;
  }
  const period = kept !== null && typeof kept === "object" ? kept.period : null;
  const [start, end] = [exact(input.from, period?.start_ms), exact(input.until, period?.end_ms)];
  return start === null || end === null ? null : { period: { start, end } };
}

/** A field shows minutes; what was kept to the millisecond stays so unless somebody changes it. */
function exact(value: string, keptMs: number | undefined): string | null {
  return keptMs !== undefined && value === fieldValueOf(keptMs) ? new Date(keptMs).toISOString() : instantOf(value);
}

/** When the access is open: always, for a period, never (F12). */
export function ModeFields(props: {
  input: ModeInput;
  onInput: (input: ModeInput) => void;
  errors: readonly string[];
  isTried: boolean;
}) {
  const { input, onInput, errors, isTried } = props;
  const choice = (kind: ModeInput["kind"], label: string, hint: string) => (
    <Choice
      type="radio"
      name="mode"
      label={label}
      hint={hint}
      isChosen={input.kind === kind}
      onChoose={() => onInput({ ...input, kind })}
    />
  );
  const missing = (value: string, sentence: string) => (isTried && instantOf(value) === null ? [sentence] : []);
  return (
    <fieldset>
      <legend>When</legend>
      <div class="choices">
        {choice("continuous", "Continuous", "From now on, until you change it.")}
        {choice("period", "For a period", "It begins and ends by itself.")}
        {input.kind === "period" && (
          <div class="side-by-side period-fields">
            <InstantField
              label="From"
              value={input.from}
              onInput={(from) => onInput({ ...input, from })}
              errors={missing(input.from, "Say when access is to begin.")}
              isRequired
            />
            <InstantField
              label="Until"
              value={input.until}
              onInput={(until) => onInput({ ...input, until })}
              errors={[...errors, ...missing(input.until, "Say when access is to end.")]}
              isRequired
            />
          </div>
        )}
        {choice("disabled", "Disabled", "Nobody gets in. What is set up is kept.")}
      </div>
    </fieldset>
  );
}
