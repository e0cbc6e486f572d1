import { sentenceOfReason } from "../../policy/sentences";
import type { Customer } from "./shapes";

/**
 * The link into the customer's system, only when it should show: the customer's side of it decides (S19-S21). Signing
 * in may still fail for a reason of the person, which is said before anybody tries.
 */
export function SignInLink(props: { customer: Customer }) {
  const { id, name, link_visible: isVisible, sign_in: canSignIn, sign_in_reason: reason } = props.customer;
  if (!isVisible) {
    return <span class="cell-more">{`No sign-in: ${sentenceOfReason(reason)}`}</span>;
  }
  return (
    <>
      <a href={`#/${encodeURIComponent(id)}`} aria-label={`Sign in to ${name}`}>
        Sign in
      </a>
      {!canSignIn && <p class="cell-more">{`It will fail: ${sentenceOfReason(reason)}`}</p>}
    </>
  );
}
