import * as oauth from "oauth4webapi";
import type { Provider } from "../server/shapes";

/** What has to be known again when the person comes back. It ends with the tab. */
const KEPT_AS = "guestpass-sign-in";

interface Kept {
  state: string;
  nonce: string;
  verifier: string;
  /** Where the person was. */
  place: string;
}

/** Goes to the provider, where the person signs in (authorization code with PKCE). It resolves when the page leaves. */
export async function leave(provider: Provider): Promise<void> {
  const server = await discovered(provider);
  if (server.authorization_endpoint === undefined) {
    throw new Error("the provider does not say where to sign in");
  }
  const kept: Kept = {
    state: oauth.generateRandomState(),
    nonce: oauth.generateRandomNonce(),
    verifier: oauth.generateRandomCodeVerifier(),
    place: location.hash,
  };
  const parameters = {
    client_id: provider.client_id,
    redirect_uri: returnAddress(),
    response_type: "code",
    scope: provider.scope,
    state: kept.state,
    nonce: kept.nonce,
    code_challenge: await oauth.calculatePKCECodeChallenge(kept.verifier),
    code_challenge_method: "S256",
  };
  const address = new URL(server.authorization_endpoint);
  Object.entries(parameters).forEach(([name, value]) => address.searchParams.set(name, value));
  sessionStorage.setItem(KEPT_AS, JSON.stringify(kept));
  location.assign(address);
}

/** Whether the provider has just sent the person back. */
export function isComingBack(): boolean {
  const parameters = new URLSearchParams(location.search);
  return parameters.has("state") && (parameters.has("code") || parameters.has("error"));
}

/** The token for which the provider gives the code that the person came back with. A code is good for one try. */
export async function comeBack(provider: Provider): Promise<string> {
  const came = new URL(location.href);
  const kept = taken();
  history.replaceState(null, "", `${location.pathname}${kept?.place ?? ""}`);
  if (kept === null) {
    throw new Error("this tab has not asked for it; sign in again from here");
  }
  const server = await discovered(provider);
  const client = { client_id: provider.client_id };
  const parameters = oauth.validateAuthResponse(server, client, came, kept.state);
  const response = await oauth.authorizationCodeGrantRequest(
    server,
    client,
    oauth.None(),
    parameters,
    returnAddress(),
    kept.verifier,
    options(provider),
  );
  const expected = { expectedNonce: kept.nonce, requireIdToken: true };
  return (await oauth.processAuthorizationCodeResponse(server, client, response, expected)).access_token;
}

/** What went wrong, in words. */
export function reasonOf(error: unknown): string {
  if (error instanceof oauth.AuthorizationResponseError || error instanceof oauth.ResponseBodyError) {
    return `The provider says: ${error.error_description ?? error.error}.`;
  }
  return error instanceof Error ? `The reason: ${error.message}.` : String(error);
}

async function discovered(provider: Provider): Promise<oauth.AuthorizationServer> {
  const issuer = new URL(provider.issuer);
  return oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, options(provider)));
}

/** The server names a provider without TLS on this machine only. */
function options(provider: Provider): { [oauth.allowInsecureRequests]: boolean } {
  return { [oauth.allowInsecureRequests]: provider.issuer.startsWith("http:") };
}

/** The provider has to know it: the folder of the console. */
function returnAddress(): string {
  return new URL("./", `${location.origin}${location.pathname}`).href;
}

function taken(): Kept | null {
  const text = sessionStorage.getItem(KEPT_AS);
  sessionStorage.removeItem(KEPT_AS);
  return text === null ? null : (JSON.parse(text) as Kept);
}
