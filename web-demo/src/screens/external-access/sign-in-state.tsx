import { Badge } from "../../parts/badge";
import { sentenceOfReason } from "../../policy/sentences";
import type { ExternalUser } from "./shapes";

/** Whether somebody gets in now, and why not (F22); nothing when that is not known. */
export function SignInState(props: { user: ExternalUser }) {
  const { sign_in: canSignIn, sign_in_reason: reason } = props.user;
  if (canSignIn === null) {
    return null;
  }
  return (
    <>
      <p>
        <Badge kind={canSignIn ? "good" : "bad"}>{canSignIn ? "Can sign in now" : "Cannot sign in now"}</Badge>
      </p>
      {!canSignIn && reason !== null && <p class="cell-more">{sentenceOfReason(reason)}</p>}
    </>
  );
}
