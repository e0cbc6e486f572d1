import { useState } from "preact/hooks";
import { Loading } from "../../parts/loading";
import { Notice } from "../../parts/notice";
import { ProblemNotice } from "../../parts/problem-notice";
import { Screen } from "../../parts/screen";
import { Sentence } from "../../parts/sentence";
import { pagePolicy } from "../../policy/active";
import type { ScreenProps } from "../../screens";
import { ActiveCard } from "./active-card";
import { CandidateCard } from "./candidate-card";
import { History } from "./history";
import "./policy.css";
import { ShadowCard } from "./shadow-card";
import { usePolicyStatus } from "./use-policy-status";

/** Which policy decides, which one might, and how to go back. */
export function PolicyScreen(props: ScreenProps) {
  const mayOperate = props.me.scopes.includes("operate");
  return (
    <Screen
      title="Policy"
      lead="One policy decides for every organisation, in the server and in this page. See what another would change."
    >
      {mayOperate ? <Operated /> : <Seen />}
    </Screen>
  );
}

function Operated() {
  const { status, problem, look } = usePolicyStatus();
  const [done, setDone] = useState<string | null>(null);
  const onChanged = (what: string) => {
    setDone(what);
    look();
  };
  return (
    <div class="policy">
      <div role="status">
        {done !== null && (
          <Notice kind="good">
            <p>
              <Sentence text={done} />
            </p>
          </Notice>
        )}
      </div>
      {problem && <ProblemNotice problem={problem} retry={look} />}
      {status === null && !problem && <Loading what="the policies" />}
      {status && (
        <>
          <ActiveCard status={status} onChanged={onChanged} />
          <CandidateCard status={status} onChanged={onChanged} />
          {status.shadow && <ShadowCard shadow={status.shadow} onChanged={onChanged} />}
          <History status={status} />
        </>
      )}
    </div>
  );
}

/** For those who may not operate: what this page decides by. */
function Seen() {
  const page = pagePolicy.value;
  return (
    <div class="policy">
      <Notice kind="info" title="Only operators change the policy">
        <p>
          Your credential does not have the scope <code>operate</code>. Ask an operator of this server.
        </p>
      </Notice>
      {page === null ? (
        <Loading what="the policy" />
      ) : (
        <section class="card card-body" aria-labelledby="seen-title">
          <h2 id="seen-title">{`Active: ${page.active.policy} ${page.active.version}`}</h2>
          <dl class="policy-pairs">
            <dt>Digest</dt>
            <dd>
              <code>{page.active.digest}</code>
            </dd>
            <dt>Generation</dt>
            <dd>{page.active.generation}</dd>
          </dl>
        </section>
      )}
    </div>
  );
}
