import { ChangeForm } from "../../parts/change-form";
import { Dialog } from "../../parts/dialog";
import { Instant } from "../../parts/instant";
import { Notice } from "../../parts/notice";
import { type Draft, useDraft } from "../../policy/use-draft";
import { RequestFields } from "./request-fields";
import type { ListedRequest } from "./shapes";

/** What can be decided about a request. */
export type Decision = "grant" | "reject" | "withdraw" | "revoke";

interface Wording {
  change: string;
  title: string;
  action: string;
  explanation: string;
  done: (request: ListedRequest) => string;
}

const WORDINGS: Record<Decision, Wording> = {
  grant: {
    change: "grant-request",
    title: "Grant access",
    action: "Grant",
    explanation: "Whoever is responsible for the request gets access to the data of the company.",
    done: (request) => `Access to ${companyOf(request)} is granted.`,
  },
  reject: {
    change: "reject-request",
    title: "Reject request",
    action: "Reject",
    explanation: "The request gives no access. Whoever asked can ask again.",
    done: (request) => `The request for ${companyOf(request)} is rejected.`,
  },
  withdraw: {
    change: "withdraw-request",
    title: "Withdraw request",
    action: "Withdraw",
    explanation: "The request is taken back, and nobody can grant it any more.",
    done: (request) => `The request for ${companyOf(request)} is withdrawn.`,
  },
  revoke: {
    change: "revoke-grant",
    title: "Revoke access",
    action: "Revoke",
    explanation: "Access ends at once, and not when it was to end.",
    done: (request) => `Access to ${companyOf(request)} is revoked.`,
  },
};

/** Shows the whole record once more before anything is decided (C31-C37). */
export function DecisionDialog(props: {
  decision: Decision;
  request: ListedRequest;
  finish: (what: string) => void;
  close: () => void;
  reload: () => void;
}) {
  const { decision, request, finish, close, reload } = props;
  const { change, title, action, explanation, done } = WORDINGS[decision];
  const draft = useDraft({
    organisation: request.account,
    change: { [change]: { request: request.id } },
    about: `${change} ${request.id}`,
    revision: request.revision,
  });
  return (
    <Dialog title={title} onClose={close}>
      <ChangeForm
        draft={draft}
        action={action}
        isDangerous={decision === "reject" || decision === "revoke"}
        onDone={() => finish(done(request))}
        onCancel={close}
        onReload={reload}
      >
        <p>{explanation}</p>
        <RequestFields request={request} />
        {decision === "grant" && <AccessToBe draft={draft} />}
      </ChangeForm>
    </Dialog>
  );
}

/** C36: what is granted late begins when it is granted. */
function AccessToBe(props: { draft: Draft }) {
  const { verdict } = props.draft.judgement;
  if (verdict?.verdict !== "accepted" || verdict.access === null) {
    return null;
  }
  return (
    <Notice kind="info" title="Access will hold">
      <p>
        from <Instant at={verdict.access.start} /> to <Instant at={verdict.access.end} />
      </p>
    </Notice>
  );
}

function companyOf(request: ListedRequest): string {
  return request.company_name ?? request.company;
}
