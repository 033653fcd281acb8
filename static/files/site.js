// Everything on this site works without this script; it only adds comfort.
(() => {
  "use strict";

  const all = (selector) => Array.from(document.querySelectorAll(selector));

  // Leaving: the screen is cleared at once, and the page gives its place in
  // the history to the other site, so that Back does not return to it.
  const exit = document.querySelector("[data-exit]");
  const leave = () => {
    document.title = "";
    document.documentElement.hidden = true;
    location.replace(exit.href);
  };
  if (exit) {
    exit.addEventListener("click", (event) => {
      event.preventDefault();
      leave();
    });
    // Three times Shift, with no other key between and within three seconds.
    let times = [];
    addEventListener("keydown", (event) => {
      if (event.repeat) return;
      times = event.key === "Shift" ? [...times.slice(-2), event.timeStamp] : [];
      if (times.length === 3 && times[2] - times[0] < 3000) leave();
    });
  }

  // Controls that would do nothing without this script are hidden until now.
  all("[data-script]").forEach((element) => { element.hidden = false; });

  all("[data-print]").forEach((button) => button.addEventListener("click", () => print()));

  all("[data-copy]").forEach((button) => {
    if (!navigator.clipboard) {
      button.hidden = true;
      return;
    }
    const label = button.textContent;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(button.dataset.copy);
      button.textContent = button.dataset.done;
      setTimeout(() => { button.textContent = label; }, 3000);
    });
  });

  // Paper shows what is folded away, and the day it was printed.
  // The names of the months come with the page, as some browsers do not know
  // those of Azerbaijani.
  const today = (months) => {
    const now = new Date();
    const first = now.getDate() === 1 && document.documentElement.lang === "fr" ? "er" : "";
    return `${now.getDate()}${first} ${months[now.getMonth()]} ${now.getFullYear()}`;
  };
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = all("main details:not([open])");
    opened.forEach((details) => { details.open = true; });
    all("[data-printed]").forEach((note) => {
      note.textContent = note.dataset.printed.replace("[date]", today(note.dataset.months.split(" ")));
    });
  });
  addEventListener("afterprint", () => opened.forEach((details) => { details.open = false; }));

  // The contents mark the part that is being read.
  const entries = all(".rail a");
  if (entries.length && window.IntersectionObserver) {
    const entry = (id) => entries.find((a) => decodeURIComponent(a.hash) === "#" + id);
    const watcher = new IntersectionObserver((changes) => {
      const seen = changes.filter((change) => change.isIntersecting).pop();
      if (!seen) return;
      entries.forEach((a) => a.removeAttribute("aria-current"));
      entry(seen.target.id).setAttribute("aria-current", "true");
    }, { rootMargin: "0px 0px -70% 0px" });
    all("main h2[id]").filter((heading) => entry(heading.id)).forEach((heading) => watcher.observe(heading));
  }

  // Escape closes the menu and gives the keyboard back to its button.
  const menu = document.querySelector(".menu");
  if (menu) {
    menu.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !menu.open) return;
      menu.open = false;
      menu.querySelector("summary").focus();
    });
  }
})();
