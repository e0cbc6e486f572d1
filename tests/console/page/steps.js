// Does in a page what a person would do: finds things by their names, waits until they are there, clicks and types.
// Called with a list of steps and the function that takes the outcome: null, or what is not as expected.

const [steps, done] = arguments;
const PATIENCE_MS = 60_000;
const PAUSE_MS = 50;

const pause = () => new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
const plain = (text) => text.replace(/\s+/g, " ").trim();
const isShown = (element) => element.checkVisibility({ visibilityProperty: true }) && element.getClientRects().length > 0;

// What lies under an open dialog cannot be reached, as for a person.
function scope(within) {
  const root = [...document.querySelectorAll("dialog[open]")].at(-1) ?? document.body;
  if (within === undefined) {
    return root;
  }
  const places = [...root.querySelectorAll("tr, li, article, section, fieldset, form, aside, details, div.card")];
  const holding = places.filter((place) => isShown(place) && plain(place.textContent).includes(within));
  return holding.find((place) => !holding.some((other) => other !== place && place.contains(other)));
}

function nameOf(element) {
  const label = element.getAttribute("aria-label");
  const labels = element.getAttribute("aria-labelledby");
  if (label) {
    return plain(label);
  }
  if (labels) {
    return plain(labels.split(" ").map((id) => document.getElementById(id)?.textContent ?? "").join(" "));
  }
  if (element.labels?.length) {
    return plain([...element.labels].map((one) => one.textContent).join(" "));
  }
  return plain(element.textContent);
}

function find(selector, name, within) {
  const candidates = [...(scope(within)?.querySelectorAll(selector) ?? [])].filter(isShown);
  return (
    candidates.find((element) => nameOf(element) === name) ?? candidates.find((element) => nameOf(element).startsWith(name))
  );
}

async function wait(what, look) {
  const end = performance.now() + PATIENCE_MS;
  for (;;) {
    const found = look();
    if (found) {
      return found;
    }
    if (performance.now() > end) {
      throw new Error(`${what}\n--- ${location.hash} ---\n${document.body.innerText.slice(0, 4000)}`);
    }
    await pause();
  }
}

const CLICKABLE = "button, a[href], summary, input[type=checkbox], input[type=radio], [role=tab]";
const FIELDS = "input, textarea, select";
const seen = (text) => plain(scope().innerText).toLowerCase().includes(text.toLowerCase());

function put(field, value) {
  const own = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field), "value");
  own.set.call(field, value);
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.dispatchEvent(new Event("change", { bubbles: true }));
}

// What happens between the page and the server, for as long as the page is there. A path is the end of an address. The
// server has always done what it was asked.
function disturb(path, disturbance) {
  if (!window.disturbances) {
    const ask = window.fetch.bind(window);
    window.disturbances = [];
    window.fetch = (address, request) => {
      const url = new URL(address, location.href);
      const found = window.disturbances.find(({ path }) => url.pathname.endsWith(path));
      return found ? found.disturb((asked = url) => ask(asked, request), url) : ask(address, request);
    };
  }
  window.disturbances.unshift({ path, end() {}, ...disturbance });
}

async function answeredWith(response, members) {
  const { status, headers } = response;
  return new Response(JSON.stringify({ ...(await response.json()), ...members }), { status, headers });
}

const DOERS = {
  async go(address) {
    location.hash = address;
  },
  async click(name, { within }) {
    const target = await wait(`nothing called \`${name}\` can be clicked`, () => {
      const found = find(CLICKABLE, name, within);
      return found && !found.disabled && found;
    });
    target.focus();
    target.click();
  },
  async fill(name, { value, within }) {
    put(await wait(`no field is called \`${name}\``, () => find(FIELDS, name, within)), value);
  },
  async choose(name, { option, within }) {
    const field = await wait(`no choice is called \`${name}\``, () => find("select", name, within));
    const chosen = await wait(`\`${name}\` has no \`${option}\``, () =>
      [...field.options].find((one) => plain(one.textContent).startsWith(option)),
    );
    put(field, chosen.value);
  },
  async upload(name, { content, file }) {
    const field = await wait(`no field for files is called \`${name}\``, () => find("input[type=file]", name));
    const chosen = new DataTransfer();
    chosen.items.add(new File([Uint8Array.from(atob(content), (character) => character.charCodeAt(0))], file));
    field.files = chosen.files;
    field.dispatchEvent(new Event("change", { bubbles: true }));
  },
  async see(text) {
    await wait(`\`${text}\` is not to be seen`, () => seen(text));
  },
  async gone(text) {
    await wait(`\`${text}\` is still to be seen`, () => !seen(text));
  },
  async lacks(name, { within }) {
    await wait(`\`${name}\` is still there`, () => !find(CLICKABLE, name, within));
  },
  // Answers come when they are released.
  async hold(path) {
    let end;
    const ended = new Promise((resolve) => (end = resolve));
    const late = async (ask) => {
      const answer = await ask();
      await ended;
      return answer;
    };
    disturb(path, { disturb: late, end });
  },
  // Answers are lost on the way.
  async lose(path) {
    const lost = async (ask) => {
      await ask();
      throw new TypeError("the answer is lost");
    };
    disturb(path, { disturb: lost });
  },
  // Answers say something else.
  async amend(path, { with: members }) {
    disturb(path, { disturb: async (ask) => answeredWith(await ask(), members) });
  },
  // A list comes in parts of one.
  async part(path, { list }) {
    const parted = async (ask, url) => {
      const at = Number(url.searchParams.get("after") ?? 0);
      url.searchParams.delete("after");
      const whole = await ask(url);
      const all = (await whole.clone().json())[list];
      return answeredWith(whole, { [list]: all.slice(at, at + 1), next: at + 1 < all.length ? String(at + 1) : null });
    };
    disturb(path, { disturb: parted });
  },
  async release(path) {
    const isMeant = (disturbance) => disturbance.path === path;
    window.disturbances.filter(isMeant).forEach(({ end }) => end());
    window.disturbances = window.disturbances.filter((disturbance) => !isMeant(disturbance));
  },
  async disabled(name, { within }) {
    await wait(`\`${name}\` can be clicked`, () => find("button", name, within)?.disabled);
  },
};

(async () => {
  for (const step of steps) {
    const [verb] = Object.keys(step).filter((key) => key in DOERS);
    await DOERS[verb](step[verb], step);
    // Nobody is quicker than the page draws.
    await pause();
  }
})().then(
  () => done(null),
  (error) => done(String(error.message ?? error)),
);
