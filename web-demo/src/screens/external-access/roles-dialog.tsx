import { useState } from "preact/hooks";
import { AnswerView } from "../../parts/answer-view";
import { ChangeForm } from "../../parts/change-form";
import { Dialog } from "../../parts/dialog";
import { Field } from "../../parts/field";
import { Notice } from "../../parts/notice";
import { useDraft } from "../../policy/use-draft";
import { ofOrganisation } from "../../server/client";
import { useAnswer } from "../../server/use-answer";
import { HeldRole } from "./held-role";
import type { Instance, Limit } from "./shapes";
import { SignInState } from "./sign-in-state";

interface RolesListing {
  roles: { name: string; title: string; kind: string; enabled: boolean; deprecated: boolean }[];
  custom_roles: { name: string; kind: string; collides: boolean }[];
}

interface ChoosableRole {
  name: string;
  title: string;
}

/** Which roles the people of one grantee hold here (F9, F14, F23, F26). */
export function RolesDialog(props: {
  organisation: string;
  instance: Instance;
  limit: Limit;
  close: () => void;
  reload: () => void;
}) {
  const { organisation, instance, limit, close, reload } = props;
  const [answer, retry] = useAnswer<RolesListing>(ofOrganisation(organisation, "roles"));
  const { grantee, users } = instance;
  return (
    <Dialog title={`Roles of ${grantee.name}`} onClose={close}>
      <div class="holders">
        {!instance.role_management && (
          <Notice kind="warning" title="Role management is off">
            <p>Whoever gets in has full access. Roles that you assign count once Role management is on.</p>
          </Notice>
        )}
        <Allowance limit={limit} />
        <AnswerView answer={answer} what="roles" retry={retry}>
          {(listing) => (
            <div class="holders">
              <ul class="holders">
                {users.map((user) => (
                  <li key={user.id} class="holder">
                    <div>
                      <p class="cell-main">{user.name || user.id}</p>
                      <p class="cell-more">{user.email}</p>
                      <SignInState user={user} />
                    </div>
                    <div class="held-roles">
                      {user.roles.length === 0 && <span class="cell-more">No role</span>}
                      {user.roles.map((role) => (
                        <HeldRole
                          key={role}
                          organisation={organisation}
                          person={user.id}
                          name={user.name || user.id}
                          role={role}
                          title={titleOf(listing, role)}
                          onTaken={reload}
                        />
                      ))}
                    </div>
                  </li>
                ))}
              </ul>
              {users.length === 0 && grantee.kind !== "vendor" ? (
                <p>{`${grantee.name} has authorised nobody yet, so there is nobody to give a role to.`}</p>
              ) : (
                <Assign organisation={organisation} instance={instance} roles={choosable(listing)} onGiven={reload} />
              )}
            </div>
          )}
        </AnswerView>
      </div>
    </Dialog>
  );
}

function Allowance(props: { limit: Limit }) {
  const { used, allowed } = props.limit;
  const said = allowed === null ? `${used} role assignments` : `${used} of ${allowed} role assignments`;
  return <p class="cell-more">{`${said} are used, by all partners and the vendor together.`}</p>;
}

function titleOf(listing: RolesListing, name: string): string {
  return listing.roles.find((role) => role.name === name)?.title ?? name;
}

/** What can be given to people from outside. The policy says no to the rest. */
function choosable(listing: RolesListing): ChoosableRole[] {
  const all = listing.custom_roles;
  const own = all.filter((role) => role.kind === "user" && !role.collides).map(({ name }) => ({ name, title: name }));
  // Whoever holds a role of a name that both have holds nothing by it.
  const isTaken = (name: string) => all.some((role) => role.collides && role.name === name);
  const policy = listing.roles.filter((role) => role.kind === "user" && !role.deprecated && !isTaken(role.name));
  return [...policy, ...own].sort((one, other) => one.title.localeCompare(other.title));
}

function Assign(props: {
  organisation: string;
  instance: Instance;
  roles: readonly ChoosableRole[];
  onGiven: () => void;
}) {
  const { organisation, instance, roles, onGiven } = props;
  const { grantee, users } = instance;
  const isVendor = grantee.kind === "vendor";
  const [person, setPerson] = useState(isVendor ? "" : (users[0]?.id ?? ""));
  const [role, setRole] = useState("");
  const draft = useDraft({
    organisation,
    change: person !== "" && role !== "" ? { "assign-role": { holder: { external_person: person }, role } } : null,
    about: `assign ${person} ${role}`,
    revision: null,
  });
  const given = () => {
    setRole("");
    onGiven();
  };
  const wrongPerson = draft.errors("not-found");
  const wrongRole = draft.errors(
    "unknown-role",
    "role-disabled",
    "role-deprecated",
    "role-automatic",
    "wrong-holder",
    "holder-not-eligible",
    "attribute-missing",
    "not-an-assigner",
  );
  return (
    <ChangeForm draft={draft} action="Assign role" isHeld={person === "" || role === ""} onDone={given}>
      <div class="side-by-side">
        {isVendor ? (
          <Field label="Employee" hint={`The address of somebody of ${grantee.name}`} errors={wrongPerson}>
            {(control) => (
              <input
                {...control}
                type="email"
                autocomplete="off"
                value={person}
                onInput={(event) => setPerson(event.currentTarget.value.trim())}
              />
            )}
          </Field>
        ) : (
          <Field label="User" errors={wrongPerson}>
            {(control) => (
              <select {...control} value={person} onChange={(event) => setPerson(event.currentTarget.value)}>
                {users.map((user) => (
                  <option key={user.id} value={user.id}>
                    {user.name || user.id}
                  </option>
                ))}
              </select>
            )}
          </Field>
        )}
        <Field label="Role" errors={wrongRole}>
          {(control) => (
            <select {...control} value={role} onChange={(event) => setRole(event.currentTarget.value)}>
              <option value="">Choose a role</option>
              {roles.map(({ name, title }) => (
                <option key={name} value={name}>
                  {title}
                </option>
              ))}
            </select>
          )}
        </Field>
      </div>
    </ChangeForm>
  );
}
