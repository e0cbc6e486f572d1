import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";
import { Sentence } from "./sentence";

/** What a control has to be given so that its label, hint and errors belong to it. */
export interface Control {
  id: string;
  "aria-describedby": string;
  "aria-invalid": boolean;
}

/** A control with its label, a hint, and everything that is wrong with it. */
export function Field(props: {
  label: string;
  hint?: ComponentChildren;
  errors?: readonly string[];
  children: (control: Control) => ComponentChildren;
}) {
  const id = useId();
  const errors = props.errors ?? [];
  const control = { id, "aria-describedby": `${id}-hint ${id}-errors`, "aria-invalid": errors.length > 0 };
  return (
    <div class={errors.length > 0 ? "field field-invalid" : "field"}>
      <label for={id}>{props.label}</label>
      {props.children(control)}
      <p class="field-hint" id={`${id}-hint`}>
        {props.hint}
      </p>
      <ul class="field-errors" id={`${id}-errors`} aria-live="polite">
        {errors.map((error) => (
          <li key={error}>
            <Sentence text={error} />
          </li>
        ))}
      </ul>
    </div>
  );
}
