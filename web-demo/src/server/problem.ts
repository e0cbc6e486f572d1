/** Why there is no answer: a problem of the server (RFC 9457), or no server at all. */
export class Problem extends Error {
  override readonly name = "Problem";

  constructor(
    /** Stable, for programs: `refused`, `not-found`, `offline` ... */
    readonly code: string,
    /** For people. */
    readonly title: string,
    readonly detail: string,
    /** All else that the server says. */
    readonly members: Readonly<Record<string, unknown>> = {},
  ) {
    super(`${title}: ${detail}`);
  }

  /** Every reason for which the policy refuses a change. */
  get reasons(): string[] {
    const reasons = this.members["reasons"];
    return Array.isArray(reasons) ? reasons.filter((reason) => typeof reason === "string") : [];
  }

  get isOffline(): boolean {
    return this.code === "offline";
  }

  /** A question had no answer. */
  static offline(): Problem {
    return new Problem("offline", "The server does not answer", "Nothing was changed. Try again in a moment.");
  }

  /** What was to be done had no answer: the server may have done it, and the answer may be what was lost. */
  static unanswered(): Problem {
    const detail = "It is not known whether it was done. Look before you repeat it.";
    return new Problem("offline", "The server does not answer", detail);
  }

  /** What an answer with a status of 400 or more says. */
  static async of(response: Response): Promise<Problem> {
    const body: unknown = await response.json().catch(() => null);
    const members = typeof body === "object" && body !== null ? (body as Record<string, unknown>) : {};
    const text = (key: string, otherwise: string) => {
      const value = members[key];
      return typeof value === "string" ? value : otherwise;
    };
    return new Problem(
      text("code", "unknown"),
      text("title", `The server answers ${response.status}`),
      text("detail", "It does not say why."),
      members,
    );
  }

  static from(error: unknown): Problem {
    if (error instanceof Problem) {
      return error;
    }
    return new Problem("page", "This page went wrong", error instanceof Error ? error.message : String(error));
  }
}
