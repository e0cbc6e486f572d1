import { useId } from "preact/hooks";
import { AnswerView } from "../../parts/answer-view";
import { Empty } from "../../parts/empty";
import { Table } from "../../parts/table";
import { ofOrganisation } from "../../server/client";
import { useAnswer } from "../../server/use-answer";
import type { AdministratorsListing } from "./shapes";

/** Who may enter every account without being granted access: every customer may know that (C20). */
export function Administrators(props: { organisation: string }) {
  const [answer, reload] = useAnswer<AdministratorsListing>(ofOrganisation(props.organisation, "administrators"));
  const id = useId();
  return (
    <section class="record-section" aria-labelledby={id}>
      <div>
        <h2 id={id}>Administrators</h2>
        <p class="cell-more">They keep the system running, and can enter every account without a request.</p>
      </div>
      <AnswerView answer={answer} what="administrators" retry={reload}>
        {({ administrators }) =>
          administrators.length === 0 ? (
            <Empty title="Nobody is an administrator." />
          ) : (
            <div class="card">
              <Table
                caption="Administrators"
                columns={[
                  { label: "Name", cell: ({ name }) => name },
                  { label: "Account", cell: ({ email }) => email },
                  { label: "Organisation", cell: ({ organisation }) => <code>{organisation}</code> },
                ]}
                rows={administrators}
                keyOf={({ email, organisation }) => `${organisation} ${email}`}
              />
            </div>
          )
        }
      </AnswerView>
    </section>
  );
}
