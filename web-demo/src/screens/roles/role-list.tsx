import { useState } from "preact/hooks";
import { Badge } from "../../parts/badge";
import { Empty } from "../../parts/empty";
import { SearchField } from "../../parts/search-field";
import { keyOf, type ListedRole, titleOf } from "./shapes";

/** All roles of an organisation, its own first; one of them is open. */
export function RoleList(props: {
  roles: readonly ListedRole[];
  open: ListedRole | null;
  onOpen: (key: string) => void;
}) {
  const { roles, open, onOpen } = props;
  const [wanted, setWanted] = useState("");
  const found = roles.filter((role) => isWanted(wanted, role));
  const part = (title: string, of: ListedRole["of"]) => ({ title, roles: found.filter((role) => role.of === of) });
  return (
    <nav class="card role-list" aria-label="Roles">
      <SearchField label="Find a role" value={wanted} onInput={setWanted} />
      {found.length === 0 && <Empty title="No role is like that." />}
      {[part("Custom roles", "organisation"), part("Built-in roles", "policy")].map(
        ({ title, roles: some }) =>
          some.length > 0 && (
            <div key={title}>
              <h2>{`${title} (${some.length})`}</h2>
              <ul>
                {some.map((role) => (
                  <li key={keyOf(role)}>
                    <button
                      type="button"
                      class="entry role-entry"
                      aria-current={open !== null && keyOf(role) === keyOf(open) ? "true" : undefined}
                      onClick={() => onOpen(keyOf(role))}
                    >
                      <span>{titleOf(role)}</span>
                      <Marks role={role} />
                    </button>
                  </li>
                ))}
              </ul>
            </div>
          ),
      )}
    </nav>
  );
}

/** What sets a role apart, in a word. */
export function Marks(props: { role: ListedRole }) {
  const { role } = props;
  if (role.of === "organisation") {
    return role.role.collides ? (
      <span class="role-marks">
        <Badge kind="bad">name taken</Badge>
      </span>
    ) : null;
  }
  const { enabled, deprecated, switchable } = role.role;
  return (
    <span class="role-marks">
      {!enabled && <Badge kind="bad">off</Badge>}
      {enabled && switchable && <Badge kind="good">on</Badge>}
      {deprecated && <Badge kind="warning">deprecated</Badge>}
    </span>
  );
}

function isWanted(wanted: string, role: ListedRole): boolean {
  const text = `${role.role.name} ${titleOf(role)}`.toLowerCase();
  return text.includes(wanted.trim().toLowerCase());
}
