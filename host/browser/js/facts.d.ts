/** An instant: RFC 3339 text with an offset, such as `2026-11-22T11:00:00+01:00`, or a `Date`. */
export type Instant = string | Date;

/** Half-open span of time: it holds its start and not its end. */
export interface Window {
  start: Instant;
  /** Later than `start`. */
  end: Instant;
}

interface PrincipalDetails {
  /** What the person signed in with; `user` when left out. */
  login?: Login | null;
  /** E-mail address; left out when unknown. */
  email?: string | null;
  /** Identity that the sign-in system gave; left out when unknown. */
  identity?: string | null;
}

/** Who is asking. */
export type Principal =
  | (PrincipalDetails & { kind: "unidentified"; id?: string | null })
  | (PrincipalDetails & { kind: "member" | "vendor-employee"; id: string })
  | (PrincipalDetails & { kind: "partner-user"; id: string; partner: PartnerStanding })
  | (PrincipalDetails & {
      kind: "third-party";
      id: string;
      /** The organisation whose roles the person holds. */
      home: string;
    });

/** What a person signs in with. */
export type Login = "user" | "account";

/** What is true of the partner's organisation and of its user, each a condition of entry. */
export interface PartnerStanding {
  /** The partner is accredited. */
  accredited: boolean;
  /** The partner's domain is enabled in the customer's product. */
  domain_enabled: boolean;
  /** The person has access to the partner service layer. */
  partner_service_layer: boolean;
  /** The person has access to the partner's own system. */
  own_system_access: boolean;
  /** The partner has authorised the person for this customer. */
  authorised: boolean;
  /** A single sign-on provider is enabled in the partner's own system. */
  sso_enabled: boolean;
}

/** The customer's relationship with the partner that the person belongs to. */
export interface Relationship {
  status: "none" | "established" | "ended";
  /** The partner fully manages the customer's product. */
  managed: boolean;
}

/** What the customer has set up for the vendor, or for the partner asking. */
export interface ExternalAccess {
  mode: "continuous" | "disabled" | { period: Window };
  /** True: the roles assigned to the person count and nothing else. False: full access. */
  role_management: boolean;
}

/** A user that the customer itself lists. */
export type ListedUser =
  | { email: string; identity?: string | null }
  | { email?: string | null; identity: string };

/** A role held by the person or by a group. */
export interface RoleGrant {
  role: string;
  /** The organisation that it was granted in; the one asked about when left out. */
  organisation?: string | null;
  /** The group that holds it; left out when the person does. */
  group?: string | null;
  /** The one resource that it is limited to; left out for all of the organisation. */
  on_resource?: string | null;
  /** When it holds; left out for always. */
  window?: Window | null;
}

/** Who may hold a role: users, groups and external people; account logins; or users, each on one resource. */
export type RoleKind = "user" | "account" | "app";

/** How much an app role allows. */
export type AppLevel = "none" | "view" | "edit" | "full";

/** A role that the organisation made for itself. */
export interface CustomRole {
  /** Unique among the organisation's custom roles and the policy's own. */
  name: string;
  /** `user` when left out. */
  kind?: RoleKind | null;
  /** For an app role; `none` when left out. */
  level?: AppLevel | null;
  /** Order and duplicates do not matter. */
  privileges: string[];
}

/** How far a request for access has come. */
export type RequestStatus = "pending" | "granted" | "rejected" | "withdrawn" | "revoked";

/** A request for access by a third party's own organisation, and what became of it. */
export interface AccessGrant {
  status: RequestStatus;
  /** The part of the organisation that it is for; left out for all of it. */
  on_resource?: string | null;
  /** When it gives access. */
  window: Window;
}

/** The value of an attribute. A number must be whole. */
export type AttributeValue = string | string[] | number | boolean | { timestamp: Instant };

/** Attributes by their names, such as `subscriptions`. */
export type AttributeValues = Record<string, AttributeValue>;

/** What conditions may ask about. At most 256 values together. */
export interface Attributes {
  /** Of the person asking. */
  principal?: AttributeValues;
  organisation?: AttributeValues;
  /** Of the circumstances of the request. */
  context?: AttributeValues;
  /** Of the person that a change names. */
  person?: AttributeValues;
  /** Of resources, by their identifiers. */
  resources?: Record<string, AttributeValues>;
}

/** Everything that the rules may look at for one person in one organisation. */
export interface Facts {
  /** The organisation that is being asked about. */
  organisation: string;
  /** What the organisation has bought. At most 100. */
  entitlements?: string[];
  principal: Principal;
  /** Left out for members and vendor employees. */
  relationship?: Relationship | null;
  /** Left out when the customer has set up none. */
  external_access?: ExternalAccess | null;
  /** Users of the customer that may be this person. At most 100. */
  listed_users?: ListedUser[];
  /** Groups that the person is a member of, one level deep. At most 1000. */
  groups?: string[];
  /** Roles granted to the person or to those groups. At most 1000. */
  role_grants?: RoleGrant[];
  /** The organisation's own roles, at least all that `role_grants` names. At most 1000. */
  custom_roles?: CustomRole[];
  /** Names of switchable roles that the organisation has switched off. At most 100. */
  disabled_roles?: string[];
  /** For a third party: requests for access here by its own organisation. At most 100. */
  access_grants?: AccessGrant[];
  /** What conditions may ask about. */
  attributes?: Attributes | null;
  /** What a change is judged by besides all this. `review` reads it; a decision does not depend on it. */
  change_facts?: ChangeFacts | null;
}
