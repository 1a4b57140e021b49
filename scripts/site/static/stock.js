// The editor of SQL puts a field of its own over ours, without a name for those who cannot see it.
window.addEventListener("load", () => {
  for (const field of document.querySelectorAll(".CodeMirror textarea")) {
    field.setAttribute("aria-label", "SQL");
  }
});
