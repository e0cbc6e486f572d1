import { Badge } from "../../parts/badge";
import { Notice } from "../../parts/notice";
import { ProblemNotice } from "../../parts/problem-notice";
import { wordsOf } from "../../policy/problem-words";
import type { Problem } from "../../server/problem";
import type { Consequence } from "./consequences";
import type { Consequences } from "./use-consequences";

/** Who gains and who loses, before anything is saved. */
export function ConsequencesView(props: { consequences: Consequences }) {
  const { found, count, total, isWhole, unlisted, problem } = props.consequences;
  return (
    <section class="consequences" aria-label="Who gains or loses">
      <h3>Who gains or loses</h3>
      {problem && <ProblemNotice problem={problem} />}
      {!problem && total === null && <p role="status">Looking who there is …</p>}
      {!problem && total !== null && found === null && (
        <>
          <p role="status">{`Looking at ${total} people …`}</p>
          <progress value={count} max={total} aria-label="People looked at" />
        </>
      )}
      {total !== null && found !== null && (
        <>
          <p role="status">{summaryOf(found, total, isWhole)}</p>
          {!isWhole && <NotEverybody total={total} unlisted={unlisted} />}
          <ul>
            {found.map((consequence) => (
              <Person key={consequence.subject.id} consequence={consequence} />
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

/** Who is not on the list may be concerned as well. */
function NotEverybody(props: { total: number; unlisted: Problem | null }) {
  const { total, unlisted } = props;
  return (
    <Notice kind="warning" title="Not everybody was looked at">
      <p>{`${total} were. Whoever else there is may hold this role, and gain or lose by this.`}</p>
      {unlisted && <p>{`${wordsOf(unlisted).title}. ${wordsOf(unlisted).detail}`}</p>}
    </Notice>
  );
}

function summaryOf(found: readonly Consequence[], total: number, isWhole: boolean): string {
  if (found.length === 0 && !isWhole) {
    return `Nobody of the ${total} people that were looked at holds this role.`;
  }
  if (found.length === 0) {
    return `Nobody of the ${total} people that you may look at holds this role, so nobody gains or loses.`;
  }
  const gaining = found.filter(({ gains }) => gains.length > 0).length;
  const losing = found.filter(({ loses }) => loses.length > 0).length;
  const holders = found.length === 1 ? "1 person holds" : `${found.length} people hold`;
  if (gaining + losing === 0) {
    return `${holders} this role. Nothing changes for them.`;
  }
  return `${holders} this role: ${gaining} would gain something and ${losing} would lose something.`;
}

function Person(props: { consequence: Consequence }) {
  const { subject, gains, loses } = props.consequence;
  return (
    <li>
      <p class="consequence-name">
        {subject.name} <span>{subject.id}</span>
      </p>
      {gains.length + loses.length === 0 && <p>No difference</p>}
      {gains.length > 0 && (
        <p>
          <Badge kind="good">gains</Badge> {gains.join(" · ")}
        </p>
      )}
      {loses.length > 0 && (
        <p>
          <Badge kind="bad">loses</Badge> {loses.join(" · ")}
        </p>
      )}
    </li>
  );
}
