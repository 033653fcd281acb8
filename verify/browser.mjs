// Looks at the pages of the plan on standard input in Chromium, and prints what
// it found: a list of {name, figure, faults}. Run by browser_test.go.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";

import { combobox } from "./combobox.mjs";
import * as inPage from "./inpage.mjs";

const plan = JSON.parse(readFileSync(0, "utf8"));
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const languages = ["az", "nl", "fr", "en"];
const rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

const browser = await chromium.launch({
  executablePath: plan.chromium,
  args: ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run", "--disable-gpu"],
});

// Every page of every check is watched: what it asks for, logs and keeps.
const watched = { requests: 0, pages: 0, faults: new Set() };
const tabs = new Map();

// tab is a browser window with the options, opened once: windows are dear.
async function tab(options) {
  const key = JSON.stringify(options);
  if (!tabs.has(key)) {
    const context = await browser.newContext(options);
    const page = await context.newPage();
    const opened = { context, page, kind: null, path: "" };
    page.on("request", (request) => {
      watched.requests++;
      if (!request.url().startsWith(plan.base + "/")) watched.faults.add(`${opened.path}: asks for ${request.url()}`);
    });
    page.on("pageerror", (error) => watched.faults.add(`${opened.path}: script fails: ${error.message}`));
    page.on("console", (message) => {
      const expected = opened.kind.failing && message.text().includes("404");
      if (message.type() === "error" && !expected) watched.faults.add(`${opened.path}: console: ${message.text()}`);
    });
    tabs.set(key, opened);
  }
  return tabs.get(key);
}

// visit opens a page of a kind and looks at it.
async function visit(kind, lang, options, look) {
  const viewport = { width: 360, height: 740, ...options.viewport };
  const opened = await tab({ ...options, viewport });
  const { page, context } = opened;
  Object.assign(opened, { kind, path: kind.paths[lang] });
  await page.setViewportSize(viewport);
  await page.setExtraHTTPHeaders({ "Accept-Language": kind.name === "chooser" ? "ja" : lang });
  await page.goto(plan.base + opened.path, { waitUntil: "load" });
  if (kind.open) await page.evaluate(() => document.querySelectorAll("main details").forEach((d) => { d.open = true; }));
  watched.pages++;
  await look(page, context);
  const cookies = await context.cookies();
  if (cookies.length) watched.faults.add(`${opened.path}: sets ${cookies.length} cookies`);
  for (const kept of await page.evaluate(inPage.storage)) watched.faults.add(`${opened.path}: keeps ${kept}`);
}

const checks = [];

// check runs one topic; fault() takes what is wrong, the result is the figure.
async function check(name, run) {
  const faults = [];
  let figure = "broken off";
  try {
    figure = await run((path, text) => faults.push(`${path}: ${text}`));
  } catch (error) {
    faults.push(`the check cannot go on: ${error.message}`);
  }
  checks.push({ name, figure, faults });
}

// spread gives each kind of page every width and scheme, each in another
// language, so that all four stand in all four over the kinds.
const looks = [[360, "light"], [360, "dark"], [1280, "light"], [1280, "dark"]];
const spread = plan.kinds.flatMap((kind, i) =>
  looks.map(([width, scheme], j) => ({ kind, width, scheme, lang: languages[(i + j) % languages.length] })));

await check("axe", async (fault) => {
  let passes = 0;
  for (const { kind, width, scheme, lang } of spread) {
    const options = { viewport: { width, height: 800 }, colorScheme: scheme, reducedMotion: "reduce" };
    await visit(kind, lang, options, async (page) => {
      await page.screenshot({ path: `${plan.out}/${kind.name}-${lang}-${width}-${scheme}.png`, fullPage: true });
      const result = await accessible(page);
      passes += result.passes;
      for (const text of result.violations) fault(`${kind.paths[lang]} at ${width} px, ${scheme}`, text);
    });
  }
  return `${spread.length} views, ${passes} rules passed`;
});

// accessible looks at a page with axe.
async function accessible(page) {
  await page.evaluate(axe);
  const { passes, violations } = await page.evaluate((values) => window.axe.run({ runOnly: { type: "tag", values } }), rules);
  return {
    passes: passes.length,
    violations: violations.map((v) => `${v.id}: ${v.help}: ${v.nodes.map((n) => n.html.slice(0, 120)).join(" | ")}`),
  };
}

