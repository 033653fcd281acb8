// What browser.mjs runs inside a page. Each function stands alone, since only
// its own text travels there.

// storage lists what the page keeps in the browser.
export async function storage() {
  const kept = [];
  const jar = (name, read) => { try { const n = read(); if (n) kept.push(`${n} in ${name}`); } catch { /* closed to this page */ } };
  jar("cookies", () => document.cookie.length);
  jar("local storage", () => localStorage.length);
  jar("session storage", () => sessionStorage.length);
  if (indexedDB.databases) jar("databases", await indexedDB.databases().then((all) => () => all.length));
  if (window.caches) jar("caches", await caches.keys().then((all) => () => all.length, () => () => 0));
  if (navigator.serviceWorker) jar("service workers", await navigator.serviceWorker.getRegistrations().then((all) => () => all.length, () => () => 0));
  return kept;
}

// overflow finds what a narrow screen cuts off: sideways scrolling, text past
// the edge that hidden overflow conceals, and text cut by its own box.
export function overflow() {
  const width = document.documentElement.clientWidth;
  const faults = new Set();
  const over = document.scrollingElement.scrollWidth - width;
  if (over > 0) faults.add(`scrolls ${over} px sideways`);
  const ancestors = function* (e) { for (; e; e = e.parentElement) yield e; };
  const unseen = (e) => ancestors(e).some((a) => {
    const s = getComputedStyle(a);
    return s.clipPath !== "none" || (s.position === "absolute" && s.clip !== "auto") || a.classList.contains("skip");
  });
  const scrolls = (e) => ancestors(e).some((a) => ["auto", "scroll"].includes(getComputedStyle(a).overflowX) && a !== document.documentElement);
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = walker.currentNode, parent = text.parentElement;
    if (!text.data.trim() || !parent.checkVisibility({ visibilityProperty: true }) || unseen(parent)) continue;
    const range = document.createRange();
    range.selectNodeContents(text);
    for (const box of range.getClientRects()) {
      if ((box.right > width + 1 || box.left < -1) && !scrolls(parent)) faults.add(`“${text.data.trim().slice(0, 50)}” runs past the edge`);
    }
    for (const e of ancestors(parent)) {
      const s = getComputedStyle(e);
      const cutsX = ["hidden", "clip"].includes(s.overflowX) && e.scrollWidth > e.clientWidth + 1 && s.display !== "inline";
      const cutsY = ["hidden", "clip"].includes(s.overflowY) && e.scrollHeight > e.clientHeight + 1 && s.display !== "inline";
      if ((cutsX || cutsY) && !["HTML", "BODY", "MAIN"].includes(e.tagName)) faults.add(`<${e.tagName.toLowerCase()} class="${e.className}"> cuts “${text.data.trim().slice(0, 50)}”`);
    }
  }
  return [...faults];
}

// stuckHeight is how much of the screen is covered by what does not scroll.
export function stuckHeight() {
  let height = 0;
  for (const e of document.querySelectorAll("body *")) {
    const s = getComputedStyle(e), box = e.getBoundingClientRect();
    const stuck = s.position === "fixed" || (s.position === "sticky" && box.top <= 1 && box.bottom > 0);
    if (stuck && e.checkVisibility() && !e.classList.contains("skip")) height += Math.min(box.bottom, innerHeight) - Math.max(box.top, 0);
  }
  return Math.round(height);
}

// spacing is what a reader may set, WCAG 1.4.12.
export const spacing = "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; } p { margin-block-end: 2em !important; }";

// space sets such rules, or takes them back.
export function space(rules) {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(rules);
  document.adoptedStyleSheets = [sheet];
}

// mainText is what main says, without the controls that scripts bring.
export function mainText() {
  const main = document.querySelector("main").cloneNode(true);
  for (const e of main.querySelectorAll("[data-script]")) e.remove();
  return main.textContent.replace(/\s+/g, " ").trim();
}

// deadControls are visible controls that need a script.
export function deadControls() {
  const found = [...document.querySelectorAll("button, [role=button], [onclick]")];
  return found.filter((e) => e.checkVisibility() && !(e.form && e.type === "submit")).map((e) => e.outerHTML.slice(0, 120));
}

// focused describes what has the focus; null at the end of the page.
export function focused() {
  const e = document.activeElement;
  if (!e || e === document.body) return null;
  const first = window.firstStop === e;
  window.firstStop ??= e;
  const s = getComputedStyle(e), box = e.getClientRects()[0] ?? e.getBoundingClientRect(); // of its first line
  const x = Math.min(Math.max(box.left + Math.min(box.width / 2, 20), 0), innerWidth - 1);
  const y = Math.min(Math.max(box.top + Math.min(box.height / 2, 15), 0), innerHeight - 1);
  const top = document.elementFromPoint(x, y);
  let fault = "";
  if (box.width < 2 || box.bottom < 0 || box.top > innerHeight || box.right < 0 || box.left > innerWidth) fault = "cannot be seen";
  else if (s.outlineStyle === "none" && s.boxShadow === "none") fault = "has no visible focus";
  else if (top && !e.contains(top) && !top.contains(e)) fault = `is covered by ${top.outerHTML.slice(0, 80)}`;
  const href = e.getAttribute("href") ?? "";
  return {
    first, fault, href,
    text: `<${e.tagName.toLowerCase()}> “${(e.textContent || e.getAttribute("name") || "").trim().slice(0, 40)}”`,
    hreflang: e.closest("header") ? e.getAttribute("hreflang") : null,
    search: e.name === "q" || /\/search(\?|$)/.test(href),
    exit: /noreferrer/.test(e.rel ?? "") && /nofollow/.test(e.rel ?? ""),
  };
}

// controls are those of the header that must be easy to hit.
export function controls() {
  const found = [...document.querySelectorAll("header a[hreflang], header summary, header a[href*='/search'], header a[rel~=nofollow]")];
  return found.filter((e) => e.checkVisibility()).map((e) => {
    const box = e.getBoundingClientRect();
    return { text: `“${e.textContent.trim().slice(0, 30)}”`, height: Math.round(box.height * 10) / 10 };
  });
}

// unprintable is what has no use on paper, and what paper cannot unfold.
export function unprintable() {
  const shown = (e) => e.checkVisibility() && e.getBoundingClientRect().height > 1;
  const faults = [];
  for (const e of document.querySelectorAll("header nav, header summary, header a[rel~=nofollow], form, button, .skip")) if (shown(e)) faults.push(e.outerHTML.slice(0, 100));
  for (const e of document.querySelectorAll("main details:not([open])")) faults.push(`a closed ${e.outerHTML.slice(0, 100)}`);
  const ground = getComputedStyle(document.body).backgroundColor;
  if (!["rgb(255, 255, 255)", "rgba(0, 0, 0, 0)"].includes(ground)) faults.push(`on a ground of ${ground}`);
  return faults;
}
