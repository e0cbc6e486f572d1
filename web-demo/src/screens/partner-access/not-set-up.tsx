import { type Column, Table } from "../../parts/table";
import type { Opening } from "./index";
import type { NotSetUpCustomer } from "./shapes";

/** The customers that let nobody in yet, with what can be done about the relationship (S1, S15, S23). */
export function NotSetUp(props: {
  customers: readonly NotSetUpCustomer[];
  mayRelate: boolean;
  open: (opening: Opening) => void;
}) {
  const { customers, mayRelate, open } = props;
  if (customers.length === 0) {
    return null;
  }
  const columns: Column<NotSetUpCustomer>[] = [
    { label: "Customer", cell: (customer) => <Name customer={customer} /> },
    { label: "", cell: (customer) => mayRelate && <Actions customer={customer} open={open} /> },
  ];
  return (
    <section class="card" aria-labelledby="not-set-up-title">
      <header class="card-body">
        <h2 id="not-set-up-title">Not set up yet</h2>
        <p class="not-set-up-lead">
          Your relationship with these customers stands. None of your people gets in before they set up your access, or
          you make them managed customers.
        </p>
      </header>
      <Table caption="Customers that are not set up yet" columns={columns} rows={customers} keyOf={({ id }) => id} />
    </section>
  );
}

function Name(props: { customer: NotSetUpCustomer }) {
  const { id, name, domain } = props.customer;
  return (
    <>
      <p class="cell-main">{name}</p>
      <p class="cell-more">
        {domain} · <code>{id}</code>
      </p>
    </>
  );
}

function Actions(props: { customer: NotSetUpCustomer; open: (opening: Opening) => void }) {
  const { id, name } = props.customer;
  return (
    <div class="cell-actions">
      <button
        type="button"
        class="button"
        aria-label={`Make managed customer: ${name}`}
        onClick={() => props.open({ what: "manage", customer: id })}
      >
        Make managed customer
      </button>
      <button
        type="button"
        class="button button-danger"
        aria-label={`End relationship with ${name}`}
        onClick={() => props.open({ what: "end", customer: id })}
      >
        End relationship
      </button>
    </div>
  );
}
