// Uses the suggestions under the search field as readers do who have a
// keyboard or a screen reader: the editable combobox of ARIA 1.2.
import * as inPage from "./inpage.mjs";

const minimumHeight = 44; // of what a finger must hit, in px

// combobox types the beginning of a word into the search field of the page
// that is open, and gives the number of options it was offered. Violations
// looks at the page with axe.
export async function combobox(page, typed, violations, fault) {
  const start = page.url();
  const field = page.locator("#q"), list = page.locator("#suggestions"), options = list.getByRole("option");
  const state = () => field.evaluate((f) => ({
    role: f.getAttribute("role"), expanded: f.getAttribute("aria-expanded"), active: f.getAttribute("aria-activedescendant"),
    focus: document.activeElement === f, value: f.value, open: !document.getElementById(f.getAttribute("aria-controls"))?.hidden,
    selected: Array.from(document.querySelectorAll('[role=option][aria-selected="true"]'), (o) => o.id),
  }));
  const expect = async (when, want) => {
    const got = await state();
    for (const [name, value] of Object.entries(want)) {
      if (JSON.stringify(got[name]) !== JSON.stringify(value)) fault(`${when}: ${name} is ${JSON.stringify(got[name])}, want ${JSON.stringify(value)}`);
    }
  };
  const type = async (text) => {
    await field.fill("");
    await field.pressSequentially(text);
    await options.first().waitFor({ timeout: 5000 });
  };

  await expect("before a letter", { role: "combobox", expanded: "false", active: null, open: false });
  await type(typed);
  await expect("after typing", { expanded: "true", active: null, open: true, focus: true, value: typed, selected: [] });
  const ids = await options.evaluateAll((all) => all.map((o) => o.id));
  const name = await list.evaluate((l) => l.getAttribute("role") === "listbox" && l.getAttribute("aria-label"));
  if (!name) fault("the listbox has no role or no name");
  const said = await page.locator("#suggestions + [role=status]").textContent();
  if (!said.includes(String(ids.length))) fault(`${ids.length} options are announced as “${said}”`);
  for (const text of await violations(page)) fault(`open: ${text}`);
  for (const text of await page.evaluate(inPage.overflow)) fault(`open: ${text}`);
  for (const box of await options.evaluateAll((all) => all.map((o) => o.getBoundingClientRect().toJSON()))) {
    if (box.height < minimumHeight) fault(`an option is ${box.height} px high, want ${minimumHeight}`);
  }

  // Around the list and back, the focus staying in the field.
  for (const [key, at] of [["ArrowDown", 0], ["ArrowUp", ids.length - 1], ["ArrowDown", 0], ...ids.slice(1).map((_, i) => ["ArrowDown", i + 1]), ["ArrowDown", 0]]) {
    await page.keyboard.press(key);
    await expect(`${key} to option ${at + 1}`, { active: ids[at], selected: [ids[at]], focus: true, value: typed, expanded: "true" });
    const seen = await options.nth(at).evaluate((o) => { const b = o.getBoundingClientRect(); return b.top > -1 && b.bottom < innerHeight + 1; });
    if (!seen) fault(`${key}: option ${at + 1} is not in sight`);
  }
  await page.keyboard.press("Escape");
  await expect("after Escape", { expanded: "false", active: null, open: false, focus: true, value: typed });

  await type(typed);
  await page.keyboard.press("Tab");
  await page.waitForFunction(() => document.getElementById("suggestions").hidden, null, { timeout: 5000 });
  await expect("after Tab", { expanded: "false", open: false, focus: false });

  // Enter without a choice asks for the text; with one it opens the page.
  await type(typed);
  await Promise.all([page.waitForURL((url) => url.searchParams.get("q") === typed, { timeout: 5000 }), page.keyboard.press("Enter")])
    .catch(() => fault(`Enter without a choice goes to ${page.url()}`));
  for (const choose of ["Enter", "click"]) {
    await page.goto(start);
    await type(typed);
    const want = await options.first().evaluate((o) => new URL(o.dataset.url, location).href);
    if (choose === "Enter") await page.keyboard.press("ArrowDown");
    await Promise.all([page.waitForURL(want, { timeout: 5000 }), choose === "Enter" ? page.keyboard.press("Enter") : options.first().click()])
      .catch(() => fault(`${choose} goes to ${page.url()}, want ${want}`));
    if (!(await page.locator("h1").count())) fault(`${choose} leads to no page: ${page.url()}`);
  }
  return ids.length;
}
