import type { Facts } from "guestpass";
import { ChangeForm } from "../../parts/change-form";
import { Dialog } from "../../parts/dialog";
import { useDraft } from "../../policy/use-draft";
import type { Subjects } from "../../server/subjects";
import { ConsequencesView } from "./consequences-view";
import type { PolicyRole } from "./shapes";
import { useConsequences } from "./use-consequences";

/** Switches a built-in role on or off (P4), and shows whom it concerns. */
export function SwitchDialog(props: {
  organisation: string;
  role: PolicyRole;
  subjects: Subjects | null;
  onDone: (what: string) => void;
  onClose: () => void;
  onReload: () => void;
}) {
  const { organisation, role, subjects, onDone, onClose, onReload } = props;
  const enabled = !role.enabled;
  const word = enabled ? "on" : "off";
  const change = { "switch-role": { role: role.name, enabled } };
  const draft = useDraft({ organisation, change, about: `switch role ${role.name}`, revision: null });
  const consequences = useConsequences(organisation, subjects, role.name, word, (facts) =>
    switched(facts, role.name, enabled),
  );
  return (
    <Dialog title={`Switch ${role.title} ${word}?`} onClose={onClose}>
      <ChangeForm
        draft={draft}
        action={`Switch ${word}`}
        onDone={() => onDone(`${role.title} is ${word}.`)}
        onCancel={onClose}
        onReload={onReload}
      >
        <p>
          {enabled
            ? "Those who hold it have it again."
            : "Those who hold it keep it, but it gives them nothing as long as it is off."}
        </p>
        <ConsequencesView consequences={consequences} />
      </ChangeForm>
    </Dialog>
  );
}

function switched(facts: Facts, role: string, enabled: boolean): Facts {
  const others = (facts.disabled_roles ?? []).filter((name) => name !== role);
  return { ...facts, disabled_roles: enabled ? others : [...others, role] };
}
