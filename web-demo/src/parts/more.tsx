import type { Parts } from "../server/use-parts";
import { ProblemNotice } from "./problem-notice";

/** Fetches the next part of a long list. */
export function More(props: {
  what: string;
  parts: Pick<Parts<never, unknown>, "fetchMore" | "isFetching" | "problem">;
}) {
  const { what, parts } = props;
  return (
    <>
      {parts.problem && <ProblemNotice problem={parts.problem} />}
      {parts.fetchMore && (
        <button type="button" class="button" disabled={parts.isFetching} onClick={parts.fetchMore}>
          {parts.isFetching ? "Loading …" : `Show more ${what}`}
        </button>
      )}
    </>
  );
}
