import { Badge } from "../../parts/badge";
import { sentenceOfReason } from "../../policy/sentences";
import { changeBetween, type PageAnswer } from "./answers";
import type { Entry, EntryGroup } from "./entries";
import { Mark } from "./mark";
import "./frame.css";

/** The screens as somebody would see them: entries of the navigation that are open or closed, with their actions. */
export function ScreensFrame(props: {
  name: string;
  groups: readonly EntryGroup[];
  answers: ReadonlyMap<string, PageAnswer>;
  entry: Entry | null;
  onEntry: (entry: Entry) => void;
  operation: string | null;
  onOperation: (operation: string) => void;
}) {
  const { name, groups, answers, entry, onEntry, operation, onOperation } = props;
  return (
    <section class="card frame" aria-label={`Screens as ${name} sees them`}>
      <p class="frame-bar" aria-hidden="true">
        <span />
        <span />
        <span />
        {name}
      </p>
      <nav class="frame-navigation" aria-label={`Entries that ${name} sees`}>
        {groups.map((group) => (
          <FrameGroup key={group.name} group={group} answers={answers} open={entry} onEntry={onEntry} />
        ))}
      </nav>
      {entry && (
        <div class="frame-actions" aria-live="polite">
          <h3>{entry.title}</h3>
          <ul>
            {entry.operations.map((api) => (
              <FrameAction
                key={api.name}
                summary={api.summary}
                answer={answers.get(api.name)}
                isChosen={api.name === operation}
                onChoose={() => onOperation(api.name)}
              />
            ))}
          </ul>
        </div>
      )}
    </section>
  );
}

function FrameGroup(props: {
  group: EntryGroup;
  answers: ReadonlyMap<string, PageAnswer>;
  open: Entry | null;
  onEntry: (entry: Entry) => void;
}) {
  const { group, answers, open, onEntry } = props;
  return (
    <div class="frame-group">
      <h3>{group.title}</h3>
      <ul>
        {group.entries.map((entry) => {
          const isOpen = answers.get(entry.opening.name)?.drafted.effect === "allow";
          const changes = entry.operations.filter((api) => isChanged(answers.get(api.name))).length;
          return (
            <li key={entry.name}>
              <button
                type="button"
                class={isOpen ? "entry frame-entry" : "entry frame-entry frame-entry-closed"}
                aria-current={entry.name === open?.name ? "true" : undefined}
                onClick={() => onEntry(entry)}
              >
                <Mark isOpen={isOpen} />
                {entry.title}
                <span class="visually-hidden">{isOpen ? ", open" : ", closed"}</span>
                {changes > 0 && <Badge kind="warning">{`${changes} changed`}</Badge>}
              </button>
            </li>
          );
        })}
      </ul>
    </div>
  );
}

function isChanged(answer: PageAnswer | undefined): boolean {
  const change = answer && changeBetween(answer);
  return change === "allowed" || change === "denied";
}

function FrameAction(props: {
  summary: string;
  answer: PageAnswer | undefined;
  isChosen: boolean;
  onChoose: () => void;
}) {
  const { summary, answer, isChosen, onChoose } = props;
  if (!answer) {
    return null;
  }
  const isOpen = answer.drafted.effect === "allow";
  return (
    <li class={isChosen ? "frame-action frame-action-chosen" : "frame-action"}>
      <button type="button" class="frame-action-button" aria-pressed={isChosen} onClick={onChoose}>
        <Mark isOpen={isOpen} />
        <span class={isOpen ? undefined : "frame-action-closed"}>{summary}</span>
      </button>
      <p class="frame-action-why">
        <Effect answer={answer} />
        {!isOpen && ` ${sentenceOfReason(answer.drafted.reason)}`}
      </p>
    </li>
  );
}

/** Allowed or denied, and whether the drafts make it so. */
export function Effect(props: { answer: PageAnswer }) {
  const { answer } = props;
  const isOpen = answer.drafted.effect === "allow";
  const change = changeBetween(answer);
  const hasTurned = change === "allowed" || change === "denied";
  const word = isOpen ? "allowed" : "denied";
  const kind = isOpen ? "good" : "bad";
  return <Badge kind={kind}>{hasTurned ? `now ${word}` : word}</Badge>;
}