await check("suggestions", async (fault) => {
  const typed = { az: "qayid", nl: "terug", fr: "retour", en: "return" }; // not what the page of results has asked
  const violations = async (page) => (await accessible(page)).violations;
  let options = 0;
  const at = (name, lang, width, height) => ({ kind: plan.kinds.find((k) => k.name === name), lang, viewport: { width, height } });
  const places = languages.map((lang) => at("home", lang, 360, 740));
  places.push(at("home", "az", 1280, 800), at("results", "az", 360, 320)); // 320 px are what a keyboard leaves of a phone
  for (const { kind, lang, viewport } of places.filter((p) => p.kind)) { // a plan of other pages has none
    await visit(kind, lang, { viewport }, async (page) => {
      const where = `${kind.paths[lang]} at ${viewport.width}x${viewport.height} px`;
      options += await combobox(page, typed[lang], violations, (text) => fault(where, text));
    });
  }
  return `${options} options`;
});

// Narrow screens, large text and wide spacing, one after the other on the same
// page; and the text as it is with scripts, for the check after this one.
const withScripts = new Map();

await check("reflow", async (fault) => {
  let views = 0, controls = 0;
  for (const kind of plan.kinds) {
    for (const lang of languages) {
      const path = kind.paths[lang];
      await visit(kind, lang, {}, async (page, context) => {
        const measure = async (name) => {
          views++;
          for (const text of await page.evaluate(inPage.overflow)) fault(`${path} at ${name}`, text);
        };
        withScripts.set(path + lang, await page.evaluate(inPage.mainText));
        for (const width of [320, 360, 1280]) {
          await page.setViewportSize({ width, height: 740 });
          await measure(`${width} px`);
          const found = await page.evaluate(inPage.controls);
          controls += found.length;
          for (const c of found.filter((c) => c.height < 44)) fault(`${path} at ${width} px`, `${c.text} is ${c.height} px high, want 44`);
        }
        await page.setViewportSize({ width: 320, height: 256 });
        await page.evaluate(() => scrollTo(0, 400));
        const stuck = await page.evaluate(inPage.stuckHeight);
        if (stuck > 0.4 * 256) fault(`${path} at 320x256 px`, `${stuck} px of the screen never scroll away`);
        await page.setViewportSize({ width: 360, height: 740 });
        await page.evaluate(inPage.space, inPage.spacing);
        await measure("360 px with wide spacing");
        await page.evaluate(inPage.space, "");
        const devtools = await context.newCDPSession(page);
        await devtools.send("Page.setFontSizes", { fontSizes: { standard: 32, fixed: 26 } });
        const size = await page.evaluate(() => parseFloat(getComputedStyle(document.documentElement).fontSize));
        if (size < 32) fault(path, `text of ${size} px where the reader asked for 32`);
        await measure("360 px with 32 px text");
        await devtools.send("Page.setFontSizes", { fontSizes: { standard: 16, fixed: 13 } });
        await devtools.detach();
      });
    }
  }
  return `${views} views, ${controls} controls`;
});

await check("without scripts", async (fault) => {
  let letters = 0;
  for (const kind of plan.kinds) {
    for (const lang of languages) {
      const path = kind.paths[lang];
      await visit(kind, lang, { javaScriptEnabled: false }, async (page) => {
        const text = await page.evaluate(inPage.mainText), want = withScripts.get(path + lang);
        letters += text.length;
        if (text !== want) fault(path, `main text differs: ${difference(want, text)}`);
        if (text.length < 40) fault(path, `main text of ${text.length} letters`);
        for (const dead of await page.evaluate(inPage.deadControls)) fault(path, `does nothing without scripts: ${dead}`);
      });
    }
  }
  return `${letters} letters the same`;
});

function difference(a, b) {
  let i = 0;
  while (a[i] === b[i]) i++;
  return `“${a.slice(i, i + 60)}” with scripts, “${b.slice(i, i + 60)}” without`;
}

