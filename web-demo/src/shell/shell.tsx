import { useEffect } from "preact/hooks";
import { useHashLocation } from "wouter-preact/use-hash-location";
import { AnswerView } from "../parts/answer-view";
import { Empty } from "../parts/empty";
import { loadPolicy } from "../policy/active";
import { type ScreenEntry, SCREENS } from "../screens";
import { isOnline } from "../server/client";
import type { Demo, Me, OrganisationName } from "../server/shapes";
import { useAnswer } from "../server/use-answer";
import { Header } from "./header";
import { Navigation } from "./navigation";

/** Who is signed in, where they are, and the screen that is open. */
export function Shell(props: { demo: Demo | null }) {
  const [answer, reload] = useAnswer<Me>("/api/v1/me");
  useEffect(() => {
    void loadPolicy();
  }, []);
  return (
    <>
      <a class="skip-link" href="#main" onClick={focusMain}>
        Skip to the content
      </a>
      {props.demo && (
        <aside class="demo-banner" aria-label="Demonstration">
          Demonstration: sample organisations, for this machine only, until it ends. Be anybody.
        </aside>
      )}
      {!isOnline.value && (
        <p class="offline-banner" role="alert">
          The server does not answer. What you see may be old, and nothing can be changed.
        </p>
      )}
      <AnswerView answer={answer} what="who you are" retry={reload}>
        {(me) => <Opened me={me} demo={props.demo} />}
      </AnswerView>
    </>
  );
}

/** Hash links are routes here, so that the focus has to be moved by hand. */
function focusMain(event: Event): void {
  event.preventDefault();
  document.getElementById("main")?.focus();
}

function Opened(props: { me: Me; demo: Demo | null }) {
  const { me, demo } = props;
  // As it stands in the address: what `useLocation` gives is decoded in part, and cannot be decoded once more.
  const [location, navigate] = useHashLocation();
  const [organisationId, path] = location.split("/").filter((part) => part !== "").map(decoded);
  const organisation = me.organisations.find((known) => known.id === organisationId) ?? home(me);
  const screens = organisation ? screensOf(organisation) : [];
  const entry = screens.find((known) => known.path === path) ?? screens[0];
  const wanted = organisation && entry && addressOf(organisation, entry);

  useEffect(() => {
    if (wanted && location !== wanted) {
      navigate(wanted, { replace: true });
    }
  }, [wanted, location]);

  return (
    <>
      <Header me={me} demo={demo} organisation={organisation ?? null} />
      <div class="page">
        {organisation && entry && (
          <Navigation organisation={organisation} screens={screens} open={entry} />
        )}
        <main id="main" tabIndex={-1}>
          {organisation && entry ? (
            <entry.component me={me} organisation={organisation} key={`${organisation.id} ${me.person?.id ?? ""}`} />
          ) : (
            <Empty title="There is no organisation that you may open.">
              <p>Ask the administrator of the organisation to let you in.</p>
            </Empty>
          )}
        </main>
      </div>
    </>
  );
}

/** A part of an address; anybody may write there what cannot be decoded, and it is taken as it is. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

function home(me: Me): OrganisationName | undefined {
  return me.organisations.find((known) => known.id === me.person?.home) ?? me.organisations[0];
}

function screensOf(organisation: OrganisationName): ScreenEntry[] {
  return SCREENS.filter((entry) => entry.kinds.includes(organisation.kind));
}

/** The address of a screen. */
export function addressOf(organisation: OrganisationName, entry: ScreenEntry): string {
  return `/${encodeURIComponent(organisation.id)}/${entry.path}`;
}
