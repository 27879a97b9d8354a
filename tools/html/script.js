"use strict";
/* Before anything is laid out; without scripts the whole table stays. */
document.documentElement.classList.add("paged");
document.addEventListener("DOMContentLoaded", () => {
  const PAGE = 100;
  const find = (id) => document.getElementById(id);
  const table = find("table");
  const body = table.tBodies[0];
  const all = [...body.rows];
  const heads = [...table.tHead.rows[0].cells];
  const titles = heads.map((head) => head.textContent);
  const form = document.querySelector(".controls");
  const pager = document.querySelector(".pager");
  const count = find("count");
  const filter = find("filter");
  const hardness = find("hardness");
  const reason = find("class");
  const previous = find("previous");
  const next = find("next");
  const language = document.documentElement.lang;
  const order = new Intl.Collator(language, { numeric: true });
  const number = new Intl.NumberFormat(language);
  const texts = new Map();
  let shown = all;
  let first = 0;

  /* Lower-cased text of a row, made when it is first needed. */
  const textOf = (row) => {
    let text = texts.get(row);
    if (text === undefined) {
      text = row.textContent.toLowerCase();
      texts.set(row, text);
    }
    return text;
  };

  const tell = () => {
    const values = [first + 1, Math.min(first + PAGE, shown.length), shown.length];
    const text = shown.length
      ? count.dataset.some.replace(/%([123])/g, (_, i) => number.format(values[i - 1]))
      : count.dataset.none;
    if (count.textContent !== text) count.textContent = text;
  };

  /* Narrow screens show cells one below the other: each with its column's
   * name, and with the roles that a block would lose. */
  const label = (row) => {
    if (row.hasAttribute("role")) return;
    row.setAttribute("role", "row");
    [...row.cells].forEach((cell, i) => {
      cell.setAttribute("role", i ? "cell" : "rowheader");
      if (i) cell.dataset.label = titles[i];
    });
  };

  const show = () => {
    const rows = shown.slice(first, first + PAGE);
    rows.forEach(label);
    body.replaceChildren(...rows);
    previous.disabled = first === 0;
    next.disabled = first + PAGE >= shown.length;
    pager.hidden = shown.length <= PAGE;
    tell();
  };

  const choose = () => {
    const words = filter.value.toLowerCase().split(/\s+/).filter(Boolean);
    shown = all.filter((row) =>
      (!hardness.value || row.cells[2].className === hardness.value) &&
      (!reason.value || row.dataset.c === reason.value) &&
      words.every((word) => textOf(row).includes(word)));
    first = 0;
    show();
  };

  const sort = (column) => {
    const head = heads[column];
    const down = head.getAttribute("aria-sort") === "ascending";
    heads.forEach((other) => other.removeAttribute("aria-sort"));
    head.setAttribute("aria-sort", down ? "descending" : "ascending");
    const keyed = all.map((row) => [row.cells[column].textContent, row]);
    /* Cells without a value stay at the end, whatever the direction. */
    keyed.sort(([a], [b]) =>
      !a - !b || (down ? order.compare(b, a) : order.compare(a, b)));
    keyed.forEach(([, row], i) => { all[i] = row; });
    choose();
  };

  const turn = (step) => {
    first += step;
    show();
    find("recipients").scrollIntoView();
    if (document.activeElement.disabled) (step > 0 ? previous : next).focus();
  };

  heads.forEach((head, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = titles[column];
    button.addEventListener("click", () => sort(column));
    head.replaceChildren(button);
    head.setAttribute("role", "columnheader");
  });
  table.setAttribute("role", "table");
  [table.tHead, body].forEach((group) => group.setAttribute("role", "rowgroup"));
  table.tHead.rows[0].setAttribute("role", "row");

  filter.addEventListener("input", choose);
  hardness.addEventListener("change", choose);
  reason.addEventListener("change", choose);
  form.addEventListener("reset", () => setTimeout(choose));
  form.addEventListener("submit", (event) => event.preventDefault());
  previous.addEventListener("click", () => turn(-PAGE));
  next.addEventListener("click", () => turn(PAGE));
  document.querySelectorAll(".classes button").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => {
      form.reset();
      reason.value = button.value;
      choose();
      find("recipients").focus();
    });
  });
  form.hidden = false;
  choose();
  document.documentElement.classList.remove("paged");
});
