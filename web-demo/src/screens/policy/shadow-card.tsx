import { Badge } from "../../parts/badge";
import { Instant } from "../../parts/instant";
import { Notice } from "../../parts/notice";
import { ProblemNotice } from "../../parts/problem-notice";
import { Table } from "../../parts/table";
import { ask } from "../../server/client";
import type { Shadow, ShadowSample } from "./shapes";
import { useDeed } from "./use-deed";

const KINDS: Readonly<Record<string, string>> = {
  "newly-allowed": "Newly allowed",
  "newly-denied": "Newly denied",
  "other-reason": "Other reason",
  "other-terms": "Other terms",
};

const RUNNING =
  "Every question to the active policy is put to this one too. Its answers are compared and decide nothing.";
const GIVEN_UP = "It failed so often that it is not asked any more. What is counted here was compared before.";

/** Samples that are shown, the newest first. */
const SAMPLES_MAX = 10;

/** The candidate, asked beside the active policy: how often its answers differ, and examples. */
export function ShadowCard(props: { shadow: Shadow; onChanged: (what: string) => void }) {
  const { shadow } = props;
  const { isBusy, problem, run } = useDeed();
  const disagreed = Object.values(shadow.disagreements).reduce((sum, count) => sum + count, 0);
  const end = async () => {
    if (await run(async () => void (await ask<unknown>("/operations/v1/policy/shadow", { method: "DELETE" })))) {
      props.onChanged(`The shadow has ended: ${disagreed} of ${shadow.compared} answers differed.`);
    }
  };
  return (
    <section class="card" aria-labelledby="shadow-title">
      <div class="card-body">
        <header class="policy-header">
          <h2 id="shadow-title">Shadow</h2>
          {shadow.given_up ? <Badge kind="bad">given up</Badge> : <Badge kind="warning">running</Badge>}
        </header>
        <p class="soft">
          {shadow.given_up ? GIVEN_UP : RUNNING} <code>{shadow.digest}</code>
        </p>
        <Counts shadow={shadow} disagreed={disagreed} />
        {shadow.last_error !== null && (
          <Notice kind="warning" title="The shadow gave no answer">
            <p>{shadow.last_error}</p>
          </Notice>
        )}
        {problem && <ProblemNotice problem={problem} />}
        <p>
          <button type="button" class="button" disabled={isBusy} onClick={end}>
            {isBusy ? "Ending …" : "End the shadow"}
          </button>
        </p>
      </div>
      {shadow.samples.length > 0 && <Samples samples={shadow.samples} />}
    </section>
  );
}

function Counts(props: { shadow: Shadow; disagreed: number }) {
  const { shadow, disagreed } = props;
  const counts: [string, number][] = [
    ["Compared", shadow.compared],
    ["Different", disagreed],
    ...Object.entries(shadow.disagreements).map(([kind, count]): [string, number] => [KINDS[kind] ?? kind, count]),
    ["Not comparable", shadow.left_out],
    ["No answer", shadow.errors],
  ];
  return (
    <dl class="counts" aria-live="off">
      {counts.map(([label, count]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{count.toLocaleString()}</dd>
        </div>
      ))}
    </dl>
  );
}

function Samples(props: { samples: readonly ShadowSample[] }) {
  const newest = [...props.samples].reverse().slice(0, SAMPLES_MAX);
  return (
    <Table
      caption="Examples of answers that differ, the newest first"
      rows={newest}
      keyOf={({ at, principal, asked, kind }) => `${at} ${principal} ${asked} ${kind}`}
      columns={[
        { label: "Asked", cell: ({ asked }) => <code>{asked}</code> },
        { label: "Person", cell: ({ principal, organisation }) => `${principal} at ${organisation}` },
        { label: "Difference", cell: ({ kind }) => KINDS[kind] ?? kind },
        { label: "Active says", cell: ({ active }) => active },
        { label: "Shadow says", cell: ({ shadow }) => shadow },
        { label: "When", cell: ({ at }) => (at === null ? "–" : <Instant at={at} />) },
      ]}
    />
  );
}
