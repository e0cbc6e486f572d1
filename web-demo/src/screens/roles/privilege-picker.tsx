import { useState } from "preact/hooks";
import { Field } from "../../parts/field";
import { SearchField } from "../../parts/search-field";
import { Sentence } from "../../parts/sentence";
import { sentenceOfRefusal } from "../../policy/sentences";
import { grouped, isPrivilege } from "./privileges";

/** Privileges to tick, by what they are about; one that the policy does not declare can be written. */
export function PrivilegePicker(props: {
  declared: readonly { name: string; summary: string }[];
  chosen: readonly string[];
  errors: readonly string[];
  onChosen: (chosen: string[]) => void;
}) {
  const { declared, chosen, errors, onChosen } = props;
  const [wanted, setWanted] = useState("");
  const [written, setWritten] = useState("");
  const [refused, setRefused] = useState<string | null>(null);
  const summaries = new Map(declared.map(({ name, summary }) => [name, summary]));
  // What the role has at first stands on top, and stays there when it is ticked off.
  const [first] = useState(chosen);
  const all = [...new Set([...[...first].sort(), ...[...chosen, ...summaries.keys()].sort()])];
  const shown = all.filter((name) =>
    `${name} ${summaries.get(name) ?? ""}`.toLowerCase().includes(wanted.toLowerCase()),
  );
  const toggle = (name: string, isChosen: boolean) =>
    onChosen(isChosen ? [...chosen, name] : chosen.filter((other) => other !== name));

  const add = () => {
    const name = written.trim();
    if (!isPrivilege(name)) {
      setRefused(written);
      return;
    }
    toggle(name, true);
    setWritten("");
  };

  return (
    <fieldset class="picker">
      <legend>{`Privileges (${chosen.length})`}</legend>
      <ul class="field-errors" aria-live="polite">
        {errors.map((error) => (
          <li key={error}>
            <Sentence text={error} />
          </li>
        ))}
      </ul>
      <div class="side-by-side">
        <SearchField label="Find a privilege" value={wanted} onInput={setWanted} />
        <div class="picker-write">
          <Field
            label="Write one"
            errors={refused !== null && refused === written ? [sentenceOfRefusal("malformed-privilege")] : []}
          >
            {(control) => (
              <input
                {...control}
                type="text"
                placeholder="suite:resource:action"
                value={written}
                onInput={(event) => setWritten(event.currentTarget.value)}
              />
            )}
          </Field>
          <button
            type="button"
            class="button"
            disabled={written.trim() === "" || chosen.includes(written.trim())}
            onClick={add}
          >
            Add
          </button>
        </div>
      </div>
      <div class="picker-groups" role="group" aria-label="Privileges to choose from">
        {grouped(shown).map((group) => (
          <div key={group.name} class="picker-group" role="group" aria-label={group.name}>
            <code>{group.name}</code>
            <div>
              {group.privileges.map(({ name, action }) => (
                <label key={name} title={summaries.get(name) ?? "Not declared by the policy"}>
                  <input
                    type="checkbox"
                    aria-label={name}
                    checked={chosen.includes(name)}
                    onChange={(event) => toggle(name, event.currentTarget.checked)}
                  />
                  {action}
                </label>
              ))}
            </div>
          </div>
        ))}
      </div>
    </fieldset>
  );
}
