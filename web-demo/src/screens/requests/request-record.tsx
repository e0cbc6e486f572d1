import { Badge, type BadgeKind } from "../../parts/badge";
import type { Rights } from "../../policy/use-rights";
import type { Decision } from "./decision-dialog";
import type { Opening } from "./index";
import { RequestFields } from "./request-fields";
import { factsOf, type ListedRequest, type Standing } from "./shapes";

const STANDINGS: Record<Standing, { kind: BadgeKind; word: string }> = {
  pending: { kind: "warning", word: "Pending" },
  expired: { kind: "neutral", word: "Not answered in time" },
  "begins-later": { kind: "warning", word: "Granted, begins later" },
  active: { kind: "good", word: "Active" },
  ended: { kind: "neutral", word: "Ended" },
  rejected: { kind: "neutral", word: "Rejected" },
  withdrawn: { kind: "neutral", word: "Withdrawn" },
  revoked: { kind: "neutral", word: "Revoked" },
};

/** What can be done with a request, and the kind of change that does it. */
const DECISIONS: { decision: Decision; word: string; change: string; class: string }[] = [
  { decision: "grant", word: "Grant", change: "grant-request", class: "button button-main" },
  { decision: "reject", word: "Reject", change: "reject-request", class: "button" },
  { decision: "withdraw", word: "Withdraw", change: "withdraw-request", class: "button" },
  { decision: "revoke", word: "Revoke", change: "revoke-grant", class: "button button-danger" },
];

const OPEN_TO: Partial<Record<Standing, readonly Decision[]>> = {
  pending: ["grant", "reject", "withdraw"],
  "begins-later": ["revoke"],
  active: ["revoke"],
};

/** One request as a record, with what can be done about it below. */
export function RequestRecord(props: {
  request: ListedRequest;
  standing: Standing;
  rights: Rights;
  /** It belongs to another account, of whose rights nothing is known here: one may take it back. */
  isElsewhere: boolean;
  open: (opening: Opening) => void;
}) {
  const { request, standing, rights, isElsewhere, open } = props;
  const { kind, word } = STANDINGS[standing];
  const possible = OPEN_TO[standing] ?? [];
  const offered = DECISIONS.filter(
    ({ decision, change }) =>
      possible.includes(decision) &&
      (isElsewhere
        ? decision === "withdraw"
        : rights({ [change]: { request: request.id } }, factsOf(request)) === true),
  );
  return (
    <article class="card record">
      <header class="record-header">
        <h3>{request.company_name ?? request.company}</h3>
        <Badge kind={kind}>{word}</Badge>
        <code class="record-name">{request.id}</code>
      </header>
      <RequestFields request={request} />
      {offered.length > 0 && (
        <div class="record-actions">
          {offered.map((offer) => (
            <button
              key={offer.decision}
              type="button"
              class={offer.class}
              aria-label={`${offer.word} ${request.id}`}
              onClick={() => open({ what: offer.decision, request })}
            >
              {offer.word}
            </button>
          ))}
        </div>
      )}
    </article>
  );
}
