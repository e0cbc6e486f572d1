import { useId } from "preact/hooks";
import type { ExternalAccessListing, Limit } from "./shapes";

/** How much there is of what is limited (F25, F26). */
export function Limits(props: { limits: ExternalAccessListing["limits"] }) {
  return (
    <div class="limits">
      <OneLimit label="Access instances" limit={props.limits.instances} />
      <OneLimit label="Role assignments" limit={props.limits.role_assignments} />
    </div>
  );
}

function OneLimit(props: { label: string; limit: Limit }) {
  const { used, allowed } = props.limit;
  const id = useId();
  return (
    <div class="limit">
      <span id={id} class="limit-label">
        {props.label}
      </span>
      <span class="limit-number">{allowed === null ? `${used}, no limit` : `${used} of ${allowed}`}</span>
      {allowed !== null && <meter aria-labelledby={id} min={0} max={allowed} high={allowed * 0.9} value={used} />}
    </div>
  );
}
