import { useState } from "preact/hooks";
import { ChangeForm } from "../../parts/change-form";
import { Dialog } from "../../parts/dialog";
import { Field } from "../../parts/field";
import { useDraft } from "../../policy/use-draft";
import type { Rights } from "../../policy/use-rights";
import { listed, type Opening, type RoleListing, titleOf } from "./shapes";

/** The role of people who arrive by themselves (P17), and the way to another one. */
export function DefaultRole(props: { listing: RoleListing; rights: Rights; open: (opening: Opening) => void }) {
  const { listing, rights, open } = props;
  const role = listed(listing).find((known) => known.role.name === listing.default_role);
  return (
    <p class="default-role">
      <span>
        People who arrive by single sign-on or by an account request get{" "}
        <strong>{role ? titleOf(role) : "no role, and cannot log in"}</strong>.
      </span>
      {rights({ "set-default-role": { role: listing.default_role } }) === true && (
        <button type="button" class="button" onClick={() => open({ what: "default" })}>
          Change the default role
        </button>
      )}
    </p>
  );
}

/** Chooses the role of people who arrive by themselves. */
export function DefaultRoleDialog(props: {
  organisation: string;
  listing: RoleListing;
  onDone: (what: string) => void;
  onClose: () => void;
  onReload: () => void;
}) {
  const { organisation, listing, onDone, onClose, onReload } = props;
  const [chosen, setChosen] = useState(listing.default_role);
  const roles = listed(listing).filter(({ role }) => role.kind === "user");
  const change = { "set-default-role": { role: chosen } };
  const draft = useDraft({ organisation, change, about: "default role", revision: null });
  return (
    <Dialog title="Change the default role" onClose={onClose}>
      <ChangeForm
        draft={draft}
        action="Save the default role"
        onDone={() => onDone("The default role is changed.")}
        onCancel={onClose}
        onReload={onReload}
      >
        <Field
          label="Role of people who arrive by themselves"
          errors={draft.errors("unknown-role", "role-disabled", "role-automatic", "wrong-holder", "role-deprecated")}
        >
          {(control) => (
            <select
              {...control}
              value={chosen ?? ""}
              onChange={(event) => setChosen(event.currentTarget.value === "" ? null : event.currentTarget.value)}
            >
              <option value="">No role</option>
              {roles.map((role) => (
                <option key={role.role.name} value={role.role.name}>
                  {titleOf(role)}
                </option>
              ))}
            </select>
          )}
        </Field>
      </ChangeForm>
    </Dialog>
  );
}
