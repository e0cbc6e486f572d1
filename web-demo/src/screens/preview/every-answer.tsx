import type { ApiInfo } from "guestpass";
import { useState } from "preact/hooks";
import { Empty } from "../../parts/empty";
import { Field } from "../../parts/field";
import { SearchField } from "../../parts/search-field";
import { Instant } from "../../parts/instant";
import { Table } from "../../parts/table";
import { sentenceOfGrant } from "../../policy/explanation-sentences";
import { sentenceOfReason } from "../../policy/sentences";
import { changeBetween, type PageAnswer } from "./answers";
import { Effect } from "./screens-frame";

type Show = "all" | "allow" | "deny" | "changed";

/** Rows that are shown before somebody asks for all of them. */
const ROWS_FIRST = 12;

/** Every operation of the policy with its answer, its reason, and until when. */
export function EveryAnswer(props: {
  operations: readonly ApiInfo[];
  answers: ReadonlyMap<string, PageAnswer>;
  titleOf: (role: string) => string;
  onOperation: (operation: string) => void;
}) {
  const { operations, answers, titleOf, onOperation } = props;
  const [show, setShow] = useState<Show>("all");
  const [wanted, setWanted] = useState("");
  const [isWhole, setWhole] = useState(false);
  const rows = operations.flatMap((api) => {
    const answer = answers.get(api.name);
    return answer && isShown(show, answer) && isWanted(wanted, api) ? [{ api, answer }] : [];
  });
  return (
    <section class="card every-answer" aria-labelledby="every-answer-title">
      <header class="card-body every-answer-header">
        <h2 id="every-answer-title">Every answer</h2>
        <Field label="Show">
          {(control) => (
            <select {...control} value={show} onChange={(event) => setShow(event.currentTarget.value as Show)}>
              <option value="all">All</option>
              <option value="allow">Allowed</option>
              <option value="deny">Denied</option>
              <option value="changed">Changed by what is tried out</option>
            </select>
          )}
        </Field>
        <SearchField label="Find an operation" value={wanted} onInput={setWanted} />
        <p class="soft" role="status">{`${rows.length} of ${operations.length} operations`}</p>
      </header>
      {rows.length === 0 ? (
        <Empty title="No operation is like that." />
      ) : (
        <Table
          caption="Every operation of the policy with its answer"
          rows={isWhole ? rows : rows.slice(0, ROWS_FIRST)}
          keyOf={({ api }) => api.name}
          columns={[
            {
              label: "Operation",
              cell: ({ api }) => (
                <>
                  <p class="cell-main">{api.summary}</p>
                  <code class="cell-more">{api.name}</code>
                </>
              ),
            },
            { label: "Answer", cell: ({ answer }) => <Effect answer={answer} /> },
            {
              label: "Because",
              cell: ({ answer }) => sentenceOfGrant(answer.drafted, titleOf) ?? sentenceOfReason(answer.drafted.reason),
            },
            {
              label: "Until",
              cell: ({ answer: { drafted } }) => (drafted.valid_until ? <Instant at={drafted.valid_until} /> : "–"),
            },
            {
              label: "",
              cell: ({ api }) => (
                <button
                  type="button"
                  class="button"
                  aria-label={`Explain: ${api.summary}`}
                  onClick={() => onOperation(api.name)}
                >
                  Explain
                </button>
              ),
            },
          ]}
        />
      )}
      {rows.length > ROWS_FIRST && (
        <p class="every-answer-more">
          <button type="button" class="button" onClick={() => setWhole(!isWhole)}>
            {isWhole ? `Show ${ROWS_FIRST} only` : `Show all ${rows.length}`}
          </button>
        </p>
      )}
    </section>
  );
}

function isShown(show: Show, answer: PageAnswer): boolean {
  if (show === "changed") {
    return changeBetween(answer) !== null;
  }
  return show === "all" || answer.drafted.effect === show;
}

function isWanted(wanted: string, api: ApiInfo): boolean {
  const text = `${api.name} ${api.summary}`.toLowerCase();
  return text.includes(wanted.trim().toLowerCase());
}
