import { Badge } from "../../parts/badge";
import { PeopleList } from "../../parts/people-list";
import { type Column, Table } from "../../parts/table";
import { AccessStatus } from "./access-status";
import type { Opening } from "./index";
import type { Customer } from "./shapes";
import { SignInLink } from "./sign-in-link";

/** The customers with the columns that Partner access has (S2, S5). */
export function CustomersTable(props: {
  customers: readonly Customer[];
  mayAuthorise: boolean;
  open: (opening: Opening) => void;
}) {
  const { customers, mayAuthorise, open } = props;
  const columns: Column<Customer>[] = [
    { label: "Customer", cell: (customer) => <Name customer={customer} open={open} /> },
    {
      label: "Authorised users",
      cell: (customer) => <Users customer={customer} mayAuthorise={mayAuthorise} open={open} />,
    },
    { label: "Access status", cell: (customer) => <AccessStatus customer={customer} /> },
    {
      label: "Managed customer",
      cell: ({ managed }) => (managed ? <Badge>Managed</Badge> : <span>No</span>),
    },
    { label: "Access", cell: (customer) => <SignInLink customer={customer} /> },
  ];
  return <Table caption="Customers" columns={columns} rows={customers} keyOf={(customer) => customer.id} />;
}

function Name(props: { customer: Customer; open: (opening: Opening) => void }) {
  const { id, name, domain } = props.customer;
  return (
    <>
      <button
        type="button"
        class="link-button"
        aria-label={`Customer information of ${name}`}
        onClick={() => props.open({ what: "details", customer: id })}
      >
        {name}
      </button>
      <p class="cell-more">
        {domain} · <code>{id}</code>
      </p>
    </>
  );
}

function Users(props: { customer: Customer; mayAuthorise: boolean; open: (opening: Opening) => void }) {
  const { id, name, authorised_users: users } = props.customer;
  if (users === null) {
    return <span class="cell-more">Not for you to see</span>;
  }
  return (
    <div class="users-cell">
      <PeopleList people={users} title={`Authorised users for ${name}`} nobody="Nobody, so nobody gets in." />
      {props.mayAuthorise && (
        <button
          type="button"
          class="button"
          aria-label={`Change the authorised users for ${name}`}
          onClick={() => props.open({ what: "users", customer: id })}
        >
          Change
        </button>
      )}
    </div>
  );
}
