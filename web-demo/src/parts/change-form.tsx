import type { ComponentChildren } from "preact";
import type { Draft } from "../policy/use-draft";
import { sentenceOfWarning } from "../policy/sentences";
import type { Made } from "../server/changes";
import type { Problem } from "../server/problem";
import "./change-form.css";
import { Notice } from "./notice";
import { ProblemNotice } from "./problem-notice";

/**
 * A form that makes one change: its fields, every reason against it that concerns no field, what it should be warned
 * of, and who judged it.
 */
export function ChangeForm(props: {
  draft: Draft;
  /** What the button says, such as `Save`. */
  action: string;
  isDangerous?: boolean;
  /** Something besides the policy stands in the way, such as a box that is not ticked. */
  isHeld?: boolean;
  onDone: (made: Made) => void;
  onCancel?: () => void;
  /** Somebody else has changed it meanwhile: show what is there now. */
  onReload?: () => void;
  children?: ComponentChildren;
}) {
  const { draft, action, isDangerous, isHeld, onDone, onCancel, onReload } = props;
  const submit = async (event: Event) => {
    event.preventDefault();
    const form = event.currentTarget;
    const made = await draft.make();
    if (made) {
      onDone(made);
    } else if (form instanceof HTMLFormElement) {
      requestAnimationFrame(() => form.querySelector<HTMLElement>("[aria-invalid='true']")?.focus());
    }
  };
  const kind = isDangerous ? "button button-danger" : "button button-main";
  return (
    <form class="change-form" onSubmit={submit} noValidate aria-busy={draft.isBusy}>
      {props.children}
      <Findings draft={draft} {...(onReload ? { onReload } : {})} />
      <div class="change-form-end">
        <JudgedBy draft={draft} />
        {onCancel && (
          <button type="button" class="button" onClick={onCancel}>
            Cancel
          </button>
        )}
        <button type="submit" class={kind} disabled={draft.isBusy || isHeld === true}>
          {draft.isBusy ? "Saving …" : action}
        </button>
      </div>
    </form>
  );
}

function Findings(props: { draft: Draft; onReload?: () => void }) {
  const { draft, onReload } = props;
  const others = draft.others();
  const problem = draft.problem();
  const retry = problem?.code === "precondition-failed" ? onReload : reviewAgain(draft, problem);
  return (
    <div class="change-form-findings" aria-live="polite">
      {others.length > 0 && (
        <Notice kind="bad">
          <ul>
            {others.map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
        </Notice>
      )}
      {draft.warnings.length > 0 && (
        <Notice kind="warning">
          <ul>
            {draft.warnings.map((warning) => (
              <li key={warning}>{sentenceOfWarning(warning)}</li>
            ))}
          </ul>
        </Notice>
      )}
      {problem && <ProblemNotice problem={problem} {...(retry ? { retry } : {})} />}
    </div>
  );
}

/** When it is only the judgement that is missing. */
function reviewAgain(draft: Draft, problem: Problem | null): (() => void) | undefined {
  return problem !== null && problem === draft.judgement.problem ? draft.judgement.retry : undefined;
}

const OUTCOMES = { allowed: "Allowed", incomplete: "Not complete yet", refused: "Refused" };
const PLACES = { page: "this page", server: "the server" };

/** Advice of the page or word of the server, so that nobody takes the one for the other. */
function JudgedBy(props: { draft: Draft }) {
  const { judgement, outcome } = props.draft;
  const said = outcome && `${OUTCOMES[outcome]}, says the policy in ${PLACES[judgement.by ?? "server"]}.`;
  return (
    <p class="change-form-judged" role="status">
      {judgement.isAsking ? "Asking the server …" : said}
    </p>
  );
}
