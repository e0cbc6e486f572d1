import { AnswerView } from "../../parts/answer-view";
import { Notice } from "../../parts/notice";
import { Outcome } from "../../parts/outcome";
import { Screen } from "../../parts/screen";
import { useOpened } from "../../parts/use-opened";
import { type Rights, useRights } from "../../policy/use-rights";
import type { ScreenProps } from "../../screens";
import { ofOrganisation } from "../../server/client";
import { useAnswer } from "../../server/use-answer";
import { AccessDialog } from "./access-dialog";
import { DeleteDialog } from "./delete-dialog";
import { Instances, type Opening } from "./instances";
import { Limits } from "./limits";
import { RolesDialog } from "./roles-dialog";
import type { ExternalAccessListing } from "./shapes";
import "./external-access.css";

/** Whom a customer lets in, when, and with which roles (F1-F27). */
export function ExternalAccess(props: ScreenProps) {
  const { me, organisation } = props;
  const [answer, reload] = useAnswer<ExternalAccessListing>(ofOrganisation(organisation.id, "external-access"));
  const rights = useRights(me, organisation.id);
  const { opened, done, open, close, finish } = useOpened<Opening>(reload);
  const listing = answer.value;
  const mayGrant = listing !== null && !listing.managed && rights(PROBE) === true;
  const nobodyLeft = listing !== null && listing.selectable.length === 0;

  return (
    <Screen
      title="External access"
      lead={`Who from outside may use the data of ${organisation.name}, when, and with which roles.`}
      actions={
        mayGrant && (
          <button
            type="button"
            class="button button-main"
            disabled={nobodyLeft}
            title={nobodyLeft ? "Everybody who can be let in is in the list already." : undefined}
            onClick={() => open({ what: "grant" })}
          >
            Grant access
          </button>
        )
      }
    >
      <Outcome done={done} />
      <AnswerView answer={answer} what="external access" retry={reload}>
        {(found) => (
          <>
            <Standing listing={found} rights={rights} />
            <Limits limits={found.limits} />
            <div class="card">
              <Instances listing={found} rights={rights} open={open} />
            </div>
            {opened && (
              <Opened
                opened={opened}
                listing={found}
                organisation={organisation.id}
                finish={finish}
                close={close}
                reload={reload}
              />
            )}
          </>
        )}
      </AnswerView>
    </Screen>
  );
}

/** A change of the kind that the buttons are for; whom it names does not matter for who may make it. */
const PROBE = { "create-external-access": { grantee: "vendor", mode: "continuous", role_management: true } };

/** Why there are no buttons, when there are none. */
function Standing(props: { listing: ExternalAccessListing; rights: Rights }) {
  if (props.listing.managed) {
    return (
      <Notice kind="info" title="Fully managed by your partner">
        <p>
          This product is part of a managed services agreement. You can see who has access; nobody here can change it.
        </p>
      </Notice>
    );
  }
  if (props.rights(PROBE) === false) {
    return (
      <Notice kind="info" title="You can view this, and not change it">
        <p>Changing it takes the role System administrator, or a custom role with the same permission.</p>
      </Notice>
    );
  }
  return null;
}

function Opened(props: {
  opened: Opening;
  listing: ExternalAccessListing;
  organisation: string;
  finish: (what: string) => void;
  close: () => void;
  reload: () => void;
}) {
  const { opened, listing, organisation, finish, close, reload } = props;
  const shared = { organisation, finish, close, reload };
  if (opened.what === "grant") {
    return <AccessDialog {...shared} selectable={listing.selectable} instance={null} />;
  }
  const instance = listing.instances.find((known) => known.grantee.id === opened.grantee);
  if (instance === undefined) {
    return null;
  }
  switch (opened.what) {
    case "edit":
      // A newer revision is another thing to edit: the form begins with what is there now.
      return <AccessDialog {...shared} key={instance.revision} selectable={[]} instance={instance} />;
    case "roles":
      return <RolesDialog {...shared} instance={instance} limit={listing.limits.role_assignments} />;
    case "delete":
      return <DeleteDialog {...shared} instance={instance} />;
  }
}
