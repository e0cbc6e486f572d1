import { Badge } from "../../parts/badge";
import { Empty } from "../../parts/empty";
import { Instant } from "../../parts/instant";
import { Table } from "../../parts/table";
import type { Generation, PolicyStatus } from "./shapes";

/** The policies that have decided on this server, the newest first. */
export function History(props: { status: PolicyStatus }) {
  const { active, previous } = props.status;
  const all = [...(active ? [active] : []), ...(previous ?? [])];
  const isActive = (generation: Generation) => generation.generation === active?.generation;
  return (
    <section class="card" aria-labelledby="history-title">
      <header class="card-body">
        <h2 id="history-title">History</h2>
      </header>
      {all.length === 0 ? (
        <Empty title="No policy has been active yet." />
      ) : (
        <Table
          caption="Policies that have decided on this server, the newest first"
          rows={all}
          keyOf={({ generation }) => String(generation)}
          columns={[
            {
              label: "Policy",
              cell: (row) => (
                <>
                  {`${row.policy} ${row.version} `}
                  {isActive(row) && <Badge kind="good">active</Badge>}
                </>
              ),
            },
            { label: "Generation", cell: ({ generation }) => generation },
            { label: "Digest", cell: ({ digest }) => <code class="digest">{digest}</code> },
            {
              label: "Activated",
              cell: ({ activated }) => (activated === null ? "–" : <Instant at={activated} />),
            },
          ]}
        />
      )}
    </section>
  );
}
