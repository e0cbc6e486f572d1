import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";

/** A box to tick, or one of several to choose from, with what it means below it. */
export function Choice(props: {
  type: "checkbox" | "radio";
  label: string;
  hint?: ComponentChildren;
  /** The same for all of which one can be chosen. */
  name?: string;
  isChosen: boolean;
  onChoose: (isChosen: boolean) => void;
}) {
  const id = useId();
  return (
    <div class="choice">
      <input
        id={id}
        type={props.type}
        name={props.name ?? id}
        checked={props.isChosen}
        aria-describedby={`${id}-hint`}
        onChange={(event) => props.onChoose(event.currentTarget.checked)}
      />
      <label for={id}>{props.label}</label>
      <p class="choice-hint" id={`${id}-hint`}>
        {props.hint}
      </p>
    </div>
  );
}
