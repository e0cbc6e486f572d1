import { useState } from "preact/hooks";
import { Badge } from "../../parts/badge";
import { Notice } from "../../parts/notice";
import { ProblemNotice } from "../../parts/problem-notice";
import { ask } from "../../server/client";
import { ConfirmDialog } from "./confirm-dialog";
import { givesNewAccess, ImpactReport, isWhole } from "./impact-report";
import type { Impact, PolicyStatus, Proposed } from "./shapes";
import { Upload } from "./upload";
import { useDeed } from "./use-deed";

/** What it is called when somebody else has uploaded it. */
const THE_CANDIDATE = "The candidate";

/** A policy that might take the place of the active one: upload it, see its impact, run it as a shadow, activate it. */
export function CandidateCard(props: { status: PolicyStatus; onChanged: (what: string) => void }) {
  const { status, onChanged } = props;
  const [proposed, setProposed] = useState<Proposed | null>(null);
  const digest = status.candidate;
  const known = proposed?.digest === digest ? proposed : null;
  return (
    <section class="card card-body" aria-labelledby="candidate-title">
      <header class="policy-header">
        <h2 id="candidate-title">Candidate</h2>
        {digest !== null && <Badge kind="good">verified</Badge>}
      </header>
      {digest === null ? (
        <p class="soft">
          There is none. Upload a component with its signed manifest; nothing changes before you activate it.
        </p>
      ) : (
        <Ready
          key={digest}
          digest={digest}
          name={known === null ? THE_CANDIDATE : `${known.policy} ${known.version}`}
          status={status}
          onChanged={onChanged}
        />
      )}
      <details open={digest === null}>
        <summary>{digest === null ? "Upload a candidate" : "Upload another candidate"}</summary>
        <Upload
          onProposed={(found) => {
            setProposed(found);
            onChanged(`${found.policy} ${found.version} is verified and ready.`);
          }}
        />
      </details>
    </section>
  );
}

function Ready(props: { digest: string; name: string; status: PolicyStatus; onChanged: (what: string) => void }) {
  const { digest, name, status, onChanged } = props;
  const [compared, setCompared] = useState<Impact | null>(null);
  const [isActivating, setActivating] = useState(false);
  const comparison = useDeed();
  const shadow = useDeed();
  const active = status.active?.digest ?? null;
  // A comparison with another policy than the active one says nothing, whichever of the two comes late.
  const impact = compared !== null && compared.active === active && compared.candidate === digest ? compared : null;
  const post = <T,>(path: string, isQuestion = false) =>
    ask<T>(`/operations/v1/policy/${path}`, { method: "POST", isQuestion, body: { digest } });

  const begin = async () => {
    if (await shadow.run(async () => void (await post<unknown>("shadow")))) {
      onChanged(`${name} is asked beside the active policy now.`);
    }
  };

  return (
    <div class="candidate">
      <p>
        <strong>{name}</strong> <code>{digest}</code>
      </p>
      <div class="candidate-actions">
        <button
          type="button"
          class="button"
          disabled={comparison.isBusy || active === null}
          onClick={() => comparison.run(async () => setCompared(await post<Impact>("impact", true)))}
        >
          {comparison.isBusy ? "Comparing …" : "See the impact"}
        </button>
        <button
          type="button"
          class="button"
          disabled={shadow.isBusy || active === null || status.shadow?.digest === digest}
          onClick={begin}
        >
          {shadow.isBusy ? "Beginning …" : "Run as a shadow"}
        </button>
        <button type="button" class="button button-main" onClick={() => setActivating(true)}>
          Activate
        </button>
      </div>
      {comparison.isBusy && <progress aria-label="Both policies are asked the same questions" />}
      {comparison.problem && <ProblemNotice problem={comparison.problem} />}
      {shadow.problem && <ProblemNotice problem={shadow.problem} />}
      {impact && <ImpactReport impact={impact} />}
      {compared && !impact && (
        <Notice kind="warning">
          <p>It was compared with a policy that is not the active one. See the impact once more.</p>
        </Notice>
      )}
      {isActivating && (
        <ConfirmDialog
          title={name === THE_CANDIDATE ? "Activate the candidate?" : `Activate ${name}?`}
          action="Activate"
          busy="Activating …"
          deed={async () => void (await post<unknown>("activate"))}
          onDone={() => {
            setActivating(false);
            onChanged(`${name} decides now.`);
          }}
          onClose={() => setActivating(false)}
        >
          <p>It decides for every organisation at once. Open pages switch by themselves. You can roll back.</p>
          <ImpactWarning impact={impact} />
          {impact && <TakenWarning impact={impact} />}
        </ConfirmDialog>
      )}
    </div>
  );
}

function ImpactWarning(props: { impact: Impact | null }) {
  if (props.impact === null) {
    return (
      <Notice kind="warning">
        <p>You have not looked at its impact.</p>
      </Notice>
    );
  }
  if (givesNewAccess(props.impact)) {
    return (
      <Notice kind="warning">
        <p>It allows or shows something that is out of reach now.</p>
      </Notice>
    );
  }
  if (!isWhole(props.impact)) {
    return (
      <Notice kind="warning">
        <p>Nothing was found that is out of reach now, but the comparison does not cover everything.</p>
      </Notice>
    );
  }
  return <p>It allows and shows nothing that is out of reach now.</p>;
}

function TakenWarning(props: { impact: Impact }) {
  const taken = props.impact.custom_roles_taken.length;
  if (taken === 0) {
    return null;
  }
  const title = taken === 1 ? "It takes the name of a custom role" : `It takes the names of ${taken} custom roles`;
  return (
    <Notice kind="warning" title={title}>
      <p>Roles of such a name that organisations have made give nothing to whoever holds them.</p>
    </Notice>
  );
}
