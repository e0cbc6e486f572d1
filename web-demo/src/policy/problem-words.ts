import type { Problem } from "../server/problem";
import { sentenceOfReason } from "./sentences";

/** What a problem is called before people. The server speaks to programs too, and calls some things as those do. */
export function wordsOf(problem: Problem): { title: string; detail: string } {
  if (problem.code !== "forbidden") {
    return problem;
  }
  const reason = problem.members["reason"];
  if (typeof reason === "string") {
    return { title: "The policy does not let you see this", detail: sentenceOfReason(reason) };
  }
  return {
    title: "What you signed in with is not for this",
    detail: "Sign in with another key or account, or ask whoever runs the server for one that reaches this far.",
  };
}
