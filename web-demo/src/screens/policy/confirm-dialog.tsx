import type { ComponentChildren } from "preact";
import { Dialog } from "../../parts/dialog";
import { ProblemNotice } from "../../parts/problem-notice";
import { useDeed } from "./use-deed";

/** Asks before something is done to the policy of everybody. Stays open when it could not be done, and says why. */
export function ConfirmDialog(props: {
  title: string;
  action: string;
  busy: string;
  deed: () => Promise<void>;
  onDone: () => void;
  onClose: () => void;
  children: ComponentChildren;
}) {
  const { title, action, busy, deed, onDone, onClose } = props;
  const { isBusy, problem, run } = useDeed();
  const confirm = async (event: Event) => {
    event.preventDefault();
    if (await run(deed)) {
      onDone();
    }
  };
  return (
    <Dialog title={title} onClose={onClose}>
      <form class="confirm" onSubmit={confirm} aria-busy={isBusy}>
        {props.children}
        {problem && <ProblemNotice problem={problem} />}
        <div class="confirm-end">
          <button type="button" class="button" onClick={onClose}>
            Cancel
          </button>
          <button type="submit" class="button button-main" disabled={isBusy}>
            {isBusy ? busy : action}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
