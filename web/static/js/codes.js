// A field that a barcode reader fills, one code a line: letters become capitals, a code read twice stays once,
// and Ctrl+Enter does what the form's button does.

function normal(text) {
  return text.replace(/\s+/g, "").toUpperCase().replaceAll("'", "-");
}

export function codesOf(text) {
  return [...new Set(text.split("\n").map(normal).filter(Boolean))];
}

export function start(field) {
  field.addEventListener("input", () => {
    if (!field.value.endsWith("\n")) return;
    const once = codesOf(field.value).join("\n") + "\n";
    if (once !== field.value && field.selectionStart === field.value.length) field.value = once;
  });
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.ctrlKey) { event.preventDefault(); field.form.requestSubmit(); }
  });
}
