import { signal } from "@preact/signals";
import { credential, endOf } from "../session/session";
import { Problem } from "./problem";

/** Whether the server answered when it was asked last. */
export const isOnline = signal(true);

/** What can be said with a request. */
export interface Asked {
  method?: "GET" | "POST" | "DELETE";
  /** It changes nothing, although it is not sent by `GET`. */
  isQuestion?: boolean;
  body?: unknown;
  headers?: Record<string, string>;
  signal?: AbortSignal;
}

/** An answer with its headers. */
export interface Answered<T> {
  value: T;
  headers: Headers;
}

/** Who asks, as headers. */
export function callerHeaders(): Record<string, string> {
  const { key, person, isDemo } = credential.value ?? { key: "", person: null, isDemo: false };
  const headers: Record<string, string> = {};
  if (key !== "") {
    headers["authorization"] = `Bearer ${key}`;
  }
  if (isDemo && person !== null) {
    headers["guestpass-person"] = person;
  }
  return headers;
}

async function send(path: string, asked: Asked): Promise<Response> {
  const headers: Record<string, string> = { ...callerHeaders(), ...asked.headers };
  const request: RequestInit = { method: asked.method ?? "GET", headers, cache: "no-store" };
  if (asked.body !== undefined) {
    headers["content-type"] = "application/json";
    request.body = JSON.stringify(asked.body);
  }
  if (asked.signal) {
    request.signal = asked.signal;
  }
  let response: Response;
  try {
    response = await fetch(path, request);
  } catch (error) {
    if (asked.signal?.aborted) {
      throw error;
    }
    isOnline.value = false;
    throw asked.isQuestion || request.method === "GET" ? Problem.offline() : Problem.unanswered();
  }
  isOnline.value = true;
  if (response.status === 401) {
    endOf((headers["authorization"] ?? "").replace("Bearer ", ""));
  }
  if (!response.ok) {
    throw await Problem.of(response);
  }
  return response;
}

/** Asks the server. Throws a {@link Problem} when there is no answer. */
export async function ask<T>(path: string, asked: Asked = {}): Promise<T> {
  return (await answered<T>(path, asked)).value;
}

/** As {@link ask}, with the headers of the answer. */
export async function answered<T>(path: string, asked: Asked = {}): Promise<Answered<T>> {
  const response = await send(path, asked);
  return { value: (await response.json()) as T, headers: response.headers };
}

/** Asks for bytes. */
export async function bytesOf(path: string, asked: Asked = {}): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await (await send(path, asked)).arrayBuffer());
}

/** A path of the administration of one organisation. */
export function ofOrganisation(organisation: string, rest: string): string {
  return `/api/v1/organisations/${encodeURIComponent(organisation)}/${rest}`;
}
