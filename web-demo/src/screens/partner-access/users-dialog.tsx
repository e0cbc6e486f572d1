import { useState } from "preact/hooks";
import { ChangeForm } from "../../parts/change-form";
import { Dialog } from "../../parts/dialog";
import { Field } from "../../parts/field";
import { useDraft } from "../../policy/use-draft";
import type { Candidate, Customer } from "./shapes";
import { WithdrawButton } from "./withdraw-button";

/** Who of the partner may act for a customer (F20, S6-S11). */
export function UsersDialog(props: {
  partner: string;
  customer: Customer;
  people: readonly Candidate[];
  close: () => void;
  reload: () => void;
}) {
  const { partner, customer, people, close, reload } = props;
  const users = customer.authorised_users ?? [];
  return (
    <Dialog title={`Authorised users for ${customer.name}`} onClose={close}>
      <div class="customer-information">
        {users.length === 0 && <p>{`Nobody is authorised, so nobody of yours gets in at ${customer.name}.`}</p>}
        <ul class="authorised">
          {users.map((user) => (
            <li key={user.id}>
              <div>
                <p class="cell-main">{user.name || user.id}</p>
                <p class="cell-more">{user.email}</p>
              </div>
              <WithdrawButton partner={partner} customer={customer} user={user} onWithdrawn={reload} />
            </li>
          ))}
        </ul>
        <Authorise
          key={users.length}
          partner={partner}
          customer={customer}
          people={people.filter((person) => !users.some((user) => user.id === person.id))}
          onAuthorised={reload}
        />
      </div>
    </Dialog>
  );
}

function Authorise(props: {
  partner: string;
  customer: Customer;
  people: readonly Candidate[];
  onAuthorised: () => void;
}) {
  const { partner, customer, people, onAuthorised } = props;
  const [person, setPerson] = useState("");
  const draft = useDraft({
    organisation: partner,
    change: person === "" ? null : { "authorise-user": { customer: customer.id, person } },
    about: `authorise ${customer.id} ${person}`,
    revision: null,
  });
  if (people.length === 0) {
    return <p>All of your people are authorised.</p>;
  }
  return (
    <ChangeForm draft={draft} action="Authorise" isHeld={person === ""} onDone={onAuthorised}>
      <Field
        label="Person to authorise"
        hint="Somebody with access to your own system, whom the customer does not list as a user."
        errors={draft.errors("no-own-system-access", "not-found", "already-exists")}
      >
        {(control) => (
          <select {...control} value={person} onChange={(event) => setPerson(event.currentTarget.value)}>
            <option value="">Choose a person</option>
            {people.map((known) => (
              <option key={known.id} value={known.id}>
                {`${known.name || known.id}${known.own_system_access ? "" : " (no access to your system)"}`}
              </option>
            ))}
          </select>
        )}
      </Field>
    </ChangeForm>
  );
}
