import type { Decision, Facts, Policy } from "guestpass";
import { useEffect, useState } from "preact/hooks";
import { Badge } from "../../parts/badge";
import { Instant } from "../../parts/instant";
import { Notice } from "../../parts/notice";
import { ProblemNotice } from "../../parts/problem-notice";
import { sentenceOfGrant } from "../../policy/explanation-sentences";
import { Problem } from "../../server/problem";
import { requestOf } from "./answers";
import type { Resource } from "./resource";
import { compareAll, type Compared, differences, serverAnswer } from "./server-answers";
import "./answers.css";

/** How long the slider has to rest before the server is asked. */
const PAUSE_MS = 250;

/** What the server has answered, and to which question. */
interface Answered {
  question: string;
  decision: Decision | null;
  problem: Problem | null;
}

/** The answers of page and server to the same question, as things are, with the digest of the policy of each. */
export function SideBySide(props: {
  policy: Policy;
  facts: Facts;
  revision: number;
  organisation: string;
  person: string;
  resource: Resource | null;
  operation: string;
  operations: readonly string[];
  at_ms: number;
  titleOf: (role: string) => string;
  /** Fetches the facts anew. */
  onReload: () => void;
}) {
  const { policy, facts, revision, organisation, person, resource, operation, at_ms, titleOf } = props;
  const [answered, setAnswered] = useState<Answered | null>(null);
  const [turn, setTurn] = useState(0);

  const question = JSON.stringify([organisation, person, resource, operation, at_ms, revision, policy.digest]);

  useEffect(() => {
    const abort = new AbortController();
    const timer = setTimeout(() => {
      serverAnswer({ organisation, person, resource }, operation, at_ms, abort.signal).then(
        (decision) => setAnswered({ question, decision, problem: null }),
        (error: unknown) => {
          if (!abort.signal.aborted) {
            setAnswered({ question, decision: null, problem: Problem.from(error) });
          }
        },
      );
    }, PAUSE_MS);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [question, turn]);

  // The answer to another question says nothing about this one.
  const { decision: server, problem } = answered?.question === question ? answered : { decision: null, problem: null };
  // On a resource the server answers for its own time, and so does the page then.
  const asked_ms = resource !== null && server !== null ? new Date(server.now).getTime() : at_ms;
  const page = policy.check(facts, requestOf(operation, asked_ms, resource));
  const isOf = server !== null && new Date(server.now).getTime() === asked_ms;
  const unequal = isOf ? differences(page, server) : [];
  return (
    <section class="card card-body" aria-labelledby="side-by-side-title">
      <header class="side-header">
        <h2 id="side-by-side-title">Page and server</h2>
        <p role="status">
          {isOf && (
            <Badge kind={unequal.length === 0 ? "good" : "bad"}>
              {unequal.length === 0 ? "equal answers" : `unequal: ${unequal.join(", ")}`}
            </Badge>
          )}
          {!isOf && !problem && "Asking the server …"}
        </p>
        <button type="button" class="button button-quiet" onClick={props.onReload}>
          Look again
        </button>
      </header>
      {problem && <ProblemNotice problem={problem} retry={() => setTurn(turn + 1)} />}
      {resource !== null && (
        <p class="soft">
          On a resource the server answers for its own time only: both answers are for <Instant at={asked_ms} />.
        </p>
      )}
      <table class="sides">
        <caption class="visually-hidden">The same question, answered in this page and by the server</caption>
        <thead>
          <tr>
            <td />
            <th scope="col">This page</th>
            <th scope="col">The server</th>
          </tr>
        </thead>
        <tbody>
          <Row label="Answer" page={effectOf(page)} server={isOf ? effectOf(server) : "…"} />
          <Row label="Reason" page={page.reason} server={isOf ? server.reason : "…"} />
          <Row
            label="By"
            page={sentenceOfGrant(page, titleOf) ?? "–"}
            server={isOf ? (sentenceOfGrant(server, titleOf) ?? "–") : "…"}
          />
          <tr>
            <th scope="row">Until</th>
            <td>{page.valid_until === null ? "–" : <Instant at={page.valid_until} />}</td>
            <td>{isOf ? server.valid_until === null ? "–" : <Instant at={server.valid_until} /> : "…"}</td>
          </tr>
          <tr>
            <th scope="row">Digest</th>
            <td>
              <code>{page.policy.digest}</code>
            </td>
            <td>{isOf ? <code>{server.policy.digest}</code> : "…"}</td>
          </tr>
        </tbody>
      </table>
      <CompareAll {...props} />
    </section>
  );
}

function Row(props: { label: string; page: string; server: string }) {
  return (
    <tr>
      <th scope="row">{props.label}</th>
      <td>{props.page}</td>
      <td>{props.server}</td>
    </tr>
  );
}

function effectOf(decision: Decision): string {
  return decision.effect === "allow" ? "allowed" : "denied";
}

function CompareAll(props: {
  policy: Policy;
  facts: Facts;
  organisation: string;
  person: string;
  resource: Resource | null;
  operations: readonly string[];
}) {
  const { policy, facts, organisation, person, resource, operations } = props;
  const [compared, setCompared] = useState<Compared | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [isBusy, setBusy] = useState(false);
  useEffect(() => setCompared(null), [policy, facts]);

  const compare = async () => {
    setBusy(true);
    setProblem(null);
    try {
      setCompared(await compareAll(policy, operations, { organisation, person, resource }, facts));
    } catch (error) {
      setProblem(Problem.from(error));
    } finally {
      setBusy(false);
    }
  };

  return (
    <div class="compare-all">
      <button type="button" class="button" disabled={isBusy} onClick={compare}>
        {isBusy ? "Comparing …" : `Compare all ${operations.length} operations`}
      </button>
      {problem && <ProblemNotice problem={problem} />}
      {compared && <Result compared={compared} />}
    </div>
  );
}

function Result(props: { compared: Compared }) {
  const { questions, unequal, at } = props.compared;
  const isEqual = unequal.length === 0;
  return (
    <Notice
      kind={isEqual ? "good" : "bad"}
      title={isEqual ? `All ${questions} answers are equal` : `${unequal.length} of ${questions} answers differ`}
    >
      {at !== "" && (
        <p>
          Asked at <Instant at={at} /> by the clock of the server.
        </p>
      )}
      {!isEqual && <p>{unequal.join(", ")}</p>}
    </Notice>
  );
}
