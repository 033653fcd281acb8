// Suggestions under the search field: an ARIA 1.2 combobox over the plain
// form. Enter without a choice searches the text, as without this script.
(() => {
  "use strict";

  const field = document.querySelector("input[data-suggest]");
  if (!field || !window.fetch) return;

  const list = document.createElement("ul");
  list.id = "suggestions";
  list.className = "bare suggestions";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", field.labels[0].textContent);
  const count = document.createElement("p");
  count.className = "unseen";
  count.setAttribute("role", "status");
  field.parentNode.after(list, count);
  for (const [name, value] of Object.entries({
    role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id,
  })) field.setAttribute(name, value);

  let chosen = -1;
  const choose = (n) => {
    chosen = n;
    Array.from(list.children).forEach((option, i) => {
      option.setAttribute("aria-selected", String(i === n));
    });
    if (n < 0) return field.removeAttribute("aria-activedescendant");
    field.setAttribute("aria-activedescendant", list.children[n].id);
    list.children[n].scrollIntoView({ block: "nearest" }); // the focus, which the browser would follow, stays above
  };
  const close = () => {
    list.hidden = true;
    field.setAttribute("aria-expanded", "false");
    choose(-1);
  };
  const show = (suggestions) => {
    list.replaceChildren(...suggestions.map(({ text, url }, i) => {
      const option = document.createElement("li");
      option.id = "suggestion-" + i;
      option.setAttribute("role", "option");
      option.textContent = text;
      option.dataset.url = url;
      return option;
    }));
    const n = suggestions.length;
    list.hidden = n === 0;
    field.setAttribute("aria-expanded", String(n > 0));
    count.textContent = n === 1 ? field.dataset.one : field.dataset.many.replace("2", String(n));
    choose(-1);
  };

  // One question at a time, and only when the reader pauses.
  let timer = 0;
  let asked = "";
  const ask = async () => {
    const q = asked = field.value.trim();
    if (q.length < 2) return close();
    try {
      const answer = await fetch(field.dataset.suggest + "?q=" + encodeURIComponent(q));
      const { suggestions } = await answer.json();
      if (q === asked) show(suggestions);
    } catch {
      close();
    }
  };
  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, 200);
  });
  field.addEventListener("keydown", (event) => {
    const n = list.children.length;
    if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      close();
    } else if (!list.hidden && event.key === "ArrowDown") {
      event.preventDefault();
      choose((chosen + 1) % n);
    } else if (!list.hidden && event.key === "ArrowUp") {
      event.preventDefault();
      choose(chosen <= 0 ? n - 1 : chosen - 1);
    } else if (event.key === "Enter" && chosen >= 0) {
      event.preventDefault();
      location.assign(list.children[chosen].dataset.url);
    }
  });
  field.addEventListener("blur", () => { clearTimeout(timer); asked = ""; setTimeout(close, 150); });
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[data-url]");
    if (option) location.assign(option.dataset.url);
  });
})();
