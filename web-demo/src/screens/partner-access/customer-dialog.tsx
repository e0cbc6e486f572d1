import { Dialog } from "../../parts/dialog";
import { AccessStatus } from "./access-status";
import type { Opening } from "./index";
import type { Customer } from "./shapes";
import { SignInLink } from "./sign-in-link";

/** Customer information: all that is known of one customer, and what can be done about the relationship (S2, S19). */
export function CustomerDialog(props: {
  customer: Customer;
  mayRelate: boolean;
  open: (opening: Opening) => void;
  close: () => void;
}) {
  const { customer, mayRelate, open, close } = props;
  const { id, name, domain, managed, authorised_users: users } = customer;
  return (
    <Dialog title={`Customer information: ${name}`} onClose={close}>
      <div class="customer-information">
        <dl class="facts-list">
          <dt>Name</dt>
          <dd>{name}</dd>
          <dt>Domain</dt>
          <dd>{domain}</dd>
          <dt>ID</dt>
          <dd>
            <code>{id}</code>
          </dd>
          <dt>Managed customer</dt>
          <dd>{managed ? "Yes" : "No"}</dd>
          <dt>Access status</dt>
          <dd>
            <AccessStatus customer={customer} />
          </dd>
          {users !== null && (
            <>
              <dt>Authorised users</dt>
              <dd>{users.length === 0 ? "Nobody" : users.map((user) => user.name || user.id).join(", ")}</dd>
            </>
          )}
          <dt>Access</dt>
          <dd>
            <SignInLink customer={customer} />
          </dd>
        </dl>
        {mayRelate && (
          <div class="customer-actions">
            {!managed && (
              <button type="button" class="button" onClick={() => open({ what: "manage", customer: id })}>
                Make managed customer
              </button>
            )}
            <button type="button" class="button button-danger" onClick={() => open({ what: "end", customer: id })}>
              End relationship
            </button>
          </div>
        )}
      </div>
    </Dialog>
  );
}
