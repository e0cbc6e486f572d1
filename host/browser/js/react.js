import { useSyncExternalStore } from "react";

export function usePolicy(following) {
  return useSyncExternalStore(following.subscribe, following.snapshot, following.snapshot);
}
