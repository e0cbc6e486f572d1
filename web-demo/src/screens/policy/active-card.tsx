import { useRef, useState } from "preact/hooks";
import { Badge } from "../../parts/badge";
import { Instant } from "../../parts/instant";
import { Notice } from "../../parts/notice";
import { pagePolicy, policyTrouble } from "../../policy/active";
import { ask } from "../../server/client";
import { ConfirmDialog } from "./confirm-dialog";
import type { Generation, PolicyStatus, RolledBack, Source } from "./shapes";

/** From which policy to which: as they stood when the question was asked. */
interface Rollback {
  active: Generation;
  before: Generation;
  /** All former ones, with the one before. */
  previous: readonly Generation[];
}

/** The policy that decides now, in the server and in this page, and the way back to the one before. */
export function ActiveCard(props: { status: PolicyStatus; onChanged: (what: string) => void }) {
  const { active, previous, live } = props.status;
  // What was asked about stays what it was, whatever others activate meanwhile.
  const [asking, setAsking] = useState<Rollback | null>(null);
  const before = previous?.[0] ?? null;
  const close = () => setAsking((now) => (now === asking ? null : now));
  if (active === null) {
    return (
      <Notice kind="warning" title="No policy is active">
        <p>Nobody is let in. Upload a policy and activate it.</p>
      </Notice>
    );
  }
  return (
    <section class="card card-body" aria-labelledby="active-title">
      <header class="policy-header">
        <h2 id="active-title">{`Active: ${active.policy} ${active.version}`}</h2>
        <InPage active={active} />
      </header>
      <dl class="policy-pairs">
        <dt>Digest</dt>
        <dd>
          <code>{active.digest}</code>
        </dd>
        <dt>Generation</dt>
        <dd>{active.generation}</dd>
        <dt>Active since</dt>
        <dd>{active.activated === null ? "–" : <Instant at={active.activated} />}</dd>
        {live !== null && live > 1 && (
          <>
            <dt>In use</dt>
            <dd>{`${live} generations, until the requests that began with older ones are answered`}</dd>
          </>
        )}
      </dl>
      {policyTrouble.value && (
        <Notice kind="warning" title={policyTrouble.value.title}>
          <p>{policyTrouble.value.detail} It goes on deciding by the policy that it has.</p>
        </Notice>
      )}
      {props.status.source && <SourceLine source={props.status.source} />}
      {before && (
        <p>
          <button
            type="button"
            class="button button-danger"
            onClick={() => setAsking({ active, before, previous: previous ?? [] })}
          >
            {`Roll back to ${before.policy} ${before.version}`}
          </button>
        </p>
      )}
      {asking && (
        <RollbackDialog
          rollback={asking}
          onDone={(what) => {
            close();
            props.onChanged(what);
          }}
          onClose={close}
        />
      )}
    </section>
  );
}

function RollbackDialog(props: { rollback: Rollback; onDone: (what: string) => void; onClose: () => void }) {
  const { active, before } = props.rollback;
  const answer = useRef<RolledBack | null>(null);
  return (
    <ConfirmDialog
      title={`Roll back to ${before.policy} ${before.version}?`}
      action="Roll back"
      busy="Rolling back …"
      deed={async () => {
        const body = { generation: active.generation };
        answer.current = await ask<RolledBack>("/operations/v1/policy/rollback", { method: "POST", body });
      }}
      onDone={() => answer.current && props.onDone(toldOf(answer.current, props.rollback))}
      onClose={props.onClose}
    >
      <p>It decides for every organisation at once. Requests that have begun are answered by the policy of now.</p>
      <p>
        <code>{before.digest}</code>
      </p>
    </ConfirmDialog>
  );
}

/** What decides again, and which of the former policies could not be used any more. */
function toldOf(answer: RolledBack, rollback: Rollback): string {
  const named = (digest: string) => {
    const known = rollback.previous.find((one) => one.digest === digest);
    return known ? `${known.policy} ${known.version}` : `the policy \`${digest}\``;
  };
  const passedOver = (answer.passed_over ?? []).map(
    ({ digest, detail }) => `Passed over, because it cannot be used any more: ${named(digest)} (${detail}).`,
  );
  return [`${named(answer.active)} decides again.`, ...passedOver].join(" ");
}

/** Whether this page decides by the same policy. */
function InPage(props: { active: Generation }) {
  const page = pagePolicy.value;
  const isSame = page?.active.digest === props.active.digest;
  return (
    <p role="status">
      <Badge kind={isSame ? "good" : "warning"}>
        {isSame ? "this page decides by it too" : "this page is switching"}
      </Badge>
    </p>
  );
}

const STANDINGS: Record<Source["standing"], string> = {
  missing: "Nothing has come from the source yet.",
  current: "The source has nothing newer.",
  behind: "The source has something newer that is not active.",
  expired: "What the source gave has expired.",
};

function SourceLine(props: { source: Source }) {
  const { standing, last_check, trouble } = props.source;
  return (
    <Notice kind={standing === "current" ? "info" : "warning"} title="Source of policies">
      <p>
        {STANDINGS[standing]}
        {last_check !== null && (
          <>
            {" Last asked at "}
            <Instant at={last_check} />.
          </>
        )}
      </p>
      {trouble && <p>{trouble.message}</p>}
    </Notice>
  );
}
