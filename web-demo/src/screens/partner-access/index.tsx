import { AnswerView } from "../../parts/answer-view";
import { Empty } from "../../parts/empty";
import { More } from "../../parts/more";
import { Outcome } from "../../parts/outcome";
import { Screen } from "../../parts/screen";
import { useOpened } from "../../parts/use-opened";
import { useRights } from "../../policy/use-rights";
import type { ScreenProps } from "../../screens";
import { ofOrganisation } from "../../server/client";
import { useParts } from "../../server/use-parts";
import { CustomerDialog } from "./customer-dialog";
import { CustomersTable } from "./customers-table";
import { EstablishDialog } from "./establish-dialog";
import { NotSetUp } from "./not-set-up";
import { RelationshipDialog } from "./relationship-dialog";
import type { Customer, CustomersListing } from "./shapes";
import { UsersDialog } from "./users-dialog";
import "./partner-access.css";

/** What the person wants to do, and with which customer. */
export type Opening =
  | { what: "establish" }
  | { what: "details" | "users" | "manage" | "end"; customer: string };

/** The customers of a partner, and who of the partner may act for each (S1-S23). */
export function PartnerAccess(props: ScreenProps) {
  const { me, organisation } = props;
  const customers = useParts(ofOrganisation(organisation.id, "customers"), customersOf);
  const rights = useRights(me, organisation.id);
  const { opened, done, open, close, finish } = useOpened<Opening>(customers.reload);
  const listing = customers.answer.value;
  const mayRelate = rights({ "establish-relationship": { customer: "somebody" } }) === true;
  const nobodyLeft = listing !== null && listing.prospects.length === 0;

  return (
    <Screen
      title="Partner access"
      lead={`The customers of ${organisation.name}: those that it manages, and those that have set up its access.`}
      actions={
        listing !== null &&
        mayRelate && (
          <button
            type="button"
            class="button button-main"
            disabled={nobodyLeft}
            title={nobodyLeft ? "No other customer has enabled your domain." : undefined}
            onClick={() => open({ what: "establish" })}
          >
            Establish relationship
          </button>
        )
      }
    >
      <Outcome done={done} />
      <AnswerView answer={customers.answer} what="customers" retry={customers.reload}>
        {(found) => {
          const all = customers.items;
          return (
            <>
              {all.length === 0 ? (
                <Empty title="No customers yet.">
                  <p>A customer is listed here once it has set up your access, or you manage it.</p>
                </Empty>
              ) : (
                <div class="card">
                  <CustomersTable customers={all} open={open} mayAuthorise={found.people.length > 0} />
                </div>
              )}
              <More what="customers" parts={customers} />
              <NotSetUp customers={found.not_set_up} mayRelate={mayRelate} open={open} />
              {opened && (
                <Opened
                  opened={opened}
                  listing={found}
                  customers={all}
                  partner={organisation.id}
                  mayRelate={mayRelate}
                  open={open}
                  finish={finish}
                  close={close}
                  reload={customers.reload}
                />
              )}
            </>
          );
        }}
      </AnswerView>
    </Screen>
  );
}

const customersOf = (part: CustomersListing): readonly Customer[] => part.customers;

function Opened(props: {
  opened: Opening;
  listing: CustomersListing;
  customers: readonly Customer[];
  partner: string;
  mayRelate: boolean;
  open: (opening: Opening) => void;
  finish: (what: string) => void;
  close: () => void;
  reload: () => void;
}) {
  const { opened, listing, customers, partner, mayRelate, open, ...shared } = props;
  if (opened.what === "establish") {
    return <EstablishDialog {...shared} partner={partner} prospects={listing.prospects} />;
  }
  const isMeant = (known: { id: string }) => known.id === opened.customer;
  const customer = customers.find(isMeant);
  if (opened.what === "manage" || opened.what === "end") {
    const related = customer ?? listing.not_set_up.find(isMeant);
    return related && <RelationshipDialog {...shared} partner={partner} customer={related} what={opened.what} />;
  }
  if (customer === undefined) {
    return null;
  }
  switch (opened.what) {
    case "details":
      return <CustomerDialog customer={customer} mayRelate={mayRelate} open={open} close={shared.close} />;
    case "users":
      return <UsersDialog {...shared} partner={partner} customer={customer} people={listing.people} />;
  }
}
