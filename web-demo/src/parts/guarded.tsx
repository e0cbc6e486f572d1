import type { ComponentChildren } from "preact";
import { useErrorBoundary } from "preact/hooks";
import { Problem } from "../server/problem";
import { ProblemNotice } from "./problem-notice";

/** Shows why something could not be drawn, in its place: a policy that gives no answer must not take the page away. */
export function Guarded(props: { children: ComponentChildren }) {
  const [error, retry] = useErrorBoundary();
  if (error) {
    return <ProblemNotice problem={Problem.from(error)} retry={retry} />;
  }
  return <>{props.children}</>;
}
