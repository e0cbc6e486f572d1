import { computed } from "@preact/signals";
import { pagePolicy } from "./active";

const titles = computed(() => {
  const roles = pagePolicy.value?.policy.describe().roles ?? [];
  return new Map(roles.map((role) => [role.name, role.title]));
});

/** What people call a role; its name when it is the organisation's own, or the page has no policy. */
export function titleOfRole(name: string): string {
  return titles.value.get(name) ?? name;
}
