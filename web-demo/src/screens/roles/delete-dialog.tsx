import type { Facts } from "guestpass";
import { ChangeForm } from "../../parts/change-form";
import { Dialog } from "../../parts/dialog";
import { useDraft } from "../../policy/use-draft";
import type { Subjects } from "../../server/subjects";
import { ConsequencesView } from "./consequences-view";
import type { OwnRole } from "./shapes";
import { useConsequences } from "./use-consequences";

/** Deletes a custom role, and shows who loses what by it. */
export function DeleteDialog(props: {
  organisation: string;
  role: OwnRole;
  subjects: Subjects | null;
  onDone: (what: string) => void;
  onClose: () => void;
  onReload: () => void;
}) {
  const { organisation, role, subjects, onDone, onClose, onReload } = props;
  const { name, revision, collides } = role;
  const change = { "delete-custom-role": { name } };
  const draft = useDraft({ organisation, change, about: `delete role ${name}`, revision });
  const consequences = useConsequences(organisation, subjects, name, "delete", (facts) => without(facts, name));
  return (
    <Dialog title={`Delete ${name}?`} onClose={onClose}>
      <ChangeForm
        draft={draft}
        action="Delete the role"
        isDangerous
        onDone={() => onDone(`${name} is deleted.`)}
        onCancel={onClose}
        onReload={onReload}
      >
        <p>
          {collides
            ? "Whoever holds it holds nothing by it, and loses nothing. This cannot be undone."
            : "Whoever holds it loses what no other role gives. This cannot be undone."}
        </p>
        <ConsequencesView consequences={consequences} />
      </ChangeForm>
    </Dialog>
  );
}

function without(facts: Facts, role: string): Facts {
  return {
    ...facts,
    custom_roles: (facts.custom_roles ?? []).filter(({ name }) => name !== role),
    role_grants: (facts.role_grants ?? []).filter((grant) => grant.role !== role),
  };
}
