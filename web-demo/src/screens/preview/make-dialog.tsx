import type { Facts } from "guestpass";
import { useState } from "preact/hooks";
import { AgreementChoice } from "../../parts/agreement-choice";
import { ChangeForm } from "../../parts/change-form";
import { Dialog } from "../../parts/dialog";
import { useDraft } from "../../policy/use-draft";
import type { Subject } from "../../server/subjects";
import { type DraftPart, partsOf, sentenceOfDraft } from "./draft-words";
import { changeOf, type FactsDraft } from "./drafts";
import "./drafts.css";

/** Asks whether what was tried out is meant, and makes it so. What the server says against it stands by its part. */
export function MakeDialog(props: {
  organisation: string;
  subject: Subject;
  facts: Facts;
  draft: FactsDraft;
  titleOf: (role: string) => string;
  onMade: (draft: FactsDraft) => void;
  onClose: () => void;
}) {
  const { organisation, subject, facts, titleOf, onMade, onClose } = props;
  const [isAcknowledged, setAcknowledged] = useState(false);
  const change = changeOf(props.draft, subject, facts);
  const about = `make ${subject.id} ${JSON.stringify(change)}`;
  const draft = useDraft({ organisation, change, about, revision: null });
  const needsAgreement = draft.obligations.includes("data-protection-agreement");
  const parts = partsOf(props.draft, subject.name, titleOf);
  return (
    <Dialog title="Make it so?" onClose={onClose}>
      <ChangeForm
        draft={draft}
        action="Make it so"
        // What it obliges to is known when the policy has spoken, and not before.
        isHeld={draft.isUnjudged || (needsAgreement && !isAcknowledged)}
        onDone={() => onMade(props.draft)}
        onCancel={onClose}
      >
        <p>{sentenceOfDraft(props.draft, titleOf)}. It holds from now on, for everybody whom it concerns.</p>
        <dl class="make-parts">
          {parts.map((part) => (
            <Part key={part.label} part={part} errors={draft.errors(...part.concerns)} />
          ))}
        </dl>
        {needsAgreement && (
          <AgreementChoice name="whoever gets in" isChosen={isAcknowledged} onChoose={setAcknowledged} />
        )}
      </ChangeForm>
    </Dialog>
  );
}

/** What is about to be made cannot be edited here, but what is wrong with it stands beside it. */
function Part(props: { part: DraftPart; errors: readonly string[] }) {
  const { part, errors } = props;
  return (
    <>
      <dt>{part.label}</dt>
      <dd>
        {part.value}
        <ul class="field-errors" aria-live="polite">
          {errors.map((error) => (
            <li key={error}>{error}</li>
          ))}
        </ul>
      </dd>
    </>
  );
}
