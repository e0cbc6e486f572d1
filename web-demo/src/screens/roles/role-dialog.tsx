import type { AppLevel, CustomRole, Facts, RoleKind } from "guestpass";
import { useState } from "preact/hooks";
import { ChangeForm } from "../../parts/change-form";
import { Dialog } from "../../parts/dialog";
import { Field } from "../../parts/field";
import { pagePolicy } from "../../policy/active";
import { useDraft } from "../../policy/use-draft";
import type { Subjects } from "../../server/subjects";
import { ConsequencesView } from "./consequences-view";
import { PrivilegePicker } from "./privilege-picker";
import type { OwnRole } from "./shapes";
import { useConsequences } from "./use-consequences";

const KINDS: Record<RoleKind, string> = {
  user: "People and groups",
  account: "Account logins",
  app: "People, each on one app",
};
const LEVELS: readonly AppLevel[] = ["none", "view", "edit", "full"];

/** Makes or changes a custom role, and shows who gains or loses before it is saved. */
export function RoleDialog(props: {
  organisation: string;
  /** Null for a new one. */
  role: OwnRole | null;
  subjects: Subjects | null;
  onDone: (what: string) => void;
  onClose: () => void;
  onReload: () => void;
}) {
  const { organisation, role, subjects, onDone, onClose, onReload } = props;
  const [name, setName] = useState(role?.name ?? "");
  const [kind, setKind] = useState<RoleKind>(role?.kind ?? "user");
  const [level, setLevel] = useState<AppLevel>(role?.level ?? "none");
  const [privileges, setPrivileges] = useState<string[]>(role?.privileges ?? []);
  const edited: CustomRole = { name: name.trim(), kind, level: kind === "app" ? level : "none", privileges };
  const change = name.trim() === "" ? null : { [role ? "edit-custom-role" : "create-custom-role"]: edited };
  const draft = useDraft({
    organisation,
    change,
    about: `${role ? "edit" : "create"} role ${name.trim()}`,
    revision: role?.revision ?? null,
  });
  // Said at the field of the name, which only a new role has.
  const nameErrors = role === null ? draft.errors("already-exists", "reserved-name", "not-found") : [];
  const isNameless = draft.wasTried && name.trim() === "";

  return (
    <Dialog title={role ? `Edit ${role.name}` : "New custom role"} onClose={onClose}>
      <ChangeForm
        draft={draft}
        action={role ? "Save the role" : "Create the role"}
        onDone={() => onDone(role ? `${edited.name} is changed.` : `${edited.name} is there and can be assigned.`)}
        onCancel={onClose}
        onReload={onReload}
      >
        <div class="side-by-side">
          {!role && (
            <Field label="Name" errors={isNameless ? ["Give the role a name."] : nameErrors}>
              {(control) => (
                <input
                  {...control}
                  type="text"
                  value={name}
                  aria-required
                  onInput={(event) => setName(event.currentTarget.value)}
                />
              )}
            </Field>
          )}
          <Field label="For">
            {(control) => (
              <select {...control} value={kind} onChange={(event) => setKind(event.currentTarget.value as RoleKind)}>
                {Object.entries(KINDS).map(([value, label]) => (
                  <option key={value} value={value}>
                    {label}
                  </option>
                ))}
              </select>
            )}
          </Field>
          {kind === "app" && (
            <Field label="Level">
              {(control) => (
                <select
                  {...control}
                  value={level}
                  onChange={(event) => setLevel(event.currentTarget.value as AppLevel)}
                >
                  {LEVELS.map((value) => (
                    <option key={value} value={value}>
                      {value}
                    </option>
                  ))}
                </select>
              )}
            </Field>
          )}
        </div>
        <PrivilegePicker
          declared={pagePolicy.value?.policy.describe().privileges ?? []}
          chosen={privileges}
          errors={draft.errors("malformed-privilege")}
          onChosen={setPrivileges}
        />
        {role && <Edited organisation={organisation} subjects={subjects} role={edited} />}
      </ChangeForm>
    </Dialog>
  );
}

function Edited(props: { organisation: string; subjects: Subjects | null; role: CustomRole }) {
  const { organisation, subjects, role } = props;
  const consequences = useConsequences(organisation, subjects, role.name, JSON.stringify(role), (facts) =>
    withRole(facts, role),
  );
  return <ConsequencesView consequences={consequences} />;
}

/** The facts with a custom role as it would be. */
function withRole(facts: Facts, role: CustomRole): Facts {
  const others = (facts.custom_roles ?? []).filter(({ name }) => name !== role.name);
  return { ...facts, custom_roles: [...others, role] };
}
