import { useRef } from "preact/hooks";
import type { Answer } from "../../server/use-answer";

/**
 * The last answer to the same question while the server cannot be reached: the page goes on with what it knows.
 * `question` says which question it is.
 */
export function useKept<T>(answer: Answer<T>, question: string): Answer<T> {
  const last = useRef<{ question: string; value: T } | null>(null);
  if (answer.state === "ready" && !answer.isStale) {
    last.current = { question, value: answer.value };
  }
  if (answer.state === "failed" && answer.problem.isOffline && last.current?.question === question) {
    return { state: "ready", value: last.current.value, isStale: false };
  }
  return answer;
}
