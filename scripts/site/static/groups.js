// The groups of a list are folded in a narrow window, until somebody filters it. Without a script the
// style shows what is within them; with one, readers are also told that they are open.
const narrow = matchMedia("(max-width: 44rem)");
for (const list of document.querySelectorAll(".grouped")) {
  const open = () => list.querySelectorAll(".group").forEach(group => { group.open = true; });
  if (!narrow.matches) open();
  list.classList.add("folds");
  list.addEventListener("change", event => { if (!event.target.matches(".by")) open(); });
  narrow.addEventListener("change", () => { if (!narrow.matches) open(); });
}
