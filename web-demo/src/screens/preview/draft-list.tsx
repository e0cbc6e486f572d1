import type { Facts } from "guestpass";
import { Badge } from "../../parts/badge";
import { sentenceOfRefusal } from "../../policy/sentences";
import { useReview } from "../../policy/use-review";
import { sentenceOfDraft } from "./draft-words";
import { changeOf, type FactsDraft } from "./drafts";
import type { Subject } from "../../server/subjects";

/** What is tried out, each with the policy's word on whether the person who looks may make it so. */
export function DraftList(props: {
  organisation: string;
  subject: Subject;
  facts: Facts;
  /** Of the facts: a later one is judged anew. */
  revision: number;
  drafts: readonly FactsDraft[];
  titleOf: (role: string) => string;
  onDrafts: (drafts: FactsDraft[]) => void;
  /** Asks whether a change is meant, and makes it. */
  onMake: (draft: FactsDraft) => void;
}) {
  const { drafts, onDrafts } = props;
  if (drafts.length === 0) {
    return <p class="soft">Nothing is tried out: everything is shown as it is.</p>;
  }
  return (
    <ul class="draft-list" aria-label="Tried out">
      {drafts.map((draft, index) => (
        <li key={JSON.stringify(draft)}>
          <p class="draft-words">{sentenceOfDraft(draft, props.titleOf)}</p>
          <button
            type="button"
            class="button button-quiet"
            aria-label={`Remove: ${sentenceOfDraft(draft, props.titleOf)}`}
            onClick={() => onDrafts(drafts.filter((_, other) => other !== index))}
          >
            Remove
          </button>
          <MayMake {...props} draft={draft} />
        </li>
      ))}
    </ul>
  );
}

function MayMake(props: {
  organisation: string;
  subject: Subject;
  facts: Facts;
  revision: number;
  draft: FactsDraft;
  titleOf: (role: string) => string;
  onMake: (draft: FactsDraft) => void;
}) {
  const { draft, onMake } = props;
  const change = changeOf(draft, props.subject, props.facts);
  const about = `preview ${props.subject.id} ${props.revision} ${JSON.stringify(change)}`;
  const { verdict, problem, isAsking } = useReview(props.organisation, change, about);
  if (change === null) {
    return <p class="draft-verdict">Not a change of this organisation: somebody else has to make it so.</p>;
  }
  if (verdict === null) {
    return (
      <p class="draft-verdict">{isAsking ? "Asking whether you may make this change …" : (problem?.detail ?? "")}</p>
    );
  }
  if (verdict.verdict === "accepted") {
    return (
      <p class="draft-verdict">
        <Badge kind="good">Yours to make</Badge>
        <button
          type="button"
          class="button"
          aria-label={`Make it so: ${sentenceOfDraft(draft, props.titleOf)}`}
          onClick={() => onMake(draft)}
        >
          Make it so …
        </button>
      </p>
    );
  }
  return (
    <p class="draft-verdict">
      <Badge kind="bad">Refused</Badge> {verdict.refusals.map(sentenceOfRefusal).join(" ")}
    </p>
  );
}
