// Writes in a file while Chromium shows its page, and prints {figures, faults}:
// a saved text comes by itself, mistakes stand over the last good page, and go
// when they are mended. Run by preview_test.go.
import { readFileSync, writeFileSync } from "node:fs";
import { chromium } from "playwright-core";

const plan = JSON.parse(readFileSync(0, "utf8"));
const figures = [], faults = [];

const browser = await chromium.launch({
  executablePath: plan.chromium,
  args: ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run", "--disable-gpu"],
});
const page = await browser.newPage();
page.on("pageerror", (error) => faults.push(`script fails: ${error.message}`));
page.on("console", (message) => { if (message.type() === "error") faults.push(`console: ${message.text()}`); });

const good = readFileSync(plan.file, "utf8");
const heard = page.waitForResponse((response) => response.url().endsWith("/preview/events"));
await page.goto(plan.base + plan.path);
await heard;

// save writes a text and waits until the page is as it should be.
async function save(what, text, is, arg) {
  const began = Date.now();
  writeFileSync(plan.file, text);
  try {
    await page.waitForFunction(is, arg, { timeout: 20000, polling: 10 });
    figures.push(`${what} after ${Date.now() - began} ms`);
  } catch {
    faults.push(`${what}: not within 20 s`);
  }
}

const shows = (text) => document.querySelector("main")?.textContent.includes(text);
const rid = (text) => !document.querySelector("main").textContent.includes(text) && document.querySelector(".mistakes")?.hidden;
const mistake = (text) => {
  const box = document.querySelector(".mistakes");
  return box && !box.hidden && box.textContent.includes(text);
};

await save("a new text stands in the page", `${good}\nOne new line.\n`, shows, "One new line.");
await save("another", `${good}\nTwo new lines.\n`, shows, "Two new lines.");

const broken = `${good}\nTwo new lines.\n\n## <i>No</i> id\n`;
const line = broken.split("\n").indexOf("## <i>No</i> id") + 1;
await save("a mistake stands over the page", broken, mistake, `${plan.name}:${line}`);
const over = await page.evaluate(() => ({
  markup: document.querySelector(".mistakes i") !== null,
  position: getComputedStyle(document.querySelector(".mistakes")).position,
  below: document.querySelector("main").textContent.includes("Two new lines."),
}));
if (over.markup) faults.push("the text of a mistake is not escaped");
if (over.position !== "fixed") faults.push(`the mistakes are not over the page: ${over.position}`);
if (!over.below) faults.push("the last good page is gone");

await save("mended, it is gone", good, rid, "Two new lines.");

await browser.close();
console.log(JSON.stringify({ figures, faults }));
