import { GuestpassError } from "./error.js";

/** The longest event that is read, in characters; the server's have about a hundred. */
const EVENT_MAX = 64 * 1024;

/**
 * The events of a `text/event-stream`, by name: `{ name, data }`. It ends when the server ends it. `heard` is called
 * with each piece that arrives, a sign of life among them.
 */
export async function* eventsOf(body, heard) {
  let text = "";
  let event = { name: "message", data: [] };
  for await (const piece of pieces(body)) {
    heard();
    text += piece;
    if (text.length > EVENT_MAX) throw new GuestpassError("server-unreadable", "an event of the server is too long");
    const lines = text.split(/\r\n|\n|\r(?!$)/);
    text = lines.pop();
    for (const line of lines) {
      if (line === "") {
        if (event.data.length > 0) yield { name: event.name, data: event.data.join("\n") };
        event = { name: "message", data: [] };
      } else {
        take(line, event);
      }
    }
  }
}

/** One line of an event: a field and its value. A line that begins with a colon says nothing. */
function take(line, event) {
  const [, field, value] = /^([^:]*):? ?(.*)$/.exec(line);
  if (field === "event") event.name = value;
  if (field === "data") event.data.push(value);
}

/** The text of a body. Not every browser iterates over a stream. */
async function* pieces(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  try {
    for (let read = await reader.read(); !read.done; read = await reader.read()) yield read.value;
  } finally {
    // Whoever reads no further closes the connection too.
    reader.cancel().catch(() => {});
  }
}
