import type { Decision, GateResult, Remedy } from "guestpass";
import { Badge } from "../../parts/badge";
import { Instant } from "../../parts/instant";
import { sentenceOfFacts, sentenceOfGate, sentenceOfGrant, sentenceOfRemedy } from "../../policy/explanation-sentences";
import { sentenceOfObligation, sentenceOfReason } from "../../policy/sentences";
import "./explanation.css";

/** One answer with all that can be said about it. */
export function Explanation(props: {
  title: string;
  decision: Decision;
  titleOf: (role: string) => string;
  /** Tries remedies out; null where they cannot be. */
  onTry: (remedies: readonly Remedy[]) => (() => void) | null;
}) {
  const { title, decision, titleOf, onTry } = props;
  const { explanation } = decision;
  const isAllowed = decision.effect === "allow";
  return (
    <section class="card card-body explanation" aria-labelledby="explanation-title">
      <header class="explanation-header">
        <h2 id="explanation-title">{title}</h2>
        <p class="explanation-effect" role="status">
          <Badge kind={isAllowed ? "good" : "bad"}>{isAllowed ? "allowed" : "denied"}</Badge>
          {sentenceOfGrant(decision, titleOf) ?? sentenceOfReason(decision.reason)}
        </p>
      </header>
      <Facts decision={decision} />
      {explanation && !isAllowed && <Remedies remedies={explanation.remedies} titleOf={titleOf} onTry={onTry} />}
      {explanation && <Gates gates={explanation.gates} />}
      <p class="soft">
        {`The answer rests on ${decision.facts_read.map(sentenceOfFacts).join(", ")}. It is only as good as these.`}
      </p>
    </section>
  );
}

function Facts(props: { decision: Decision }) {
  const { decision } = props;
  return (
    <dl class="pairs">
      <dt>Since</dt>
      <dd>{decision.valid_from === null ? "always" : <Instant at={decision.valid_from} />}</dd>
      <dt>Until</dt>
      <dd>{decision.valid_until === null ? "nothing changes it" : <Instant at={decision.valid_until} />}</dd>
      <dt>Reason</dt>
      <dd>
        <code>{decision.reason}</code>
      </dd>
      {decision.hidden_field_groups.length > 0 && (
        <>
          <dt>Hidden</dt>
          <dd>{decision.hidden_field_groups.join(", ")}</dd>
        </>
      )}
      {decision.obligations.length > 0 && (
        <>
          <dt>Owed</dt>
          <dd>{decision.obligations.map(sentenceOfObligation).join(" ")}</dd>
        </>
      )}
    </dl>
  );
}

function Remedies(props: {
  remedies: readonly Remedy[][];
  titleOf: (role: string) => string;
  onTry: (remedies: readonly Remedy[]) => (() => void) | null;
}) {
  const { remedies, titleOf, onTry } = props;
  if (remedies.length === 0) {
    return <p class="soft">No single change of the facts would allow it.</p>;
  }
  return (
    <div class="remedies">
      <h3>Any one of these would allow it</h3>
      <ul>
        {remedies.map((set) => {
          const words = capitalised(set.map((remedy) => sentenceOfRemedy(remedy, titleOf)).join(", and "));
          const tryIt = onTry(set);
          return (
            <li key={words}>
              <span>{words}</span>
              {tryIt && (
                <button type="button" class="button button-quiet" aria-label={`Try: ${words}`} onClick={tryIt}>
                  Try
                </button>
              )}
            </li>
          );
        })}
      </ul>
    </div>
  );
}

const OUTCOMES: Record<GateResult["outcome"], [sign: string, word: string]> = {
  passed: ["✓", "passed"],
  failed: ["✕", "failed"],
  skipped: ["–", "skipped"],
  "not-reached": ["·", "not reached"],
};

function Gates(props: { gates: readonly GateResult[] }) {
  return (
    <div>
      <h3>Gates, in their order</h3>
      <ol class="gates">
        {props.gates.map((result) => {
          const [sign, word] = OUTCOMES[result.outcome];
          return (
            <li key={result.gate} class={`gate gate-${result.outcome}`}>
              <span class="gate-sign" aria-hidden="true">
                {sign}
              </span>
              <span>
                {sentenceOfGate(result.gate)}
                {result.outcome === "failed" && <strong>{`: ${sentenceOfReason(result.reason)}`}</strong>}
              </span>
              <span class="gate-word">{word}</span>
            </li>
          );
        })}
      </ol>
    </div>
  );
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
