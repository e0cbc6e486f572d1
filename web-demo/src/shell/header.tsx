import { useLocation } from "wouter-preact";
import { pagePolicy, policyTrouble } from "../policy/active";
import type { Demo, Me, OrganisationName } from "../server/shapes";
import { credential, signOut } from "../session/session";
import { nextTheme, theme } from "../session/theme";

/** Who and where, and which policy decides in this page. */
export function Header(props: { me: Me; demo: Demo | null; organisation: OrganisationName | null }) {
  const { me, demo, organisation } = props;
  const [, navigate] = useLocation();
  return (
    <header class="top">
      <p class="brand">
        <img src="./icon.svg" alt="" width="24" height="24" />
        Guestpass
      </p>
      <label class="top-choice">
        <span>Organisation</span>
        <select
          value={organisation?.id ?? ""}
          onChange={(event) => navigate(`/${encodeURIComponent(event.currentTarget.value)}`)}
        >
          {me.organisations.map((known) => (
            <option key={known.id} value={known.id}>
              {`${known.name} (${known.kind})`}
            </option>
          ))}
        </select>
      </label>
      {demo ? <Somebody demo={demo} /> : <Signed me={me} />}
      <p class="top-policy">
        <PolicyMark />
      </p>
      <button type="button" class="button button-quiet" onClick={nextTheme}>
        {`Colours: ${theme.value}`}
      </button>
    </header>
  );
}

/** In the demonstration one may be anybody. */
function Somebody(props: { demo: Demo }) {
  const { people } = props.demo;
  const current = credential.value;
  return (
    <label class="top-choice">
      <span>Signed in as</span>
      <select
        value={current?.person ?? ""}
        onChange={(event) => {
          credential.value = { key: props.demo.key, person: event.currentTarget.value, isDemo: true };
        }}
      >
        {people.map((person) => (
          <option key={person.id} value={person.id}>
            {`${person.name}, ${person.home}`}
          </option>
        ))}
      </select>
    </label>
  );
}

function Signed(props: { me: Me }) {
  return (
    <p class="top-choice">
      <span>Signed in as</span>
      {props.me.person?.name ?? props.me.caller}
      <button type="button" class="button button-quiet" onClick={signOut}>
        Sign out
      </button>
    </p>
  );
}

/** The digest in short: enough to compare it with the one that the server names. */
function PolicyMark() {
  const loaded = pagePolicy.value;
  if (loaded) {
    const { digest, policy, version } = loaded.active;
    return (
      <span title={`${policy} ${version}, ${digest}`}>
        {`${policy} ${version} · `}
        <code>{digest.slice("sha256:".length, "sha256:".length + 8)}</code>
      </span>
    );
  }
  const trouble = policyTrouble.value;
  return <span title={trouble?.message ?? ""}>{trouble ? "No policy in this page" : "Loading the policy …"}</span>;
}
