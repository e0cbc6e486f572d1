/** What the server answers about itself and its organisations. Each screen has the shapes of its own questions. */

export type OrganisationKind = "vendor" | "partner" | "customer" | "account";

export interface OrganisationName {
  id: string;
  kind: OrganisationKind;
  name: string;
}

export interface PersonName {
  id: string;
  name: string;
  home: string;
}

/** `GET /api/v1/me`. */
export interface Me {
  caller: string;
  person: PersonName | null;
  /** The one organisation that the credential reaches, or `*`. */
  organisation: string;
  scopes: string[];
  /** Those that the person may open. */
  organisations: OrganisationName[];
}

/** `GET /console/demo.json`, in the demonstration only. */
export interface Demo {
  key: string;
  people: PersonName[];
  organisations: OrganisationName[];
}

/** `GET /console/sign-in.json`, where people sign in at a provider. */
export interface Provider {
  issuer: string;
  client_id: string;
  scope: string;
}

/** `GET /policy/v1/active`. */
export interface ActivePolicy {
  digest: string;
  policy: string;
  version: string;
  generation: number;
}
