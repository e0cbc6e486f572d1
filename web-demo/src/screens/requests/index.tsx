import { AnswerView } from "../../parts/answer-view";
import { More } from "../../parts/more";
import { Outcome } from "../../parts/outcome";
import { Screen } from "../../parts/screen";
import { useOpened } from "../../parts/use-opened";
import { rightsFrom, useOwnFacts } from "../../policy/use-rights";
import type { ScreenProps } from "../../screens";
import { ofOrganisation } from "../../server/client";
import { useParts } from "../../server/use-parts";
import { Administrators } from "./administrators";
import { type Decision, DecisionDialog } from "./decision-dialog";
import { mayRequestElsewhere } from "./may-request";
import { Records } from "./records";
import type { ListedRequest, RequestsListing } from "./shapes";
import { SubmitDialog } from "./submit-dialog";
import "./requests.css";

/** What the person wants to do, and with which request. */
export type Opening = { what: "submit" } | { what: Decision; request: ListedRequest };

/** Requests for access to an account, what became of them, and who the administrators are (C20, C25-C37). */
export function Requests(props: ScreenProps) {
  const { me, organisation } = props;
  const requests = useParts(ofOrganisation(organisation.id, "access-requests"), requestsOf);
  const { answer, reload } = requests;
  const facts = useOwnFacts(me, organisation.id);
  const rights = rightsFrom(facts);
  const { opened, done, open, close, finish } = useOpened<Opening>(reload);
  const isAtHome = me.person?.home === organisation.id;

  return (
    <Screen
      title="Requests"
      lead={`External access to the data of ${organisation.name}: who has asked for it, and who has it.`}
      actions={
        (isAtHome ? mayRequestElsewhere(facts) : rights({ "submit-request": {} }) === true) && (
          <button type="button" class="button button-main" onClick={() => open({ what: "submit" })}>
            Request access
          </button>
        )
      }
    >
      <Outcome done={done} />
      <AnswerView answer={answer} what="requests" retry={reload}>
        {({ elsewhere }) => (
          <>
            <Records
              requests={requests.items}
              elsewhere={elsewhere}
              isWhole={requests.fetchMore === null}
              organisation={organisation.name}
              rights={rights}
              open={open}
            />
            <More what="requests" parts={requests} />
          </>
        )}
      </AnswerView>
      <Administrators organisation={organisation.id} />
      {opened?.what === "submit" && (
        <SubmitDialog me={me} organisation={organisation} finish={finish} close={close} />
      )}
      {opened && opened.what !== "submit" && (
        <DecisionDialog
          decision={opened.what}
          request={opened.request}
          finish={finish}
          close={close}
          reload={() => {
            close();
            reload();
          }}
        />
      )}
    </Screen>
  );
}

const requestsOf = (part: RequestsListing): readonly ListedRequest[] => part.requests;
