import { Badge } from "../../parts/badge";
import { Instant } from "../../parts/instant";
import { sentenceOfReason } from "../../policy/sentences";
import type { Customer } from "./shapes";

/** Whether the customer lets the partner in, why not, and until when (S4, S5). */
export function AccessStatus(props: { customer: Customer }) {
  const { access_enabled: isEnabled, access_reason: reason, access_until_ms: untilMs, managed } = props.customer;
  return (
    <>
      <Badge kind={isEnabled ? "good" : "neutral"}>{isEnabled ? "Enabled" : "Disabled"}</Badge>
      {!isEnabled && <p class="cell-more">{sentenceOfReason(reason)}</p>}
      {isEnabled && managed && <p class="cell-more">Always, as a managed customer</p>}
      {untilMs !== null && (
        <p class="cell-more">
          {isEnabled ? "Until " : "From "}
          <Instant at={untilMs} />
        </p>
      )}
    </>
  );
}
