import type { ChangeFacts } from "guestpass";

/** A request for access with the names of what it is about (C27). */
export interface ListedRequest {
  account: string;
  id: string;
  company: string;
  description: string;
  requested_by: string;
  created_by: string;
  window: { start_ms: number; end_ms: number };
  status: "pending" | "granted" | "rejected" | "withdrawn" | "revoked";
  decided_by: string | null;
  account_name: string | null;
  company_name: string | null;
  requested_by_name: string | null;
  created_by_name: string | null;
  decided_by_name: string | null;
  revision: number;
}

/** `GET .../access-requests`. */
export interface RequestsListing {
  requests: ListedRequest[];
  next: string | null;
  /** Requests to other accounts that the person is responsible for. */
  elsewhere: ListedRequest[];
}

/** `GET .../administrators`. */
export interface AdministratorsListing {
  administrators: { name: string; email: string; organisation: string }[];
}

/** How a request stands at an instant: its status, and what time makes of it (C31, C35). */
export type Standing = Exclude<ListedRequest["status"], "granted"> | "expired" | "begins-later" | "active" | "ended";

export function standingOf(request: ListedRequest, nowMs: number): Standing {
  const { start_ms: startMs, end_ms: endMs } = request.window;
  switch (request.status) {
    case "pending":
      return nowMs < endMs ? "pending" : "expired";
    case "granted":
      return nowMs < startMs ? "begins-later" : nowMs < endMs ? "active" : "ended";
    default:
      return request.status;
  }
}

/** What the policy looks at when it judges a change of a request. */
export function factsOf(request: ListedRequest): ChangeFacts {
  const { status, account, company, requested_by, created_by, window } = request;
  const [start, end] = [new Date(window.start_ms), new Date(window.end_ms)];
  return { request: { status, account, company, requested_by, created_by, window: { start, end } } };
}