await check("keyboard", async (fault) => {
  let stops = 0;
  for (const [i, kind] of plan.kinds.entries()) {
    for (const [j, width] of [360, 1280].entries()) {
      const lang = languages[(i + 2 * j) % languages.length];
      const name = `${kind.paths[lang]} at ${width} px`;
      await visit(kind, lang, { viewport: { width, height: 740 } }, async (page) => {
        const seen = await tabThrough(page);
        stops += seen.length;
        if (kind.sensitive && !seen[1]?.exit) fault(name, `second Tab stop is ${seen[1]?.text}, want the exit`);
        if (kind.name !== "chooser") {
          if (seen.filter((s) => s.hreflang).length < 4) fault(name, "the four languages cannot be reached by Tab");
          if (!seen.some((s) => s.search)) fault(name, "the search cannot be reached by Tab");
        }
        for (const s of seen.filter((s) => s.fault)) fault(name, `Tab stop ${s.text}: ${s.fault}`);
        if (seen.length >= 600) fault(name, "Tab never comes to an end");
        if (seen[0]?.href !== "#main") return fault(name, `first Tab stop is ${seen[0]?.text}, want the skip link`);
        await page.goto(plan.base + kind.paths[lang]);
        await page.keyboard.press("Tab");
        await page.keyboard.press("Enter");
        const focus = await page.evaluate(() => document.activeElement.id);
        if (focus !== "main") fault(name, `the skip link moves the focus to "${focus}"`);
      });
    }
  }
  return `${stops} Tab stops`;
});

async function tabThrough(page) {
  const seen = [];
  while (seen.length < 600) {
    await page.keyboard.press("Tab");
    const stop = await page.evaluate(inPage.focused);
    if (!stop || (seen.length && stop.first)) break;
    seen.push(stop);
  }
  return seen;
}

if (plan.kinds.some((k) => k.sensitive)) await check("exit", async (fault) => {
  const kind = plan.kinds.find((k) => k.sensitive);
  const home = plan.kinds.find((k) => k.name === "home");
  let ways = 0;
  for (const lang of languages) {
    for (const way of ["click", "three times Shift", "click without scripts"]) {
      const context = await browser.newContext({ javaScriptEnabled: way !== "click without scripts" });
      const left = [];
      await context.route((url) => url.origin !== plan.base, (route) => {
        left.push(route.request());
        return route.fulfill({ contentType: "text/html", body: "<title>elsewhere</title>" });
      });
      const page = await context.newPage();
      const path = kind.paths[lang];
      await page.goto(plan.base + home.paths[lang]);
      await page.goto(plan.base + path);
      const exit = page.locator("header a[rel~=noreferrer][rel~=nofollow]").first();
      const leaving = page.waitForURL((url) => url.origin !== plan.base, { timeout: 5000 }).catch(() => fault(path, `${way} does not leave`));
      if (way === "three times Shift") for (let i = 0; i < 3; i++) await page.keyboard.press("Shift");
      else await exit.click();
      await leaving;
      for (const request of left) if ("referer" in request.headers()) fault(path, `${way} tells where the reader was`);
      if (way !== "click without scripts") {
        await page.goBack().catch(() => {});
        if (page.url() === plan.base + path) fault(path, `Back returns after ${way}`);
      }
      await context.close();
      ways++;
    }
  }
  return `${ways} ways out`;
});

await check("print", async (fault) => {
  for (const [i, kind] of plan.kinds.entries()) {
    const lang = languages[i % languages.length];
    await visit(kind, lang, {}, async (page) => {
      const screen = await page.evaluate(inPage.mainText);
      await page.emulateMedia({ media: "print", colorScheme: "dark" });
      await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
      for (const text of await page.evaluate(inPage.unprintable)) fault(kind.paths[lang], `prints ${text}`);
      const paper = await page.evaluate(() => document.querySelector("main").innerText.length);
      await page.emulateMedia({ media: null, colorScheme: null });
      if (paper < 0.6 * screen.length && screen.length > 400) fault(kind.paths[lang], `prints ${paper} letters of ${screen.length}`);
    });
  }
  return `${plan.kinds.length} kinds of pages`;
});

await browser.close();
checks.push({ name: "quiet", figure: `${watched.pages} page views, ${watched.requests} requests`, faults: [...watched.faults] });
process.stdout.write(JSON.stringify(checks));
