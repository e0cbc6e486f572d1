import type { ComponentChildren } from "preact";
import { Badge } from "../../parts/badge";
import { Empty } from "../../parts/empty";
import { Notice } from "../../parts/notice";
import type { Rights } from "../../policy/use-rights";
import { grouped } from "./privileges";
import { Marks } from "./role-list";
import { type ListedRole, type Opening, type OwnRole, type PolicyRole, titleOf } from "./shapes";

const KINDS: Record<PolicyRole["kind"], string> = {
  user: "For people and groups",
  account: "For account logins",
  app: "For people, each on one app",
};

/** What a role is and gives (P5), and what can be done with it. */
export function RoleDetail(props: { role: ListedRole; rights: Rights; open: (opening: Opening) => void }) {
  const { role, rights, open } = props;
  return (
    <article class="card card-body role-detail" aria-labelledby="role-title">
      <header class="role-header">
        <h2 id="role-title">{titleOf(role)}</h2>
        <Marks role={role} />
        <div class="role-actions">
          {role.of === "organisation" ? (
            <OwnActions role={role.role} rights={rights} open={open} />
          ) : (
            <PolicyActions role={role.role} rights={rights} open={open} />
          )}
        </div>
      </header>
      {role.of === "policy" && <p>{role.role.summary}</p>}
      {role.of === "organisation" && role.role.collides && (
        <Notice kind="warning" title="Its name is taken">
          <p>The policy has a role of this name now: whoever holds this one holds nothing by it. It can be deleted.</p>
        </Notice>
      )}
      <dl class="role-pairs">
        <dt>Name</dt>
        <dd>
          <code>{role.role.name}</code>
        </dd>
        <dt>Holders</dt>
        <dd>{KINDS[role.role.kind]}</dd>
        {role.of === "organisation" && role.role.kind === "app" && (
          <>
            <dt>Level</dt>
            <dd>{role.role.level}</dd>
          </>
        )}
        {role.of === "policy" && <Words role={role.role} />}
      </dl>
      <Summary privileges={role.role.privileges} />
    </article>
  );
}

function OwnActions(props: { role: OwnRole; rights: Rights; open: (opening: Opening) => void }) {
  const { role, rights, open } = props;
  const { name, kind, level, privileges, collides } = role;
  return (
    <>
      {!collides && rights({ "edit-custom-role": { name, kind, level, privileges } }) === true && (
        <button type="button" class="button" onClick={() => open({ what: "edit", role })}>
          {`Edit ${name}`}
        </button>
      )}
      {rights({ "delete-custom-role": { name } }) === true && (
        <button type="button" class="button button-danger" onClick={() => open({ what: "delete", role })}>
          {`Delete ${name}`}
        </button>
      )}
    </>
  );
}

function PolicyActions(props: { role: PolicyRole; rights: Rights; open: (opening: Opening) => void }) {
  const { role, rights, open } = props;
  // What an earlier policy let be switched off can be switched on, whatever this one says (P4).
  if ((!role.switchable && role.enabled) || rights({ "switch-role": { role: role.name, enabled: !role.enabled } }) !== true) {
    return null;
  }
  return (
    <button type="button" class="button" onClick={() => open({ what: "switch", role })}>
      {`Switch ${role.title} ${role.enabled ? "off" : "on"}`}
    </button>
  );
}

/** The policy author's own words. */
function Words(props: { role: PolicyRole }) {
  const { functions, designed_for, constraints } = props.role;
  return (
    <>
      <Listed label="Allows" items={functions} />
      <Listed label="Made for" items={designed_for} />
      <Listed label="Bound by" items={constraints} />
    </>
  );
}

function Listed(props: { label: string; items: readonly string[] }) {
  if (props.items.length === 0) {
    return null;
  }
  return (
    <>
      <dt>{props.label}</dt>
      <dd>
        <ul>
          {props.items.map((item) => (
            <li key={item}>{item}</li>
          ))}
        </ul>
      </dd>
    </>
  );
}

/** The permissions of a role, by what they are about. */
function Summary(props: { privileges: readonly string[] }) {
  if (props.privileges.length === 0) {
    return <Empty title="This role gives nothing." />;
  }
  return (
    <section aria-label="Permissions">
      <h3>{`Permissions (${props.privileges.length})`}</h3>
      <dl class="summary">
        {grouped(props.privileges).map((group) => (
          <SummaryRow key={group.name} name={group.name}>
            {group.privileges.map(({ name, action }) => (
              <Badge key={name}>{action}</Badge>
            ))}
          </SummaryRow>
        ))}
      </dl>
    </section>
  );
}

function SummaryRow(props: { name: string; children: ComponentChildren }) {
  return (
    <>
      <dt>
        <code>{props.name}</code>
      </dt>
      <dd>{props.children}</dd>
    </>
  );
}
