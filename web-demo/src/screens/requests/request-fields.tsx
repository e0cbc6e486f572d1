import type { ComponentChildren } from "preact";
import { Instant } from "../../parts/instant";
import type { ListedRequest } from "./shapes";

/** All that a request says (C27), and who decided about it. */
export function RequestFields(props: { request: ListedRequest }) {
  const { request } = props;
  const { account, company, requested_by: responsible, created_by: creator, decided_by: decider } = request;
  return (
    <dl class="record-fields">
      <Item label="Account">
        <Named name={request.account_name} id={account} />
      </Item>
      <Item label="Company">
        <Named name={request.company_name} id={company} />
      </Item>
      <Item label="Requested by">
        <Named name={request.requested_by_name} id={responsible} />
      </Item>
      <Item label="Valid from">
        <Instant at={request.window.start_ms} />
      </Item>
      <Item label="Valid to">
        <Instant at={request.window.end_ms} />
      </Item>
      {creator !== responsible && (
        <Item label="Submitted by">
          <Named name={request.created_by_name} id={creator} />
        </Item>
      )}
      {decider !== null && (
        <Item label="Decided by">
          <Named name={request.decided_by_name} id={decider} />
        </Item>
      )}
      {request.description !== "" && (
        <div class="record-description">
          <dt>Description</dt>
          <dd>{request.description}</dd>
        </div>
      )}
    </dl>
  );
}

function Item(props: { label: string; children: ComponentChildren }) {
  return (
    <div>
      <dt>{props.label}</dt>
      <dd>{props.children}</dd>
    </div>
  );
}

function Named(props: { name: string | null; id: string }) {
  const { name, id } = props;
  return name === null || name === id ? (
    <span>{id}</span>
  ) : (
    <>
      {name} <span class="record-id">{id}</span>
    </>
  );
}
