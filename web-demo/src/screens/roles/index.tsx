import { useState } from "preact/hooks";
import { AnswerView } from "../../parts/answer-view";
import { Dialog } from "../../parts/dialog";
import { Empty } from "../../parts/empty";
import { Notice } from "../../parts/notice";
import { Outcome } from "../../parts/outcome";
import { Screen } from "../../parts/screen";
import { useOpened } from "../../parts/use-opened";
import { pagePolicy } from "../../policy/active";
import { useRights } from "../../policy/use-rights";
import type { ScreenProps } from "../../screens";
import { ofOrganisation } from "../../server/client";
import { type Subjects, useSubjects } from "../../server/subjects";
import { useAnswer } from "../../server/use-answer";
import { DefaultRole, DefaultRoleDialog } from "./default-role";
import { DeleteDialog } from "./delete-dialog";
import { Matrix } from "./matrix";
import { RoleDetail } from "./role-detail";
import { RoleDialog } from "./role-dialog";
import { RoleList } from "./role-list";
import "./roles.css";
import { keyOf, listed, type ListedRole, type Opening, type OwnRole, type RoleListing } from "./shapes";
import { SwitchDialog } from "./switch-dialog";

/** A role that nobody has, to see whether the person may make one. */
const PROBE = { "create-custom-role": { name: "A new role", kind: "user", level: "none", privileges: [] } };

/** Roles of an organisation: what they give, which are on, and its own ones (R3, P3-P5). */
export function Roles(props: ScreenProps) {
  const { me, organisation } = props;
  const [answer, reload] = useAnswer<RoleListing>(ofOrganisation(organisation.id, "roles"));
  const subjects = useSubjects(organisation.id, me);
  const rights = useRights(me, organisation.id);
  const [key, setKey] = useState<string | null>(null);
  const { opened, done, open, close, finish } = useOpened<Opening>(reload);
  const isForbidden = answer.state === "failed" && ["forbidden", "not-found"].includes(answer.problem.code);
  return (
    <Screen
      title="Roles"
      lead={`What people can be allowed at ${organisation.name}, and by which role.`}
      actions={
        answer.state === "ready" &&
        rights(PROBE) === true && (
          <button type="button" class="button button-main" onClick={() => open({ what: "create" })}>
            New custom role
          </button>
        )
      }
    >
      <Outcome done={done} />
      {isForbidden && (
        <Empty title="The policy does not let you see the roles here.">
          <p>{`Ask somebody who assigns roles at ${organisation.name}.`}</p>
        </Empty>
      )}
      {!isForbidden && (
        <AnswerView answer={answer} what="roles" retry={reload}>
          {(listing) => {
            const roles = listed(listing);
            const chosen = roles.find((role) => keyOf(role) === key) ?? roles[0] ?? null;
            return (
              <div class="roles">
                <DefaultRole listing={listing} rights={rights} open={open} />
                <div class="role-columns">
                  <RoleList roles={roles} open={chosen} onOpen={setKey} />
                  {chosen && <RoleDetail role={chosen} rights={rights} open={open} />}
                </div>
                <Matrix
                  roles={roles.filter((role) => !isTaken(role))}
                  declared={pagePolicy.value?.policy.describe().privileges.map((known) => known.name) ?? []}
                />
              </div>
            );
          }}
        </AnswerView>
      )}
      {opened && (
        <Opened
          opened={opened}
          listing={answer.value}
          organisation={organisation.id}
          subjects={subjects.isLoading ? null : subjects}
          onDone={finish}
          onClose={close}
          onReload={reload}
        />
      )}
    </Screen>
  );
}

/** Whether it is a role that gives nothing, whatever is in it. */
function isTaken(role: ListedRole): boolean {
  return role.of === "organisation" && role.role.collides;
}

function Opened(props: {
  opened: Opening;
  listing: RoleListing | null;
  organisation: string;
  /** Null while it is not known who there is. */
  subjects: Subjects | null;
  onDone: (what: string) => void;
  onClose: () => void;
  onReload: () => void;
}) {
  const { opened, listing, ...rest } = props;
  switch (opened.what) {
    case "default":
      return listing && <DefaultRoleDialog {...rest} listing={listing} />;
    case "create":
      return <RoleDialog {...rest} role={null} />;
    case "edit": {
      // A newer revision is another thing to edit: the form begins with what is there now.
      const role = newestOf(opened.role, listing);
      return role ? (
        <RoleDialog {...rest} key={role.revision} role={role} />
      ) : (
        <Gone name={opened.role.name} onClose={rest.onClose} />
      );
    }
    case "delete": {
      const role = newestOf(opened.role, listing);
      return role ? (
        <DeleteDialog {...rest} role={role} />
      ) : (
        <Gone name={opened.role.name} onClose={rest.onClose} />
      );
    }
    case "switch":
      return <SwitchDialog {...rest} role={opened.role} />;
  }
}

/** Says of a role that a dialog is about why the dialog is away. */
function Gone(props: { name: string; onClose: () => void }) {
  const { name, onClose } = props;
  return (
    <Dialog title={name} onClose={onClose}>
      <Notice kind="bad" title="This role is not there any more.">
        <p>Somebody has deleted it meanwhile, so it can be neither edited nor deleted.</p>
      </Notice>
      <div class="change-form-end">
        <button type="button" class="button" onClick={onClose}>
          Close
        </button>
      </div>
    </Dialog>
  );
}

/** The role as the list has it now; as it was while there is no list, and null when it is gone. */
function newestOf(role: OwnRole, listing: RoleListing | null): OwnRole | null {
  return listing === null ? role : (listing.custom_roles.find(({ name }) => name === role.name) ?? null);
}
