import { useState } from "preact/hooks";
import { Field } from "../../parts/field";
import { suitesOf } from "./privileges";
import { type ListedRole, titleOf } from "./shapes";

/** Which role gives what: a row for each privilege of one suite, a column for each role that gives any of them. */
export function Matrix(props: { roles: readonly ListedRole[]; declared: readonly string[] }) {
  const { roles, declared } = props;
  const all = [...new Set([...roles.flatMap(({ role }) => role.privileges), ...declared])];
  const suites = suitesOf(all);
  const [chosen, setChosen] = useState<string | null>(null);
  const suite = chosen !== null && suites.includes(chosen) ? chosen : (suites[0] ?? "");
  const rows = all.filter((privilege) => privilege.startsWith(`${suite}:`)).sort();
  const columns = roles.filter(({ role }) => role.privileges.some((privilege) => privilege.startsWith(`${suite}:`)));
  return (
    <section class="card" aria-labelledby="matrix-title">
      <header class="card-body matrix-header">
        <h2 id="matrix-title">Matrix</h2>
        <Field label="Product">
          {(control) => (
            <select {...control} value={suite} onChange={(event) => setChosen(event.currentTarget.value)}>
              {suites.map((name) => (
                <option key={name} value={name}>
                  {name}
                </option>
              ))}
            </select>
          )}
        </Field>
      </header>
      <div class="table-frame" tabIndex={0} role="region" aria-label={`Matrix of ${suite}`}>
        <table class="matrix">
          <caption class="visually-hidden">{`Which role gives which privilege of ${suite}`}</caption>
          <thead>
            <tr>
              <th scope="col">Privilege</th>
              {columns.map((column) => (
                <th key={column.role.name} scope="col" class="matrix-role">
                  <span>{titleOf(column)}</span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((privilege) => (
              <tr key={privilege}>
                <th scope="row">
                  <code>{privilege.slice(suite.length + 1)}</code>
                </th>
                {columns.map(({ role }) => (
                  <MatrixCell key={role.name} isGiven={role.privileges.includes(privilege)} />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function MatrixCell(props: { isGiven: boolean }) {
  return (
    <td class={props.isGiven ? "matrix-given" : "matrix-not"}>
      <span aria-hidden="true">{props.isGiven ? "✓" : "·"}</span>
      <span class="visually-hidden">{props.isGiven ? "yes" : "no"}</span>
    </td>
  );
}
