// Buttons that copy what is on the page. Without a script there are none.
document.documentElement.classList.add("script");
document.addEventListener("click", async event => {
  const button = event.target.closest("button[data-copy]");
  if (!button) return;
  const parts = button.dataset.copy.split(",").map(selector => document.querySelector(selector));
  const text = parts.filter(Boolean)
    .map(part => part.textContent.trim().replaceAll("\u00a0", " ")).join("\n\n");
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // A page that is not served securely has no clipboard; a selection can be copied everywhere.
    const field = document.createElement("textarea");
    field.value = text;
    document.body.append(field);
    field.select();
    document.execCommand("copy");
    field.remove();
    button.focus();
  }
  button.parentElement.querySelector("[role=status]").textContent = button.dataset.done;
});
