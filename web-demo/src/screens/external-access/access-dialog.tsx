import { useState } from "preact/hooks";
import { AgreementChoice } from "../../parts/agreement-choice";
import { ChangeForm } from "../../parts/change-form";
import { Choice } from "../../parts/choice";
import { Dialog } from "../../parts/dialog";
import { Field } from "../../parts/field";
import { useDraft } from "../../policy/use-draft";
import { ModeFields, type ModeInput, changeModeOf, inputOf } from "./mode-fields";
import { type Grantee, type Instance, named } from "./shapes";

/** Grants access to somebody new, or edits what is granted (F10-F12, F17-F19). */
export function AccessDialog(props: {
  organisation: string;
  /** What is edited; null to grant. */
  instance: Instance | null;
  selectable: readonly Grantee[];
  finish: (what: string) => void;
  close: () => void;
  reload: () => void;
}) {
  const { organisation, instance, selectable, finish, close, reload } = props;
  const [chosen, setChosen] = useState(selectable[0]?.id ?? "");
  const [mode, setMode] = useState<ModeInput>(inputOf(instance?.mode ?? "continuous"));
  const [roleManagement, setRoleManagement] = useState(instance?.role_management ?? true);
  const [isAcknowledged, setAcknowledged] = useState(false);

  const grantee = instance?.grantee ?? selectable.find((known) => known.id === chosen);
  const changeMode = changeModeOf(mode, instance?.mode ?? null);
  const kind = instance ? "edit-external-access" : "create-external-access";
  const draft = useDraft({
    organisation,
    change:
      grantee && changeMode !== null
        ? { [kind]: { grantee: named(grantee), mode: changeMode, role_management: roleManagement } }
        : null,
    about: `${kind} ${grantee?.id ?? ""}`,
    revision: instance?.revision ?? null,
  });
  const needsAgreement = draft.obligations.includes("data-protection-agreement");
  const name = grantee?.name ?? "the partner";
  const choose = (id: string) => {
    setChosen(id);
    // Agreements with one partner are none with another.
    setAcknowledged(false);
  };

  return (
    <Dialog title={instance ? `Edit the access of ${name}` : "Grant access"} onClose={close}>
      <ChangeForm
        draft={draft}
        action={instance ? "Save" : "Grant access"}
        // What it obliges to is known when the policy has spoken, and not before.
        isHeld={draft.isUnjudged || (needsAgreement && !isAcknowledged)}
        onDone={() => finish(instance ? `The access of ${name} is saved.` : `${name} has been granted access.`)}
        onCancel={close}
        onReload={reload}
      >
        {instance === null && (
          <Field
            label="Partner"
            hint={
              "Accredited partners whose domain is enabled in your product. If one is missing, ask that partner to " +
              "have its domain enabled."
            }
            errors={draft.errors("partner-not-accredited", "domain-not-enabled", "already-exists", "not-found")}
          >
            {(control) => (
              <select {...control} value={chosen} onChange={(event) => choose(event.currentTarget.value)}>
                {selectable.map((known) => (
                  <option key={known.id} value={known.id}>{`${known.name} (${known.domain})`}</option>
                ))}
              </select>
            )}
          </Field>
        )}
        <ModeFields input={mode} onInput={setMode} errors={draft.errors("invalid-period")} isTried={draft.wasTried} />
        <Choice
          type="checkbox"
          label="Role management"
          isChosen={roleManagement}
          onChoose={setRoleManagement}
          hint={
            roleManagement
              ? "Whoever gets in may do what the roles allow that you assign to them, and nothing without one."
              : "Whoever gets in has full access to your system. Roles that you have assigned do not count."
          }
        />
        {needsAgreement && (
          <AgreementChoice name={name} isChosen={isAcknowledged} onChoose={setAcknowledged} />
        )}
      </ChangeForm>
    </Dialog>
  );
}
