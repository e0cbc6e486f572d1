import type { Facts } from "guestpass";
import { pagePolicy } from "../../policy/active";
import type { Answer } from "../../server/use-answer";

/**
 * Whether somebody can ask for access to other accounts, as far as their roles at home tell: one of them has to give,
 * elsewhere, what the policy asks for (C25). Where the page cannot tell, it says yes, and the server decides.
 */
export function mayRequestElsewhere(answer: Answer<{ facts: Facts }>): boolean {
  const page = pagePolicy.value;
  if (answer.state !== "ready" || page === null) {
    return answer.state === "failed";
  }
  const { roles, changes } = page.policy.describe();
  const requirement = changes.find((change) => change.name === "submit-request")?.requirement;
  if (typeof requirement !== "object") {
    return requirement !== undefined;
  }
  const held = answer.value.facts.role_grants?.map((grant) => grant.role) ?? [];
  return roles.some(
    (role) =>
      held.includes(role.name) &&
      role.privileges.some(
        ({ privilege, reach }) => reach === "third-party" && requirement.privileges.includes(privilege),
      ),
  );
}
