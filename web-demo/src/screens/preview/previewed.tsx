import type { Policy, Remedy, Request } from "guestpass";
import { type Dispatch, type StateUpdater, useMemo, useState } from "preact/hooks";
import { type Answers, answersOf, requestOf } from "./answers";
import { drafted, type FactsDraft } from "./drafts";
import { type Entry, entriesOf } from "./entries";
import { EveryAnswer } from "./every-answer";
import { Explanation } from "./explanation";
import { type Moment, iso, movedTo } from "./moment";
import { draftsOf } from "./remedies";
import type { Resource } from "./resource";
import { ScreensFrame } from "./screens-frame";
import { SideBySide } from "./side-by-side";
import type { Subject } from "../../server/subjects";
import { type Course, TimelineChart } from "./timeline-chart";
import { TriedOut } from "./tried-out";
import type { KnownFacts } from "./use-facts";

/** All that the policy says of one person. */
export function Previewed(props: {
  policy: Policy;
  known: KnownFacts;
  organisation: string;
  subject: Subject;
  resource: Resource | null;
  moment: Moment;
  onMoment: (moment: Moment) => void;
  drafts: readonly FactsDraft[];
  onDrafts: Dispatch<StateUpdater<FactsDraft[]>>;
  /** Fetches the facts anew. */
  onReload: () => void;
}) {
  const { policy, known, organisation, subject, resource, moment, onMoment, drafts, onDrafts } = props;
  const { facts } = known;
  const { at_ms } = moment;
  const [chosen, setChosen] = useState<string | null>(null);
  const info = useMemo(() => policy.describe(), [policy]);
  const groups = useMemo(() => entriesOf(info), [info]);
  const operations = useMemo(() => info.apis.map(({ name }) => name), [info]);
  const would = useMemo(() => (drafts.length === 0 ? facts : drafted(facts, drafts)), [facts, drafts]);
  const answers = useMemo(
    () => answersOf(policy, operations, facts, would, at_ms, resource),
    [policy, operations, facts, would, at_ms, resource?.id],
  );
  const entries = groups.flatMap((group) => group.entries);
  const entry =
    entries.find((known) => known.operations.some(({ name }) => name === chosen)) ?? first(entries, answers);
  const operation = entry?.operations.find(({ name }) => name === chosen) ?? entry?.opening ?? null;
  const titleOf = (role: string) => info.roles.find((known) => known.name === role)?.title ?? role;

  const onTry = (remedies: readonly Remedy[]) => {
    const found = draftsOf(remedies, would, at_ms);
    return found && (() => onDrafts([...drafts, ...found]));
  };

  return (
    <div class="previewed">
      <TriedOut
        info={info}
        known={known}
        would={would}
        answers={answers}
        organisation={organisation}
        subject={subject}
        drafts={drafts}
        onDrafts={onDrafts}
        titleOf={titleOf}
        onReload={props.onReload}
      />
      <div class="preview-columns">
        <ScreensFrame
          name={subject.name}
          groups={groups}
          answers={answers}
          entry={entry}
          onEntry={(opened) => setChosen(opened.opening.name)}
          operation={operation?.name ?? null}
          onOperation={setChosen}
        />
        {operation && (
          <Explanation
            title={operation.summary}
            decision={policy.explain(would, requestOf(operation.name, at_ms, resource))}
            titleOf={titleOf}
            onTry={onTry}
          />
        )}
      </div>
      {operation && (
        <>
          <TimelineChart
            title={operation.summary}
            courses={coursesOf(policy, known, would, requestOf(operation.name, moment.from_ms, resource), moment)}
            moment={moment}
            onTime={(chosen_ms) => onMoment(movedTo(moment, chosen_ms))}
          />
          <SideBySide
            policy={policy}
            facts={facts}
            revision={known.revision}
            organisation={organisation}
            person={subject.id}
            resource={resource}
            operation={operation.name}
            operations={operations}
            at_ms={at_ms}
            titleOf={titleOf}
            onReload={props.onReload}
          />
        </>
      )}
      <EveryAnswer operations={info.apis} answers={answers} titleOf={titleOf} onOperation={setChosen} />
    </div>
  );
}

/** The first entry that is open to the person, else the first of all. */
function first(entries: readonly Entry[], answers: Answers): Entry | null {
  const isOpen = (entry: Entry) => answers.get(entry.opening.name)?.asIs.reason === "granted";
  return entries.find(isOpen) ?? entries[0] ?? null;
}

function coursesOf(
  policy: Policy,
  known: KnownFacts,
  would: KnownFacts["facts"],
  request: Request,
  moment: Moment,
): Course[] {
  const until = iso(moment.from_ms + moment.span.duration_ms);
  const courses = [{ label: "As it is", timeline: policy.timeline(known.facts, request, until) }];
  if (would !== known.facts) {
    courses.push({ label: "With what is tried out", timeline: policy.timeline(would, request, until) });
  }
  return courses;
}
