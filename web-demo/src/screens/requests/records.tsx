import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";
import { Empty } from "../../parts/empty";
import type { Rights } from "../../policy/use-rights";
import type { Opening } from "./index";
import { RequestRecord } from "./request-record";
import { type ListedRequest, standingOf } from "./shapes";

/** The requests in the order of what there is to do: answer, watch, look up. */
export function Records(props: {
  requests: readonly ListedRequest[];
  /** Those to other accounts. */
  elsewhere: readonly ListedRequest[];
  /** Whether these are all requests to the account: else what is not among them may be further on. */
  isWhole: boolean;
  organisation: string;
  rights: Rights;
  open: (opening: Opening) => void;
}) {
  const { organisation, isWhole, rights, open } = props;
  const nowMs = Date.now();
  const standing = (request: ListedRequest) => standingOf(request, nowMs);
  // What was changed last stands first.
  const [requests, elsewhere] = [newestFirst(props.requests), newestFirst(props.elsewhere)];
  const pending = requests.filter((request) => standing(request) === "pending");
  const granted = requests.filter((request) => ["active", "begins-later"].includes(standing(request)));
  const past = requests.filter((request) => !pending.includes(request) && !granted.includes(request));
  // The server lists those first that nobody has answered: all of them are there when one is there that somebody has.
  const hasAllPending = isWhole || requests.some(({ status }) => status !== "pending");
  const list = (listed: readonly ListedRequest[], isElsewhere = false) =>
    listed.map((request) => (
      <RequestRecord
        key={`${request.account} ${request.id}`}
        request={request}
        standing={standing(request)}
        rights={rights}
        isElsewhere={isElsewhere}
        open={open}
      />
    ));
  return (
    <div class="record-sections">
      <Section title="Waiting for an answer" count={pending.length} isWhole={hasAllPending}>
        {pending.length === 0 ? (
          <Empty
            title={hasAllPending ? "No request waits for an answer." : "None of those shown waits for an answer."}
          />
        ) : (
          list(pending)
        )}
      </Section>
      <Section title="External access" count={granted.length} isWhole={isWhole}>
        {granted.length === 0 ? (
          <Empty
            title={
              isWhole
                ? `Nobody has been granted access to ${organisation}.`
                : `None of those shown gives access to ${organisation}.`
            }
          />
        ) : (
          list(granted)
        )}
      </Section>
      {elsewhere.length > 0 && (
        <Section title="Your requests to other accounts" count={elsewhere.length} isWhole>
          {list(elsewhere, true)}
        </Section>
      )}
      {past.length > 0 && (
        <Section title="Past" count={past.length} isWhole={isWhole}>
          {list(past)}
        </Section>
      )}
    </div>
  );
}

/** A request that was answered between two parts is in both, and stands here once, as it is now. */
function newestFirst(requests: readonly ListedRequest[]): ListedRequest[] {
  const sorted = [...requests].sort((one, other) => other.revision - one.revision);
  const isSame = (one: ListedRequest, other: ListedRequest) => one.id === other.id && one.account === other.account;
  return sorted.filter((request, place) => sorted.findIndex((other) => isSame(request, other)) === place);
}

function Section(props: { title: string; count: number; isWhole: boolean; children: ComponentChildren }) {
  const id = useId();
  return (
    <section class="record-section" aria-labelledby={id}>
      <h2 id={id}>
        {props.title}{" "}
        <span class="record-count">{props.isWhole ? props.count : `${props.count} shown, there may be more`}</span>
      </h2>
      {props.children}
    </section>
  );
}
