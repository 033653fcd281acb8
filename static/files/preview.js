// Where somebody writes at home: the page is loaded anew when its content has
// changed, and mistakes are shown over it. Readers never get this script.
(() => {
  "use strict";

  const own = document.currentScript.dataset.version;
  const box = document.createElement("details"); // to be folded away
  box.className = "mistakes";
  box.setAttribute("role", "alert");
  box.hidden = true;
  document.body.append(box);

  const element = (name, text) => {
    const made = document.createElement(name);
    made.textContent = text;
    return made;
  };

  // show lists the mistakes over the last page that could be shown.
  const show = (problems) => {
    box.hidden = problems.length === 0;
    const list = document.createElement("ol");
    list.append(...problems.map(({ file, line, text }) => {
      const item = document.createElement("li");
      item.append(element("b", line ? `${file}:${line}` : file), " ", element("span", text));
      return item;
    }));
    box.open = true;
    box.replaceChildren(element("summary", `To mend before this can go live: ${problems.length}`), list);
  };

  new EventSource("/preview/events").addEventListener("state", (event) => {
    const state = JSON.parse(event.data);
    if (state.version !== own) {
      location.reload();
    } else {
      show(state.problems);
    }
  });
})();
