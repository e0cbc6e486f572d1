import type { ComponentChildren } from "preact";
import type { Answer } from "../server/use-answer";
import { Loading } from "./loading";
import { ProblemNotice } from "./problem-notice";

/** Shows an answer of the server: while it is awaited, when it failed, and when it is there. */
export function AnswerView<T>(props: {
  answer: Answer<T>;
  what: string;
  retry: () => void;
  children: (value: T) => ComponentChildren;
}) {
  const { answer, what, retry, children } = props;
  switch (answer.state) {
    case "loading":
      return <Loading what={what} />;
    case "failed":
      return <ProblemNotice problem={answer.problem} retry={retry} />;
    case "ready":
      return (
        <div aria-busy={answer.isStale} class="answer">
          {children(answer.value)}
        </div>
      );
  }
}
