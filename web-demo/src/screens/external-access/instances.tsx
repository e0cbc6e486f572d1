import { Badge, type BadgeKind } from "../../parts/badge";
import { Empty } from "../../parts/empty";
import { Instant } from "../../parts/instant";
import { PeopleList } from "../../parts/people-list";
import { type Column, Table } from "../../parts/table";
import { titleOfRole } from "../../policy/role-titles";
import type { Rights } from "../../policy/use-rights";
import { type ExternalAccessListing, type Instance, named } from "./shapes";
import { SignInState } from "./sign-in-state";

/** What the person wants to do, and with whose access. */
export type Opening = { what: "grant" } | { what: "edit" | "roles" | "delete"; grantee: string };

/** Everybody who is let in, or was, with what can be done about it. */
export function Instances(props: {
  listing: ExternalAccessListing;
  rights: Rights;
  open: (opening: Opening) => void;
}) {
  const { listing, rights, open } = props;
  if (listing.instances.length === 0) {
    return <Empty title="Nobody from outside has access." />;
  }
  const columns: Column<Instance>[] = [
    { label: "Who", cell: (instance) => <Who instance={instance} /> },
    { label: "Access", cell: (instance) => <Mode instance={instance} isManaged={isManager(listing, instance)} /> },
    { label: "Status", cell: (instance) => <Status instance={instance} /> },
    {
      label: "Role management",
      cell: (instance) => <RoleManagement instance={instance} isManaged={isManager(listing, instance)} />,
    },
    { label: "Users with access", cell: (instance) => <Users instance={instance} /> },
    { label: "", cell: (instance) => <Actions instance={instance} listing={listing} rights={rights} open={open} /> },
  ];
  return (
    <Table
      caption="External access"
      columns={columns}
      rows={listing.instances}
      keyOf={(instance) => instance.grantee.id}
    />
  );
}

function isManager(listing: ExternalAccessListing, instance: Instance): boolean {
  return listing.managed && instance.grantee.kind === "partner" && instance.status === "enabled";
}

function Who(props: { instance: Instance }) {
  const { kind, name, domain } = props.instance.grantee;
  return (
    <>
      <p class="cell-main">{name}</p>
      <p class="cell-more">{`${kind === "vendor" ? "Vendor" : "Partner"} · ${domain}`}</p>
    </>
  );
}

function Mode(props: { instance: Instance; isManaged: boolean }) {
  const { mode } = props.instance;
  if (props.isManaged || mode === null) {
    return <span>Always, as your managing partner</span>;
  }
  if (mode === "continuous") {
    return <span>Continuous</span>;
  }
  if (mode === "disabled") {
    return <span>Disabled</span>;
  }
  return (
    <>
      <p>For a period</p>
      <p class="cell-more">
        From <Instant at={mode.period.start_ms} />
      </p>
      <p class="cell-more">
        Until <Instant at={mode.period.end_ms} />
      </p>
    </>
  );
}

const STATUSES: Record<Instance["status"], { kind: BadgeKind; word: string }> = {
  enabled: { kind: "good", word: "On" },
  "not-started": { kind: "warning", word: "Not begun" },
  ended: { kind: "neutral", word: "Ended" },
  disabled: { kind: "neutral", word: "Off" },
};

function Status(props: { instance: Instance }) {
  const { grantee, status } = props.instance;
  if (grantee.kind === "partner" && !grantee.accredited) {
    return (
      <>
        <Badge kind="bad">Not accredited</Badge>
        <p class="cell-more">Nobody gets in.</p>
      </>
    );
  }
  const { kind, word } = STATUSES[status];
  return <Badge kind={kind}>{word}</Badge>;
}

function RoleManagement(props: { instance: Instance; isManaged: boolean }) {
  if (props.isManaged || !props.instance.role_management) {
    return (
      <>
        <p>Off</p>
        <p class="cell-more">Full access</p>
      </>
    );
  }
  return (
    <>
      <p>On</p>
      <p class="cell-more">Assigned roles only</p>
    </>
  );
}

function Users(props: { instance: Instance }) {
  const { grantee, users } = props.instance;
  if (grantee.kind === "vendor" && users.length === 0) {
    return <span>All employees</span>;
  }
  const isVendor = grantee.kind === "vendor";
  const outside = users.filter((user) => user.sign_in === false).length;
  return (
    <>
      <PeopleList
        people={users.map((user) => ({ ...user, roles: user.roles.map(titleOfRole) }))}
        title={isVendor ? `Employees of ${grantee.name} with a role` : `Users of ${grantee.name} with access`}
        nobody={`${grantee.name} has authorised nobody yet, so nobody gets in.`}
        note={(user) => <SignInState user={user} />}
      />
      {outside > 0 && <p class="cell-more">{`${outside} of ${users.length} cannot sign in now`}</p>}
    </>
  );
}

function Actions(props: {
  instance: Instance;
  listing: ExternalAccessListing;
  rights: Rights;
  open: (opening: Opening) => void;
}) {
  const { instance, listing, rights, open } = props;
  const { id, kind, name } = instance.grantee;
  if (listing.managed) {
    return (
      <span class="locked">
        <LockIcon />
        Locked
      </span>
    );
  }
  const grantee = named(instance.grantee);
  const edit = { grantee, mode: "disabled", role_management: true };
  const mayEdit = rights({ "edit-external-access": edit }) === true;
  const assignment = { holder: { external_person: "somebody" }, role: "external-support" };
  const mayAssign = rights({ "assign-role": assignment }) === true;
  const mayDelete = kind !== "vendor" && rights({ "delete-external-access": { grantee } }) === true;
  const button = (what: "edit" | "roles" | "delete", word: string) => (
    <button type="button" class="button" aria-label={`${word} ${name}`} onClick={() => open({ what, grantee: id })}>
      {word}
    </button>
  );
  return (
    <div class="cell-actions">
      {mayEdit && button("edit", "Edit")}
      {mayAssign && button("roles", "Roles")}
      {mayDelete && button("delete", "Delete")}
    </div>
  );
}

function LockIcon() {
  return (
    <svg class="lock-icon" viewBox="0 0 16 16" aria-hidden="true">
      <path d="M4 7V5a4 4 0 0 1 8 0v2h1v7H3V7zm1.6 0h4.8V5a2.4 2.4 0 0 0-4.8 0z" />
    </svg>
  );
}
