import { useId, useState } from "preact/hooks";
import { ChangeForm } from "../../parts/change-form";
import { Dialog } from "../../parts/dialog";
import { Field } from "../../parts/field";
import { hoursFromNow, instantOf, InstantField } from "../../parts/instant-field";
import { useDraft } from "../../policy/use-draft";
import type { Me, OrganisationName } from "../../server/shapes";

interface Input {
  account: string;
  company: string;
  description: string;
  requestedBy: string;
  validFrom: string;
  validTo: string;
}

/** Asks for access to a company of an account, with all fields of the document (C27). */
export function SubmitDialog(props: {
  me: Me;
  organisation: OrganisationName;
  finish: (what: string) => void;
  close: () => void;
}) {
  const { me, organisation, finish, close } = props;
  const [input, setInput] = useState<Input>({
    account: me.person?.home === organisation.id ? "" : organisation.id,
    company: "",
    description: "",
    requestedBy: me.person?.id ?? "",
    validFrom: hoursFromNow(0),
    validTo: hoursFromNow(8),
  });
  const account = input.account.trim();
  const draft = useDraft({
    organisation: account === "" ? organisation.id : account,
    change: { "submit-request": sent(input) },
    about: `submit ${account} ${input.company.trim()} ${input.requestedBy.trim()}`,
    revision: null,
  });
  const accounts = me.organisations.filter((known) => known.kind === "account");
  const put = (key: keyof Input) => (value: string) => setInput((before) => ({ ...before, [key]: value }));
  const unknownAccount = draft.claimProblem("not-found")
    ? ["There is no such account, or none that you may ask for access to."]
    : [];

  return (
    <Dialog title="Request access" onClose={close}>
      <ChangeForm
        draft={draft}
        action="Submit request"
        onDone={(made) => finish(`${made.created?.["request"] ?? "The request"} is submitted. It waits to be granted.`)}
        onCancel={close}
      >
        <div class="side-by-side">
          <TextField
            label="Account"
            hint="Whose data it is about"
            value={input.account}
            onInput={put("account")}
            suggestions={accounts}
            errors={[...unknownAccount, ...draft.errors("missing-account", "not-found")]}
          />
          <TextField
            label="Company"
            hint="The company of that account, such as acme-berlin"
            value={input.company}
            onInput={put("company")}
            errors={draft.errors("missing-company", "company-not-in-account")}
          />
        </div>
        <Field label="Description (optional)" hint="Why you need access">
          {(control) => (
            <textarea
              {...control}
              rows={2}
              value={input.description}
              onInput={(event) => put("description")(event.currentTarget.value)}
            />
          )}
        </Field>
        <TextField
          label="Requested by"
          hint="Who is responsible for the request: you, or somebody of your own organisation"
          value={input.requestedBy}
          onInput={put("requestedBy")}
          errors={draft.errors("missing-requested-by", "requester-not-eligible")}
        />
        <div class="side-by-side">
          <InstantField
            label="Valid from"
            value={input.validFrom}
            onInput={put("validFrom")}
            errors={draft.errors("missing-valid-from")}
            isRequired
          />
          <InstantField
            label="Valid to"
            value={input.validTo}
            onInput={put("validTo")}
            errors={draft.errors("missing-valid-to", "invalid-period", "request-expired", "limit-exceeded")}
            isRequired
          />
        </div>
      </ChangeForm>
    </Dialog>
  );
}

/** What is empty is left out, so that the policy says that it is missing. */
function sent(input: Input) {
  const text = (value: string) => (value.trim() === "" ? null : value.trim());
  return {
    account: text(input.account),
    company: text(input.company),
    description: text(input.description),
    requested_by: text(input.requestedBy),
    valid_from: instantOf(input.validFrom),
    valid_to: instantOf(input.validTo),
  };
}

function TextField(props: {
  label: string;
  hint: string;
  value: string;
  onInput: (value: string) => void;
  suggestions?: readonly OrganisationName[];
  errors: readonly string[];
}) {
  const { label, hint, value, onInput, suggestions, errors } = props;
  const listId = useId();
  return (
    <Field label={label} hint={hint} errors={errors}>
      {(control) => (
        <>
          <input
            {...control}
            aria-required
            autocomplete="off"
            spellcheck={false}
            list={suggestions ? listId : undefined}
            value={value}
            onInput={(event) => onInput(event.currentTarget.value)}
          />
          {suggestions && (
            <datalist id={listId}>
              {suggestions.map((known) => (
                <option key={known.id} value={known.id}>
                  {known.name}
                </option>
              ))}
            </datalist>
          )}
        </>
      )}
    </Field>
  );
}
