// Rows of a table put in order by keyboard: Alt and an arrow move the row, and the numbers follow.

export function start(table) {
  const body = table.tBodies[0];
  table.addEventListener("keydown", (event) => {
    const row = event.target.closest("tbody tr");
    if (!row || !event.altKey || !["ArrowUp", "ArrowDown"].includes(event.key)) return;
    event.preventDefault();
    const focused = document.activeElement;
    if (event.key === "ArrowUp") row.previousElementSibling?.before(row);
    else row.nextElementSibling?.after(row);
    for (const [at, one] of [...body.rows].entries()) one.querySelector("input[name^='o-']").value = at + 1;
    focused.focus();
  });
}
