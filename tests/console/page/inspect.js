// Sets the colours, runs axe over the page, and sees whether the page is wider than the screen and every instant tells
// its UTC.

const [theme, done] = arguments;
document.documentElement.dataset.theme = theme;
scrollTo(0, 0);

/** Nothing on the page is being asked for again; for so long, what is there is pale. */
async function current() {
  const end = performance.now() + 30_000;
  while (document.querySelector("[aria-busy='true']") && performance.now() < end) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

async function settled() {
  await current();
  await document.fonts.ready;
  await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  await Promise.allSettled(document.getAnimations().map((animation) => animation.finished));
}

async function inspect() {
  await settled();
  const { violations } = await window.axe.run(document, { resultTypes: ["violations"] });
  const found = violations.map(({ id, help, nodes }) => ({ id, help, places: nodes.map(({ target }) => target.join(" ")) }));
  const { scrollWidth, clientWidth } = document.documentElement;
  if (scrollWidth > clientWidth) {
    const wide = [...document.querySelectorAll("main *")].filter((one) => one.getBoundingClientRect().right > clientWidth + 1);
    const places = wide.slice(0, 5).map((one) => `${one.tagName.toLowerCase()}.${one.className}`);
    found.push({ id: "too-wide", help: `The page is ${scrollWidth} px wide on ${clientWidth} px`, places });
  }
  const mute = [...document.querySelectorAll("time")].filter((time) => !/^\d{4}-.* UTC$/.test(time.title));
  if (mute.length > 0) {
    const places = mute.map((time) => time.textContent);
    found.push({ id: "no-utc", help: "An instant does not tell its UTC", places });
  }
  return found;
}

inspect().then(done, (error) => done([{ id: "broken", help: String(error), places: [] }]));
