import { sentenceOfReason } from "../../policy/sentences";
import type { Customer } from "./shapes";

/** Reasons that lie with the person who asks, said to them. */
const OWN_REASONS: Readonly<Record<string, string>> = {
  "not-authorised": "You are not authorised for this customer.",
  "dual-listed": "The customer lists you as a user too. One of the two has to go.",
  "no-own-system-access": "You have no access to your own system.",
  "no-partner-service-layer": "You have no access to the partner service layer.",
  "no-role-assigned": "The customer has assigned you no role.",
  "sso-not-enabled": "Your organisation has no single sign-on enabled.",
};

/**
 * The link into the customer's system, only when it should show: the customer's side of it decides (S19-S21). Signing
 * in may still fail for a reason of the person, which is said before anybody tries. The console has no customer's
 * system to sign in to; it opens what the person would see there.
 */
export function SignInLink(props: { customer: Customer }) {
  const { id, name, link_visible: isVisible, sign_in: canSignIn, access_enabled: isEnabled } = props.customer;
  const reason = OWN_REASONS[props.customer.sign_in_reason] ?? sentenceOfReason(props.customer.sign_in_reason);
  if (!isVisible) {
    // That the customer has disabled the access stands beside it already.
    return (
      <>
        <p>No sign-in</p>
        {isEnabled && <p class="cell-more">{reason}</p>}
      </>
    );
  }
  return (
    <>
      <a href={`#/${encodeURIComponent(id)}/preview`} aria-label={`Sign in to ${name}`}>
        Sign in
      </a>
      {!canSignIn && <p class="cell-more">{`It will fail. ${reason}`}</p>}
    </>
  );
}
