import { useState } from "preact/hooks";
import { ChangeForm } from "../../parts/change-form";
import { Dialog } from "../../parts/dialog";
import { Field } from "../../parts/field";
import { useDraft } from "../../policy/use-draft";
import type { Prospect } from "./shapes";

/** Establishes a relationship with a customer that has enabled the partner's domain (S3, S15). */
export function EstablishDialog(props: {
  partner: string;
  prospects: readonly Prospect[];
  finish: (what: string) => void;
  close: () => void;
}) {
  const { partner, prospects, finish, close } = props;
  const [customer, setCustomer] = useState(prospects[0]?.id ?? "");
  const draft = useDraft({
    organisation: partner,
    change: customer === "" ? null : { "establish-relationship": { customer } },
    about: `establish ${customer}`,
    revision: null,
  });
  const name = prospects.find((known) => known.id === customer)?.name ?? customer;
  return (
    <Dialog title="Establish relationship" onClose={close}>
      <ChangeForm
        draft={draft}
        action="Establish relationship"
        onDone={() => finish(`The relationship with ${name} is established.`)}
        onCancel={close}
      >
        <Field
          label="Customer"
          hint="Customers that have enabled your domain, and have no relationship with you."
          errors={draft.errors(
            "exclusive-relationship",
            "already-exists",
            "not-found",
            "partner-not-accredited",
            "domain-not-enabled",
          )}
        >
          {(control) => (
            <select {...control} value={customer} onChange={(event) => setCustomer(event.currentTarget.value)}>
              {prospects.map((known) => (
                <option key={known.id} value={known.id}>{`${known.name} (${known.domain})`}</option>
              ))}
            </select>
          )}
        </Field>
      </ChangeForm>
    </Dialog>
  );
}
