import type { Facts, PolicyInfo } from "guestpass";
import type { Dispatch, StateUpdater } from "preact/hooks";
import { Outcome } from "../../parts/outcome";
import { useOpened } from "../../parts/use-opened";
import type { Subject } from "../../server/subjects";
import { type Answers, changeBetween } from "./answers";
import { DraftForm } from "./draft-form";
import { DraftList } from "./draft-list";
import { sentenceOfDraft } from "./draft-words";
import type { FactsDraft } from "./drafts";
import { MakeDialog } from "./make-dialog";
import type { KnownFacts } from "./use-facts";

/** What is tried out, what difference it makes, and the way to make it so. */
export function TriedOut(props: {
  info: PolicyInfo;
  known: KnownFacts;
  /** The facts with everything that is tried out. */
  would: Facts;
  answers: Answers;
  organisation: string;
  subject: Subject;
  drafts: readonly FactsDraft[];
  onDrafts: Dispatch<StateUpdater<FactsDraft[]>>;
  titleOf: (role: string) => string;
  /** Fetches the facts anew. */
  onReload: () => void;
}) {
  const { organisation, subject, drafts, onDrafts, titleOf } = props;
  const { facts, revision } = props.known;
  const making = useOpened<FactsDraft>(props.onReload);
  const shared = { organisation, subject, facts, titleOf };
  return (
    <section class="card card-body" aria-labelledby="drafts-title">
      <h2 id="drafts-title">Try a change out</h2>
      <DraftForm facts={props.would} info={props.info} onAdd={(draft) => onDrafts([...drafts, draft])} />
      <DraftList {...shared} revision={revision} drafts={drafts} onDrafts={onDrafts} onMake={making.open} />
      <p role="status" class="soft">
        {drafts.length > 0 && differenceInWords(props.answers)}
      </p>
      <Outcome done={making.done} />
      {making.opened && (
        <MakeDialog
          {...shared}
          draft={making.opened}
          onMade={(made) => {
            // The answer may come late: what was tried out meanwhile stays.
            onDrafts((now) => now.filter((draft) => draft !== made));
            making.finish(`${sentenceOfDraft(made, titleOf)}: it is so now.`);
          }}
          onClose={making.close}
        />
      )}
    </section>
  );
}

function differenceInWords(answers: Answers): string {
  const count = (change: string) => [...answers.values()].filter((answer) => changeBetween(answer) === change).length;
  const [allowed, denied, other] = [count("allowed"), count("denied"), count("other")];
  if (allowed + denied === 0) {
    return other === 0
      ? "At this time it makes no difference to what the person may do."
      : `At this time the same is allowed, but ${other} answers hold otherwise: see Every answer below.`;
  }
  return `At this time ${allowed} more operations are allowed, and ${denied} fewer.`;
}
