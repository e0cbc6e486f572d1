import { useState } from "preact/hooks";
import { AnswerView } from "../../parts/answer-view";
import { Guarded } from "../../parts/guarded";
import { Loading } from "../../parts/loading";
import { ProblemNotice } from "../../parts/problem-notice";
import { Screen } from "../../parts/screen";
import { pagePolicy, policyTrouble } from "../../policy/active";
import type { ScreenProps } from "../../screens";
import type { FactsDraft } from "./drafts";
import { momentAt, SPANS } from "./moment";
import "./preview.css";
import { Previewed } from "./previewed";
import { resourceOf, resourcesIn } from "./resource";
import { QuestionForm } from "./question-form";
import { useSubjects } from "../../server/subjects";
import { TimeSlider } from "./time-slider";
import { useFacts } from "./use-facts";
import { useKept } from "./use-kept";

/** What somebody may do somewhere at some time, and why; decided in this page and compared with the server. */
export function Preview(props: ScreenProps) {
  const { me } = props;
  const [organisation, setOrganisation] = useState(props.organisation.id);
  const [chosen, setChosen] = useState<string | null>(null);
  const [drafts, setDrafts] = useState<FactsDraft[]>([]);
  const [moment, setMoment] = useState(() => momentAt(Date.now(), SPANS[0]));
  const { subjects, isLoading } = useSubjects(organisation, me);
  const subject = subjects.find(({ id }) => id === chosen) ?? subjects[0] ?? null;
  const [written, setWritten] = useState("");
  const resource = resourceOf(written);
  const [facts, reload] = useFacts(organisation, isLoading ? null : (subject?.id ?? null), resource);
  const kept = useKept(facts, `${organisation} ${subject?.id} ${written}`);
  const page = pagePolicy.value;
  const trouble = policyTrouble.value;

  return (
    <Screen
      title="Preview"
      lead="What a person may do, at any time and with changes that are not made yet. The policy decides in this page."
    >
      <section class="card card-body" aria-label="What is asked">
        <QuestionForm
          organisations={me.organisations}
          organisation={organisation}
          onOrganisation={(id) => {
            setOrganisation(id);
            setDrafts([]);
          }}
          subjects={subjects}
          subject={subject}
          onSubject={(id) => {
            setChosen(id);
            setDrafts([]);
          }}
          resource={written}
          onResource={setWritten}
          known={facts.value ? resourcesIn(facts.value.facts) : []}
        />
        <TimeSlider moment={moment} onMoment={setMoment} />
      </section>
      {facts.state === "failed" && kept.state === "ready" && <ProblemNotice problem={facts.problem} retry={reload} />}
      {page === null && trouble && <ProblemNotice problem={trouble} />}
      {page === null && !trouble && <Loading what="the policy" />}
      {page !== null && (
        <AnswerView answer={kept} what="what is known of the person" retry={reload}>
          {(known) =>
            subject && (
              <Guarded>
                <Previewed
                  key={`${organisation} ${subject.id}`}
                  policy={page.policy}
                  known={known}
                  organisation={organisation}
                  subject={subject}
                  resource={resource}
                  moment={moment}
                  onMoment={setMoment}
                  drafts={drafts}
                  onDrafts={setDrafts}
                  onReload={reload}
                />
              </Guarded>
            )
          }
        </AnswerView>
      )}
    </Screen>
  );
}
