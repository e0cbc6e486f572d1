import { ChangeForm } from "../../parts/change-form";
import { Dialog } from "../../parts/dialog";
import { useDraft } from "../../policy/use-draft";
import type { NotSetUpCustomer } from "./shapes";

/** Makes a customer a managed one, or ends the relationship, after asking once more (S15, S23). */
export function RelationshipDialog(props: {
  partner: string;
  customer: Pick<NotSetUpCustomer, "id" | "name" | "revision">;
  what: "manage" | "end";
  finish: (what: string) => void;
  close: () => void;
  reload: () => void;
}) {
  const { partner, customer, what, finish, close, reload } = props;
  const { id, name, revision } = customer;
  const isEnd = what === "end";
  const draft = useDraft({
    organisation: partner,
    change: { [isEnd ? "end-relationship" : "make-customer-managed"]: { customer: id } },
    about: `${what} ${id}`,
    revision,
  });
  return (
    <Dialog title={isEnd ? `End the relationship with ${name}` : `Make ${name} a managed customer`} onClose={close}>
      <ChangeForm
        draft={draft}
        action={isEnd ? "End relationship" : "Make managed customer"}
        isDangerous={isEnd}
        onDone={() => finish(isEnd ? `The relationship with ${name} has ended.` : `${name} is a managed customer.`)}
        onCancel={close}
        onReload={reload}
      >
        {isEnd ? (
          <p>
            {`All access to ${name} ends at once, managed or not. Its authorised users, and the roles that they hold `}
            there, are taken away too.
          </p>
        ) : (
          <p>
            {`Your authorised users will always have full access to ${name}. ${name} will see that, and can change `}
            none of its external access any more. It must have a relationship with no other partner.
          </p>
        )}
      </ChangeForm>
    </Dialog>
  );
}
