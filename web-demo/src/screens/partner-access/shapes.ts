import type { ListedPerson } from "../../parts/people-list";

/** A customer whose relationship stands, and that is managed or has set up the partner's access (S1, S2, S5). */
export interface Customer {
  id: string;
  name: string;
  domain: string;
  managed: boolean;
  access_enabled: boolean;
  access_reason: string;
  /** Null when it never changes by itself. */
  access_until_ms: number | null;
  /** Null for who may not see them. */
  authorised_users: ListedPerson[] | null;
  /** Whether the person who asks is shown the link (S19-S21). */
  link_visible: boolean;
  /** Whether the person who asks could sign in. */
  sign_in: boolean;
  sign_in_reason: string;
  revision: number;
}

/** Somebody of the partner. */
export interface Candidate {
  id: string;
  name: string;
  email: string;
  own_system_access: boolean;
}

/** A customer that has chosen the partner, and has no relationship with it. */
export interface Prospect {
  id: string;
  name: string;
  domain: string;
}

/** A customer whose relationship stands, and that neither is managed nor has set up the partner's access (S1). */
export interface NotSetUpCustomer {
  id: string;
  name: string;
  domain: string;
  /** Of the relationship, for `If-Match`. */
  revision: number;
}

/** `GET .../customers`. */
export interface CustomersListing {
  customers: Customer[];
  next: string | null;
  people: Candidate[];
  prospects: Prospect[];
  /** Empty for who may not end relationships or make managed customers. */
  not_set_up: NotSetUpCustomer[];
}
