import type { Facts, PolicyInfo } from "guestpass";
import { useState } from "preact/hooks";
import { Field } from "../../parts/field";
import { AccessFields } from "./access-fields";
import { type DraftKind, keyOf, kindsFor, optionsFor } from "./draft-options";
import type { FactsDraft } from "./drafts";
import "./drafts.css";

const KINDS: Record<DraftKind, string> = {
  "external-access": "External access",
  "assign-role": "Give a role",
  "unassign-role": "Take a role away",
  "switch-role": "Switch a role on or off",
  standing: "The partner and its user",
  relationship: "The relationship with the partner",
  listing: "The customer's own list of users",
  "access-grant": "Granted access",
};

/** Chooses something that is not so yet. */
export function DraftForm(props: { facts: Facts; info: PolicyInfo; onAdd: (draft: FactsDraft) => void }) {
  const { facts, info, onAdd } = props;
  const kinds = kindsFor(facts, info);
  const [chosen, setChosen] = useState<DraftKind | null>(null);
  const kind = chosen !== null && kinds.includes(chosen) ? chosen : kinds[0];
  const [draft, setDraft] = useState<FactsDraft | null>(null);
  const options = kind === undefined ? [] : optionsFor(kind, facts, info);
  const ready =
    kind === "external-access" ? draft : (options.find(({ key }) => key === keyOf(draft)) ?? options[0])?.draft;

  if (kind === undefined) {
    return null;
  }
  return (
    <form
      class="draft-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (ready) {
          onAdd(ready);
        }
      }}
    >
      <div class="draft-fields">
        <Field label="What if">
          {(control) => (
            <select
              {...control}
              value={kind}
              onChange={(event) => {
                const next = kinds.find((known) => known === event.currentTarget.value) ?? kind;
                setChosen(next);
                setDraft((before) => (next === kind ? before : null));
              }}
            >
              {kinds.map((known) => (
                <option key={known} value={known}>
                  {KINDS[known]}
                </option>
              ))}
            </select>
          )}
        </Field>
        {kind === "external-access" ? (
          <AccessFields access={facts.external_access ?? null} onDraft={setDraft} />
        ) : (
          <Field label="Becomes">
            {(control) => (
              <select
                {...control}
                value={keyOf(ready ?? null)}
                onChange={(event) => {
                  setDraft(options.find(({ key }) => key === event.currentTarget.value)?.draft ?? null);
                }}
              >
                {options.map(({ key, label }) => (
                  <option key={key} value={key}>
                    {label}
                  </option>
                ))}
              </select>
            )}
          </Field>
        )}
      </div>
      <button type="submit" class="button" disabled={!ready}>
        Try it out
      </button>
    </form>
  );
}
