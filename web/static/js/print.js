// A button that prints the page; hidden where no script runs, since it could do nothing.

export function start(button) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
