/** What every function of this package throws. `code` is stable, `message` is for people. */
export class GuestpassError extends Error {
  /**
   * @param {string} code
   * @param {string} message
   */
  constructor(code, message) {
    super(message);
    this.name = "GuestpassError";
    this.code = code;
  }
}
