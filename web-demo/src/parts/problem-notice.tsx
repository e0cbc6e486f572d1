import { wordsOf } from "../policy/problem-words";
import type { Problem } from "../server/problem";
import { Notice } from "./notice";

/** What went wrong, and a way to try again. */
export function ProblemNotice(props: { problem: Problem; retry?: () => void }) {
  const { problem, retry } = props;
  const { title, detail } = wordsOf(problem);
  return (
    <Notice kind={problem.isOffline ? "warning" : "bad"} title={title}>
      <p>{detail}</p>
      {retry && (
        <button type="button" class="button" onClick={retry}>
          Try again
        </button>
      )}
    </Notice>
  );
}
